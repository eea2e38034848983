//! A student's own `cargo test`, run by cargo and judged by the test binary itself, and how a grade differs from it.
//!
//! It is run in a copy of the repository beside the [`crate::mirror`], with products of its own: in the repository itself cargo
//! would take a candidate's for the author's.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};
use harness_core::gradebook::{Graded, GradedCheck};
use harness_core::observation::End;
use harness_core::registry::{Check, Exercise};
use harness_core::report::{self, Style};
use harness_core::verdict::Verdict;

use crate::candidate::{Candidate, collect, read_sources};
use crate::grade::Assessed;
use crate::mirror::{lay_out, write_if_other};
use crate::recipe::{self, Target};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// Where the exercises lie in the copy.
const FOLDER: &str = "own";
const PLAIN: Style = Style { colour: false };

/// The copy of the repository; other runs of the harness wait for it until it is dropped.
#[derive(Debug)]
pub(crate) struct Home<'a> {
    workspace: &'a Workspace,
    terminal: &'a Terminal,
    target: Target,
    root: PathBuf,
    _lock: fs::File,
}

/// What `cargo test` came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum OwnTest {
    /// The candidate does not compile, so no check was run.
    DoesNotBuild,
    /// All that the test binary printed.
    Ran(String),
}

impl<'a> Home<'a> {
    /// Brings the copy in step with `workspace`.
    ///
    /// # Errors
    ///
    /// The system's or cargo's.
    pub(crate) fn sync(workspace: &'a Workspace, terminal: &'a Terminal) -> anyhow::Result<Self> {
        let target = Target::of(workspace, terminal)?;
        let lock_path = target.harness.join("home.lock");
        let lock = fs::File::create(&lock_path).and_then(|file| file.lock().map(|()| file));
        let lock = lock.with_context(|| format!("cannot lock {}", lock_path.display()))?;
        let root = target.harness.join("home");
        lay_out(workspace, &root, FOLDER)?;
        let course = "checkpoints.yaml";
        let text = fs::read(workspace.root.join(course)).with_context(|| format!("cannot read {course}"))?;
        write_if_other(&root.join(course), &text)?;
        Ok(Self { workspace, terminal, target, root, _lock: lock })
    }

    /// Lays `candidate` into the copy of its exercise, as it was handed out otherwise, and runs `cargo test` there.
    ///
    /// # Errors
    ///
    /// The system's; or cargo fails, and not because the candidate does not compile.
    pub(crate) fn test(&self, candidate: &Candidate) -> anyhow::Result<OwnTest> {
        let exercise = &candidate.exercise;
        self.lay(candidate)?;
        let mut arguments: Vec<_> = ["test", "--manifest-path"].map(Into::into).into();
        arguments.push(self.root.join("Cargo.toml").into());
        arguments.extend(["--target-dir".into(), self.target.cargo.clone().into()]);
        arguments.extend(["--package", exercise, "--color", "never"].map(Into::into));
        let variables = ["RUSTC_WRAPPER", "CARGO_BUILD_RUSTC_WRAPPER"].map(|name| (name.to_owned(), None)).into();
        let (_, finished) = recipe::run_cargo(self.workspace, self.terminal, arguments, variables)?;
        let (said, errors) = (String::from_utf8_lossy(&finished.stdout), String::from_utf8_lossy(&finished.stderr));
        if said.lines().any(|line| is_total(line, exercise)) {
            return Ok(OwnTest::Ran(said.into_owned()));
        }
        if errors.contains(&format!("error: could not compile `{exercise}`")) {
            return Ok(OwnTest::DoesNotBuild);
        }
        bail!("cargo test -p {exercise} printed no report:\n{said}\n{errors}")
    }

    fn lay(&self, candidate: &Candidate) -> anyhow::Result<()> {
        let stub = self.workspace.stubs().join(&candidate.exercise);
        let here = self.root.join(FOLDER).join(&candidate.exercise);
        collect(&stub, "", &mut |name, path| {
            if name.starts_with("src/") {
                return Ok(());
            }
            let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            write_if_other(&here.join(name), &bytes)
        })?;
        for file in read_sources(&here.join("src"))?.keys().filter(|file| !candidate.sources.contains_key(*file)) {
            let path = here.join("src").join(file);
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        candidate.sources.iter().try_for_each(|(file, bytes)| write_if_other(&here.join("src").join(file), bytes))
    }
}

/// The line of a report with the points of the whole exercise.
fn is_total(line: &str, exercise: &str) -> bool {
    line.strip_prefix(exercise).is_some_and(|rest| rest.starts_with("   "))
}

/// How `assessed` differs from `own`, a sentence a check; empty if it does not. At home a limit on time is longer: by that alone
/// they may differ.
pub(crate) fn differences(exercise: &Exercise, assessed: &Assessed, own: &OwnTest) -> Vec<String> {
    let is_lost = |end: &End| matches!(end, End::DoesNotCompile { .. } | End::Rejected { .. });
    let lost: Vec<&String> = assessed.lost.iter().filter(|(_, end)| is_lost(end)).map(|(file, _)| file).collect();
    match (own, &lost[..]) {
        (OwnTest::DoesNotBuild, []) => vec!["cargo test does not build it, and the grade lost no file".to_owned()],
        (OwnTest::DoesNotBuild, _) => Vec::new(),
        (OwnTest::Ran(_), [file, ..]) => vec![format!("cargo test builds it, and the grade lost src/{file}")],
        (OwnTest::Ran(said), []) => by_check(exercise, &assessed.graded, said),
    }
}

fn by_check(exercise: &Exercise, graded: &Graded, said: &str) -> Vec<String> {
    let mut differences = Vec::new();
    for (check, of) in exercise.checks.iter().zip(&graded.checks) {
        let graded = report::section(exercise, check, &at_home(exercise, of), PLAIN);
        let own = section(exercise, check, said);
        if own != graded {
            let at = own.iter().zip(&graded).position(|(own, graded)| own != graded);
            let at = at.unwrap_or(own.len().min(graded.len()));
            let line = |lines: &[String]| lines.get(at).map_or("nothing more", |line| line.trim()).to_owned();
            differences.push(format!(
                "{}: cargo test says\n        {}\n      and the grade\n        {}",
                check.id,
                line(&own),
                line(&graded)
            ));
        }
        let trial = trial(&check.name(), said);
        let wanted = match &of.verdict {
            Verdict::Passed => "ok",
            Verdict::Given => "ignored",
            Verdict::Failed { .. } | Verdict::Blocked { .. } | Verdict::NotJudged(_) => "FAILED",
        };
        if trial != Some(wanted) {
            differences.push(format!("{}: its trial is {trial:?}, and the grade wants {wanted}", check.id));
        }
    }
    differences
}

/// The same with the limits on time that hold at home.
fn at_home(exercise: &Exercise, of: &GradedCheck) -> GradedCheck {
    let mut of = of.clone();
    if let Verdict::NotJudged(stop) = &mut of.verdict
        && let End::TimedOut { limit_ms } | End::NotReached { limit_ms } = &mut stop.end
    {
        *limit_ms *= exercise.limits.at_home_factor;
    }
    of
}

/// The lines on `check` in a report: from its name to the next one's, or to the total.
fn section(exercise: &Exercise, check: &Check, said: &str) -> Vec<String> {
    let begins = |line: &str, name: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with("  "));
    let is_next =
        |line: &str| is_total(line, &exercise.id) || exercise.checks.iter().any(|check| begins(line, &check.name()));
    let mut lines = said.lines().skip_while(|line| !begins(line, &check.name()));
    let first = lines.next().map(str::to_owned);
    let more = lines.take_while(|line| !is_next(line)).map(str::to_owned);
    let mut section: Vec<String> = first.into_iter().chain(more).collect();
    while section.last().is_some_and(String::is_empty) {
        section.pop();
    }
    section
}

/// How the trial of that name ended, in the words of the test binary.
fn trial<'a>(name: &str, said: &'a str) -> Option<&'a str> {
    let line = said.lines().find(|line| {
        line.strip_prefix("test ")
            .and_then(|line| line.strip_prefix(name))
            .is_some_and(|rest| rest.trim_start().starts_with("..."))
    })?;
    line.rsplit_once("... ").map(|(_, how)| how.trim())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use harness_core::judge;
    use harness_core::registry::Registry;

    use super::*;

    /// An exercise of which nothing was observed, graded; and what `cargo test` would print of it.
    fn graded() -> (Exercise, Assessed, String) {
        let course = Registry::parse(include_str!("../../core/src/registry/tests/course.yaml")).expect("a course");
        let exercise = course.exercises.into_iter().next().expect("an exercise");
        let graded = judge::grade(&exercise, &BTreeMap::new(), &BTreeMap::new());
        let trials = exercise.checks.iter().zip(&graded.checks).map(|(check, of)| {
            format!("test {} ... {}\n", check.name(), if of.verdict == Verdict::Given { "ignored" } else { "FAILED" })
        });
        let said = trials.collect::<String>() + "\ntest result: FAILED.\n\n" + &report::text(&exercise, &graded, PLAIN);
        (exercise, Assessed { graded, lost: BTreeMap::new(), flags: Vec::new() }, said)
    }

    #[track_caller]
    fn check(change: impl Fn(String) -> String, want: &[&str]) {
        let (exercise, assessed, said) = graded();
        let differ = differences(&exercise, &assessed, &OwnTest::Ran(change(said)));
        assert_eq!(differ.len(), want.len(), "{differ:#?}");
        for (differ, want) in differ.iter().zip(want) {
            assert!(differ.contains(want), "no {want:?} in {differ}");
        }
    }

    #[test]
    fn the_same_report_agrees_with_itself() {
        check(|said| said, &[]);
    }

    #[test]
    fn other_points_are_a_difference_of_that_check_alone() {
        check(|said| said.replacen("0 / 20\n", "20 / 20\n", 1), &["cargo test says\n"]);
    }

    #[test]
    fn a_trial_that_ended_otherwise_is_a_difference() {
        check(
            |said| said.replacen("... FAILED", "... ok", 1),
            &["its trial is Some(\"ok\"), and the grade wants FAILED"],
        );
    }

    #[test]
    fn a_check_that_is_not_reported_is_a_difference() {
        let without = |said: String| {
            let kept: Vec<&str> = said.lines().filter(|line| !line.starts_with("query count: ")).collect();
            kept.join("\n")
        };
        // What stood below its name now stands below the one before.
        check(without, &["cargo test says", "nothing more"]);
    }

    #[test]
    fn what_does_not_build_agrees_with_a_lost_file_alone() {
        let (exercise, mut assessed, said) = graded();
        assert_eq!(differences(&exercise, &assessed, &OwnTest::DoesNotBuild).len(), 1);
        let end = End::DoesNotCompile { file: "src/a.rs".to_owned(), message: "error".to_owned() };
        assessed.lost.insert("a.rs".to_owned(), end);
        assert!(differences(&exercise, &assessed, &OwnTest::DoesNotBuild).is_empty());
        assert_eq!(
            differences(&exercise, &assessed, &OwnTest::Ran(said)),
            ["cargo test builds it, and the grade lost src/a.rs"]
        );
    }
}
