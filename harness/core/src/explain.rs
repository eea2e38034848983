//! The pages of `harness explain`: one for each code, each way in which a call stops, each misconception of the lesson.
//!
//! The texts stand in `explain/*.md`. A page is a line `# CODE: Title` and all lines up to the next one.

use std::sync::LazyLock;

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it explains, such as `FK_NO_INDEX`.
    pub code: String,
    /// Its title, one line without a full stop.
    pub title: String,
    /// Its text: what it means, how it comes about, a wrong and a right example, what to do. Plain text of lines of at
    /// most 90 characters.
    pub text: String,
}

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let files = [
        include_str!("explain/rows.md"),
        include_str!("explain/statements.md"),
        include_str!("explain/relations.md"),
        include_str!("explain/review.md"),
        include_str!("explain/deletes.md"),
        include_str!("explain/answers.md"),
        include_str!("explain/domains.md"),
        include_str!("explain/stops.md"),
        include_str!("explain/misconceptions.md"),
    ];
    files.into_iter().flat_map(pages).collect()
});

/// The page for `code`, in capitals or not; a misconception by its item of the spec, `misconception.rare`, as well.
///
/// # Examples
///
/// ```
/// use harness_core::explain::page;
///
/// assert_eq!(page("n_plus_one").expect("a page for each code").title, "One statement for every row");
/// assert_eq!(page("misconception.rare"), page("MISCONCEPTION_RARE"));
/// assert_eq!(page("N_PLUS_TWO"), None);
/// ```
#[must_use]
pub fn page(code: &str) -> Option<&'static Page> {
    let code = code.trim().replace(['.', '-'], "_").to_ascii_uppercase();
    PAGES.iter().find(|page| page.code == code)
}

/// The codes of all pages, those of one subject together.
///
/// # Examples
///
/// ```
/// assert!(harness_core::explain::codes().contains(&"TIMED_OUT"));
/// ```
#[must_use]
pub fn codes() -> Vec<&'static str> {
    PAGES.iter().map(|page| page.code.as_str()).collect()
}

/// The pages of one file.
fn pages(file: &str) -> Vec<Page> {
    // A line feed in front, so that the first page is like all others.
    let file = format!("\n{}", file.replace("\r\n", "\n"));
    let page = |page: &str| {
        let (head, text) = page.split_once('\n').unwrap_or((page, ""));
        let (code, title) = head.split_once(": ").unwrap_or((head, ""));
        Page { code: code.to_owned(), title: title.to_owned(), text: text.trim_matches('\n').to_owned() }
    };
    file.split("\n# ").skip(1).map(page).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::finding::Code;
    use crate::observation::End;

    /// The page of `code` has a title and all its parts, in order, in short lines.
    #[track_caller]
    fn check(code: &str) {
        let page = page(code).unwrap_or_else(|| panic!("{code} has no page"));
        assert_eq!(page.code, code);
        assert!(!page.title.is_empty() && !page.title.ends_with('.'), "{code}: {}", page.title);
        let parts = ["\nHow it comes about: ", "\n    wrong", "\n    right", "\nWhat to do: "];
        let places = parts.map(|part| page.text.find(part).unwrap_or_else(|| panic!("{code} lacks {part:?}")));
        assert!(places.is_sorted(), "{code}");
        for line in page.text.lines().chain([format!("# {code}: {}", page.title).as_str()]) {
            assert!(line.chars().count() <= 90, "{code}: {line}");
        }
    }

    #[test]
    fn every_code_has_a_page() {
        for code in Code::ALL {
            check(code.name());
        }
    }

    #[test]
    fn every_finding_of_a_tool_has_a_page() {
        for code in ["REPEAT_UNKNOWN_PARAMS", "REPEATED_WRITE"] {
            check(code);
        }
        #[cfg(feature = "review")]
        for rule in crate::review::Rule::ALL {
            check(rule.name());
        }
    }

    #[test]
    fn every_way_to_stop_has_a_page() {
        let message = String::new;
        let ends = [
            End::NotAttempted,
            End::Failed { message: message() },
            End::Panicked { message: message(), site: None },
            End::SchemaRefused { message: message() },
            End::Crashed { signal: message(), note: None },
            End::Exited { code: 0 },
            End::TimedOut { limit_ms: 0 },
            End::MemoryLimit { limit_mib: 0 },
            End::OutputLimit { limit_bytes: 0 },
            End::NotReached { limit_ms: 0 },
            End::DoesNotCompile { file: message(), message: message() },
            End::CompileLimit { file: message(), message: message() },
            End::Rejected { message: message() },
            End::Internal { message: message() },
        ];
        for end in ends {
            check(end.code());
        }
    }

    #[test]
    fn every_misconception_has_a_page_under_both_names() {
        for item in [
            "misconception.rare",
            "misconception.always_cascade",
            "misconception.relation_is_key",
            "misconception.raises",
        ] {
            check(&item.replace('.', "_").to_uppercase());
            assert!(page(item).is_some());
        }
    }

    #[test]
    fn no_code_has_two_pages() {
        assert_eq!(codes().iter().collect::<BTreeSet<_>>().len(), codes().len());
    }

    #[test]
    fn every_code_that_a_page_refers_to_has_one() {
        for page in PAGES.iter() {
            let words = page
                .text
                .split(|c: char| !(c.is_ascii_uppercase() || c == '_'))
                .filter(|word| word.len() > 1 && word.contains('_'));
            for word in words {
                assert!(super::page(word).is_some(), "{} speaks of {word}", page.code);
            }
        }
    }

    #[test]
    fn examples_give_no_answer_of_an_exercise_away() {
        for page in PAGES.iter() {
            let mut words = page.text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
            let exercise =
                ["user", "users", "category", "categories", "expense", "expenses", "person", "people", "payment"];
            assert_eq!(words.find(|word| exercise.contains(&word.as_str())), None, "{}", page.code);
        }
    }
}
