//! Which line of the student's code sent a statement.

use std::backtrace::Backtrace;
use std::path::Path;

/// The innermost line of the crate in `folder` on the stack, as `src/report.rs:14`; `None` if the stack does not pass
/// through it, or has no line tables.
///
/// Reads the printed form, the only one that stable Rust gives: pairs of lines, `N: symbol` and `at path:line:column`. Where
/// there are line tables and no more, symbols do not name their crate, so the path decides.
pub(crate) fn site(backtrace: &Backtrace, folder: &Path) -> Option<String> {
    site_in(&backtrace.to_string(), &folder.to_string_lossy())
}

fn site_in(printed: &str, folder: &str) -> Option<String> {
    let folder = folder.replace('\\', "/");
    printed.lines().filter_map(|line| line.trim().strip_prefix("at ")).find_map(|place| {
        let place = place.replace('\\', "/");
        // Paths below the current folder, which is the crate's under `cargo test`, are printed relative to it.
        let inner = place
            .strip_prefix(&folder)
            .map(|inner| inner.trim_start_matches('/'))
            .or_else(|| place.strip_prefix("./"))?;
        inner.starts_with("src/").then(|| shorten(inner)).flatten()
    })
}

/// `/long/way/src/report.rs:14:22` as `src/report.rs:14`.
pub(crate) fn shorten(place: &str) -> Option<String> {
    let place = place.replace('\\', "/");
    let from = place.rfind("/src/").map(|at| at + 1).or_else(|| place.starts_with("src/").then_some(0))?;
    let mut parts = place[from..].splitn(3, ':');
    Some(format!("{}:{}", parts.next()?, parts.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: &str, want: Option<&str>) {
        assert_eq!(site_in(printed, "/course/exercises/e4_n_plus_one").as_deref(), want);
    }

    #[test]
    fn site_is_the_innermost_line_of_the_crate() {
        let sea_orm = "   0: sea_orm::metric\n             at /deps/sea-orm/src/metric.rs:3:1\n";
        let outer = "   2: {async_fn#0}\n             at ./src/lib.rs:2:2\n";
        check(
            &format!("{sea_orm}   1: {{async_fn#0}}\n             at ./src/report.rs:14:22\n{outer}"),
            Some("src/report.rs:14"),
        );
        let absolute = "   1: {async_fn#0}\n             at /course/exercises/e4_n_plus_one/src/report.rs:14:22\n";
        check(&format!("{sea_orm}{absolute}{outer}"), Some("src/report.rs:14"));
    }

    #[test]
    fn lines_of_other_crates_and_of_the_tests_are_not_the_students() {
        check("   0: all\n             at /deps/sea-orm/src/q.rs:3:1\n", None);
        check("   0: reports\n             at /course/exercises/budget/src/reports.rs:3:1\n", None);
        check("   0: main\n             at ./tests/checkpoint.rs:3:1\n", None);
    }

    #[test]
    fn backslashes_are_read() {
        assert_eq!(shorten(r"C:\w\exercises\e4\src\a.rs:3:1").as_deref(), Some("src/a.rs:3"));
    }
}
