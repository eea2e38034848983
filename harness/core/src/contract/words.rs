//! The findings in words: what is wrong, then what to do, without the line of code that does it.

use crate::contract::Wanted;
use crate::contract::sides;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::observation::Entity;
use crate::observation::EntityRelation;

/// What is wrong, and what to do.
type Words = (String, String);

/// A finding of the contract: about no case and no line.
pub(super) fn finding(code: Code, message: String, help: String) -> Finding {
    Finding { code, case: String::new(), message, site: None, help: Some(help), detail: Detail::None }
}

/// `missing`: on the side of the child, of the parent.
pub(super) fn inverse_missing(relation: &Wanted, entities: &[Entity], missing: [bool; 2]) -> Words {
    let Wanted { child, key, parent, .. } = relation;
    let absent: Vec<&str> = [child, parent]
        .into_iter()
        .filter(|table| sides::entity(entities, table).is_none())
        .map(String::as_str)
        .collect();
    if let [table, ..] = absent[..] {
        return (
            format!("no entity has the table `{table}`, so `{child}` and `{parent}` are not related"),
            format!("Name the table `{table}` in its entity, and declare the relation on both entities"),
        );
    }
    match missing {
        [true, true] => (
            format!("`{child}` and `{parent}` declare no relation to each other"),
            format!(
                "Declare it on both entities: that of `{child}`, whose `{key}` points to its parent, and that of `{parent}`"
            ),
        ),
        [true, false] => (
            format!("`{child}` declares no relation to `{parent}`; only `{parent}` knows of it"),
            format!("Declare it on the entity of `{child}` as well, which holds the key `{key}`"),
        ),
        [false, _] => (
            format!(
                "`{parent}` declares no relation to `{child}`: from a row of `{parent}` there is no way to its `{child}`"
            ),
            format!("Declare the other side on the entity of `{parent}`, which many rows of `{child}` belong to"),
        ),
    }
}

/// A declaration that is on other columns than the relation.
pub(super) fn wrong_columns(relation: &Wanted, declared: &EntityRelation) -> Words {
    let (from, to, place) = if declared.is_parent {
        (&relation.parent, &relation.child, "that it is on")
    } else {
        (&relation.child, &relation.parent, "that it goes from, and the one that it goes to")
    };
    (
        format!(
            "the relation from `{from}` to `{to}` is on {}, not on {}",
            columns(from, declared),
            condition(&relation.child, &relation.key.to_string(), &relation.parent, &relation.parent_key.to_string())
        ),
        format!("Look at what the entity of `{from}` names as the column {place}"),
    )
}

/// The two sides of a relation, on different columns.
pub(super) fn columns_differ(relation: &Wanted, here: &EntityRelation, there: &EntityRelation) -> Words {
    let Wanted { child, parent, .. } = relation;
    (
        format!(
            "the two sides of one relation are on different columns: `{child}` has it on {}, and `{parent}` on {}",
            columns(child, here),
            columns(parent, there)
        ),
        format!("Let the side of `{parent}` follow the key that `{child}` declares, instead of columns of its own"),
    )
}

pub(super) fn without_fk(relation: &Wanted, is_skipped: bool) -> Words {
    let Wanted { child, key, parent, parent_key, .. } = relation;
    let why = if is_skipped { ": the relation says to skip it" } else { "" };
    (
        format!("SQLite has no foreign key from `{child}.{key}` to `{parent}.{parent_key}`{why}"),
        "Without it the database keeps rows whose parent is gone: let the tables be made with the foreign key"
            .to_owned(),
    )
}

/// `types`: of the key, of what it points to.
pub(super) fn type_mismatch(relation: &Wanted, types: &[String; 2]) -> Words {
    let Wanted { child, key, parent, parent_key, .. } = relation;
    let [of_key, of_parent] = types;
    (
        format!("`{child}.{key}` is of type {of_key}, and `{parent}.{parent_key}`, which it points to, of type {of_parent}"),
        "Give the field of the key the type of the field that it points to: loaders compare the two as Rust values, and find nothing".to_owned(),
    )
}

pub(super) fn no_index(relation: &Wanted) -> Words {
    let Wanted { child, key, parent, .. } = relation;
    (
        format!(
            "no index of `{child}` begins with `{key}`: to find the rows of one of `{parent}`, all of them are read"
        ),
        format!("Ask for an index on the field `{key}`: a foreign key does not bring one along"),
    )
}

/// `elsewhere`: what the side of the parent says.
pub(super) fn not_explicit(relation: &Wanted, elsewhere: Option<&str>) -> Words {
    let Wanted { child, key, parent, .. } = relation;
    let help = match elsewhere {
        Some(said) => format!(
            "The entity of `{parent}` says {said}, where nobody reads it: say it on the side that holds `{key}`"
        ),
        None => format!("Decide what has to become of them, and say it on the side that holds `{key}`"),
    };
    (
        format!(
            "nothing says what becomes of `{child}` when the row of `{parent}` is deleted that their `{key}` points to"
        ),
        help,
    )
}

/// `done`: the action that the foreign key has. The one that is asked for is the task's to tell.
pub(super) fn policy_wrong(relation: &Wanted, done: Option<&str>) -> Words {
    let Wanted { child, key, parent, .. } = relation;
    let message = match done {
        Some(done) => format!("`{child}.{key}` is ON DELETE {done} in SQLite, which is not what the task asks for"),
        None => format!("`{child}.{key}` has no policy in SQLite, since it is no foreign key to `{parent}`"),
    };
    (
        message,
        format!(
            "Read in the task whose rows `{child}` are: some go with their row of `{parent}`, some hold it back, some outlive it"
        ),
    )
}

/// `said` by the entity, `done` by the foreign key.
pub(super) fn policy_differs(relation: &Wanted, said: Option<&str>, done: Option<&str>) -> Words {
    let Wanted { child, key, .. } = relation;
    let said = said.unwrap_or("nothing");
    let has = done.map_or_else(|| "no foreign key".to_owned(), |done| format!("ON DELETE {done}"));
    (
        format!("the entity of `{child}` says {said} for `{key}`, and the table in SQLite has {has}"),
        "The database does what its table says: let the tables be made from the entities".to_owned(),
    )
}

pub(super) fn set_null_on_not_null(relation: &Wanted) -> Words {
    let Wanted { child, key, parent, .. } = relation;
    (
        format!("`{child}.{key}` is to be emptied when its row of `{parent}` is deleted, but it is NOT NULL"),
        "Such a deletion fails: either the key may be empty, or another policy fits".to_owned(),
    )
}

/// The key may be NULL and must not, or the other way round.
pub(super) fn nullability(relation: &Wanted, may_be_null: bool) -> Words {
    let Wanted { child, key, parent, .. } = relation;
    if may_be_null {
        (
            format!("`{child}.{key}` may be NULL, but each row of `{child}` needs its row of `{parent}`"),
            format!("Make both the field `{key}` and the relation to `{parent}` ones that are always there"),
        )
    } else {
        (
            format!("`{child}.{key}` may not be NULL, but rows of `{child}` outlive their row of `{parent}`"),
            format!("Make both the field `{key}` and the relation to `{parent}` ones that may be absent"),
        )
    }
}

/// The entity and the table disagree on whether the key may be NULL.
pub(super) fn nullability_differs(relation: &Wanted, may_be_null: bool) -> Words {
    let Wanted { child, key, .. } = relation;
    let (entity, table) = if may_be_null { ("may", "may not") } else { ("may not", "may") };
    (
        format!("`{child}.{key}` {entity} be NULL in the entity, and {table} in the table that SQLite has"),
        "Let the tables be made from the entities, so that both say the same".to_owned(),
    )
}

/// What a declaration of `table` is on, as `` `a.x` = `b.y` ``.
fn columns(table: &str, declared: &EntityRelation) -> String {
    let EntityRelation { from_columns, to_table, to_columns, .. } = declared;
    condition(table, &from_columns.join(", "), to_table, &to_columns.join(", "))
}

fn condition(table: &str, column: &str, other_table: &str, other_column: &str) -> String {
    format!("`{table}.{column}` = `{other_table}.{other_column}`")
}
