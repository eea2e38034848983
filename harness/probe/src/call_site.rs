//! Which line of the student's code, or of a user's own, sent a statement.

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
    places(printed).find_map(|place| {
        // Paths below the current folder, which is the crate's under `cargo test`, are printed relative to it.
        let inner = place
            .strip_prefix(&folder)
            .map(|inner| inner.trim_start_matches('/'))
            .or_else(|| place.strip_prefix("./"))?;
        inner.starts_with("src/").then(|| shorten(inner)).flatten()
    })
}

/// The places on the stack, from the innermost, as `path:line:column`.
fn places(printed: &str) -> impl Iterator<Item = String> {
    printed.lines().filter_map(|line| line.trim().strip_prefix("at ")).map(|place| place.replace('\\', "/"))
}

/// Where a user's own code stands: a crate, and the workspace around it.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    folder: String,
    workspace: String,
}

/// Folders inside a workspace that hold the code of others: dependencies and what is generated.
const OF_OTHERS: [&str; 5] = ["/target/", "/vendor/", "/.cargo/", "/registry/src/", "/git/checkouts/"];

impl Places {
    /// Those of the crate in `folder`. Its workspace is the nearest folder around it that has a `Cargo.lock`, else the crate
    /// alone.
    pub(crate) fn of(folder: &Path) -> Self {
        let workspace = folder.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).unwrap_or(folder);
        let text = |path: &Path| path.to_string_lossy().replace('\\', "/");
        Self { workspace: text(workspace), folder: text(folder) }
    }

    /// The innermost line of the workspace on the stack: `src/menu.rs:14` for one of the crate, `other/src/menu.rs:14` for
    /// another crate's, from the workspace's folder.
    ///
    /// What a derive has written stands on the line of its attribute; there the line that called it says more.
    pub(crate) fn site(&self, backtrace: &Backtrace) -> Option<String> {
        let sites = self.sites_in(&backtrace.to_string());
        sites.iter().find(|site| !self.is_attribute(site)).or(sites.first()).cloned()
    }

    /// Whether the line of `site` is an attribute; `false` where it cannot be read.
    fn is_attribute(&self, site: &str) -> bool {
        let Some((file, line)) = site.rsplit_once(':') else { return false };
        let text = [&self.folder, &self.workspace].map(|folder| std::fs::read_to_string(Path::new(folder).join(file)));
        let text = text.into_iter().find_map(Result::ok).unwrap_or_default();
        let line = line.parse::<usize>().ok().and_then(|line| text.lines().nth(line.checked_sub(1)?));
        line.is_some_and(|line| line.trim_start().starts_with("#["))
    }

    /// All lines of the workspace, from the innermost.
    fn sites_in(&self, printed: &str) -> Vec<String> {
        let inside = |path: &str, folder: &str| Some(path.strip_prefix(folder)?.strip_prefix('/')?.to_owned());
        let probe = concat!(env!("CARGO_MANIFEST_DIR"), "/src").replace('\\', "/");
        let sites = places(printed).filter_map(|place| {
            // Paths below the current folder are printed relative to it: the crate's, under `cargo test`.
            let place = place.strip_prefix("./").map_or(place.clone(), |inner| format!("{}/{inner}", self.folder));
            let below = inside(&place, &self.workspace)?;
            if OF_OTHERS.iter().any(|folder| format!("/{below}").contains(folder)) || inside(&place, &probe).is_some() {
                return None;
            }
            without_column(&inside(&place, &self.folder).unwrap_or(below))
        });
        sites.collect()
    }
}

/// `src/report.rs:14:22` as `src/report.rs:14`.
fn without_column(place: &str) -> Option<String> {
    let mut parts = place.splitn(3, ':');
    Some(format!("{}:{}", parts.next()?, parts.next()?))
}

/// `/long/way/src/report.rs:14:22` as `src/report.rs:14`.
pub(crate) fn shorten(place: &str) -> Option<String> {
    let place = place.replace('\\', "/");
    let from = place.rfind("/src/").map(|at| at + 1).or_else(|| place.starts_with("src/").then_some(0))?;
    without_column(&place[from..])
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

    #[track_caller]
    fn check_own(place: &str, want: Option<&str>) {
        let places = Places { folder: "/club/api".to_owned(), workspace: "/club".to_owned() };
        let outer = "   2: {async_fn#0}\n             at ./tests/films.rs:9:2\n";
        let printed = format!("   0: all\n             at {place}\n{outer}");
        let sites = places.sites_in(&printed);
        assert_eq!(sites.first().map(String::as_str), want.or(Some("tests/films.rs:9")));
    }

    #[test]
    fn lines_of_a_user_s_workspace_are_told_from_those_of_dependencies() {
        check_own("./src/films.rs:14:22", Some("src/films.rs:14"));
        check_own("/club/api/tests/films/main.rs:14:22", Some("tests/films/main.rs:14"));
        check_own("/club/store/src/films.rs:14:22", Some("store/src/films.rs:14"));
        check_own("/deps/sea-orm/src/films.rs:14:22", None);
        check_own("/clubs/src/films.rs:14:22", None);
        check_own("/club/.cargo/registry/src/index/sea-orm/src/query.rs:14:22", None);
        check_own("/club/target/debug/build/films.rs:14:22", None);
        check_own(concat!(env!("CARGO_MANIFEST_DIR"), "/src/application.rs:1:1"), None);
    }

    #[test]
    fn lines_of_attributes_are_known() {
        let places = Places::of(Path::new(env!("CARGO_MANIFEST_DIR")));
        let line = line!() - 3;
        assert!(places.is_attribute(&format!("src/call_site.rs:{line}")));
        assert!(!places.is_attribute(&format!("src/call_site.rs:{}", line + 1)));
        assert!(!places.is_attribute("src/nowhere.rs:1"));
    }

    #[test]
    fn backslashes_are_read() {
        assert_eq!(shorten(r"C:\w\exercises\e4\src\a.rs:3:1").as_deref(), Some("src/a.rs:3"));
    }
}
