//! Known mistakes: what to do about an error whose own words lead elsewhere.

use crate::diagnostics::Diagnostic;

const AWAIT: &str =
    "a query is a future: nothing is asked of the database until `.await`, so put it at the end of the call";
const POLICY: &str =
    "policies are written with a capital letter, as in `on_delete = \"Cascade\"`: Cascade, Restrict, SetNull";

const CRATE: &str = "only the crates that the exercise was handed out with are there, such as `sea_orm`: dependencies that are added to \
     Cargo.toml do not count";

/// Mistakes that the compiler's words give away: all of `words` stand in them.
const KNOWN: [(&[&str], &str); 5] = [
    (&["unlinked crate"], CRATE),
    (&["found future"], AWAIT),
    (&["consider `await`ing"], AWAIT),
    (&["no variant", "found for enum `ForeignKeyAction`"], POLICY),
    (&["no variant", "ForeignKeyAction"], POLICY),
];

/// What to do about `error`, where that is known.
pub(crate) fn help(error: &Diagnostic) -> Option<String> {
    missing_relation(&error.message).or_else(|| {
        let known = KNOWN.iter().find(|(words, _)| words.iter().all(|word| error.rendered.contains(word)));
        known.map(|(_, help)| (*help).to_owned())
    })
}

/// ``the trait bound `expense::Entity: Related<user::Entity>` is not satisfied``: the relation is missing, and in the
/// dense format the compiler says so at the other entity, whose `has_many` is derived from it.
fn missing_relation(message: &str) -> Option<String> {
    let bound = message.strip_prefix("the trait bound `")?.split('`').next()?;
    let (from, to) = bound.split_once(": ")?;
    let to = to.trim_start_matches("sea_orm::").strip_prefix("Related<")?.strip_suffix('>')?;
    let entity = |path: &str| path.rsplit("::").nth(1).map(str::to_owned);
    let from = entity(from)?;
    let help = match entity(to) {
        Some(to) => format!(
            "there is no relation from {from} to {to}: a `has_many` or `has_one` is derived from the `belongs_to` of the other \
             entity, so look in src/{from}.rs and src/{to}.rs for the side that is missing"
        ),
        None => format!(
            "there is no relation from {from} to that entity: a relation needs both sides, each in its entity's file"
        ),
    };
    Some(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, rendered: &str, want: Option<&str>) {
        let none = std::collections::BTreeSet::new;
        let error = Diagnostic {
            message: message.into(),
            rendered: rendered.into(),
            primary: none(),
            secondary: none(),
            words: none(),
        };
        let got = help(&error);
        match want {
            Some(want) => assert!(got.as_deref().is_some_and(|got| got.contains(want)), "{got:?}"),
            None => assert_eq!(got, None),
        }
    }

    #[test]
    fn a_missing_belongs_to_is_looked_for_in_both_files() {
        let message = "the trait bound `expense::Entity: sea_orm::Related<user::Entity>` is not satisfied";
        check(message, "", Some("look in src/expense.rs and src/user.rs"));
        check(
            "the trait bound `user::Entity: Related<_>` is not satisfied",
            "",
            Some("no relation from user to that entity"),
        );
    }

    #[test]
    fn a_forgotten_await_is_known() {
        check("mismatched types", "expected `Result<Vec<Model>, DbErr>`, found future", Some("`.await`"));
    }

    #[test]
    fn a_crate_that_was_added_is_known() {
        check("unresolved import `rand`", "use of unresolved module or unlinked crate `rand`", Some("do not count"));
    }

    #[test]
    fn other_errors_speak_for_themselves() {
        check("cannot find value `x` in this scope", "not found in this scope", None);
        check("the trait bound `A: Clone` is not satisfied", "", None);
    }
}
