//! `feedback/STUDENT.txt` and `.md`: what a student should read. Nothing of others, nothing that is for the instructor.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Context;
use harness_core::registry::{Exercise, Registry};
use harness_core::report;
use harness_core::seeded::{Published, Size};

use super::{Cell, Gradebook, Row, Standing, State};
use crate::batch::Unit;
use crate::journal::Units;
use crate::put::put;

/// How many ignored files are named.
const IGNORED_LINES: usize = 40;
/// What is said once an exercise where something is about data that is not published.
const SEEDED: [&str; 4] = [
    "About \"seeded data\": your code was also run on rows with other names, numbers and keys than the published ones, as few",
    "of them (small) or hundreds (large). Its values are not shown here, since the work of others is graded on the same rows.",
    "What passes in your own `cargo test` and not there leans on something that only the published rows have: a value that",
    "stands in the code, a limit that they do not reach, an order or a number that they happen to have.",
];
/// How much of a compiler's message is shown for a file that no check answers for, lines.
const COMPILER_LINES: usize = 24;

/// Writes the files of all students into `folder`, and removes what is there of a student who is not in the gradebook.
pub(super) fn write(
    folder: &Path,
    gradebook: &Gradebook,
    units: &Units,
    registry: &Registry,
    published: &Published,
) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut written = BTreeSet::new();
    for row in &gradebook.students {
        let parts = parts(gradebook, row, units, registry, published);
        for (ending, text) in [("txt", plain(&parts)), ("md", markdown(&parts))] {
            let name = format!("{}.{ending}", row.feedback);
            put(&folder.join(&name), text.as_bytes())?;
            written.insert(name);
        }
    }
    remove_others(folder, &written)
}

fn remove_others(folder: &Path, written: &BTreeSet<String>) -> anyhow::Result<()> {
    let doing = || format!("cannot tidy {}", folder.display());
    for entry in fs::read_dir(folder).with_context(doing)? {
        let entry = entry.with_context(doing)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = [".txt", ".md", ".part"].iter().any(|ending| name.ends_with(ending));
        if is_ours && !written.contains(&name) && entry.file_type().with_context(doing)?.is_file() {
            fs::remove_file(entry.path()).with_context(doing)?;
        }
    }
    Ok(())
}

/// A piece of the feedback: a heading of ours, and below it text that may hold the student's words, escaped.
struct Part {
    heading: String,
    lines: Vec<String>,
}

fn parts(gradebook: &Gradebook, row: &Row, units: &Units, registry: &Registry, published: &Published) -> Vec<Part> {
    let mut parts = vec![Part { heading: report::escape(&gradebook.title), lines: overview(gradebook, row) }];
    for cell in &row.exercises {
        let unit = cell.unit.as_ref().and_then(|key| units.get(key));
        if let Some(exercise) = registry.exercises.iter().find(|exercise| exercise.id == cell.exercise) {
            parts.extend(of_exercise(exercise, cell, unit.as_ref(), published));
        }
    }
    if !row.ignored.is_empty() {
        let mut lines: Vec<String> = row.ignored.iter().take(IGNORED_LINES).map(|line| report::escape(line)).collect();
        if row.ignored.len() > IGNORED_LINES {
            lines.push(format!("… and {} more", row.ignored.len() - IGNORED_LINES));
        }
        parts.push(Part { heading: "About the files that you handed in".to_owned(), lines });
    }
    parts
}

fn overview(gradebook: &Gradebook, row: &Row) -> Vec<String> {
    let name = row.name.as_ref().map(|name| format!(" ({})", report::escape(name))).unwrap_or_default();
    let mut lines = vec![format!("{}{name}", report::escape(&row.id))];
    if let Some(group) = &row.group {
        lines.push(format!("group {}: its members share one submission", report::escape(group)));
    }
    match row.standing {
        Standing::Graded => {}
        Standing::Incomplete => lines.push("not all of it is graded yet: there is no total".to_owned()),
        Standing::NotSubmitted => lines.push("nothing was handed in".to_owned()),
        Standing::Refused => {
            let why = row.why.as_deref().map(report::escape).unwrap_or_default();
            lines.push(format!("your submission cannot be graded: {why}"));
        }
    }
    if row.late {
        lines.push("handed in late".to_owned());
    }
    lines.push(String::new());
    for (cell, column) in row.exercises.iter().zip(&gradebook.exercises) {
        let score = match (cell.earned, cell.state) {
            (Some(earned), _) => format!("{earned} / {}", cell.possible),
            (None, State::NotGraded) => "not graded yet".to_owned(),
            (None, State::NotHandedIn | State::Graded) => "not handed in".to_owned(),
        };
        lines.push(format!("{:<24} {score:>14}   {}", column.id, column.title));
    }
    if let Some(total) = row.total {
        let score = format!("{} / {}", total.earned, total.possible);
        lines.push(format!("{:<24} {score:>14}   {} %", "total", total.percent));
    }
    for (track, total) in gradebook.tracks.iter().zip(&row.tracks) {
        if let Some(total) = total {
            let score = format!("{} / {}", total.earned, total.possible);
            lines.push(format!("{:<24} {score:>14}   {} %   {}", track.id, total.percent, track.title));
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn of_exercise(exercise: &Exercise, cell: &Cell, unit: Option<&Unit>, published: &Published) -> Option<Part> {
    let mut lines = Vec::new();
    if cell.untouched {
        lines.extend(["This is the exercise as it was handed out: nothing was written yet.".to_owned(), String::new()]);
    }
    if let Some(unit) = unit {
        let graded = published.part_of(&unit.graded);
        let text = report::text(exercise, &graded, report::Style { colour: false });
        lines.extend(text.trim_end().lines().map(str::to_owned));
        if Size::ALL.into_iter().any(|size| text.contains(&format!("data: {size}"))) {
            lines.push(String::new());
            lines.extend(SEEDED.map(str::to_owned));
        }
        lines.extend(lost(exercise, unit));
    }
    let overridden: Vec<String> = cell
        .checks
        .iter()
        .filter_map(|check| Some(format!("  {}: {}", check.id, report::escape(&check.overridden.as_ref()?.words()))))
        .collect();
    if !overridden.is_empty() {
        lines.extend([String::new(), "Decided by the instructor, instead of what stands above:".to_owned()]);
        lines.extend(overridden);
        if let Some(earned) = cell.earned {
            lines.push(format!("  with that, {} has {earned} / {}", cell.exercise, cell.possible));
        }
    }
    let first = lines.iter().position(|line| !line.is_empty())?;
    Some(Part { heading: format!("{}: {}", exercise.id, exercise.title), lines: lines.split_off(first) })
}

/// Files that were not taken and answer no check: nothing in the report says so.
fn lost(exercise: &Exercise, unit: &Unit) -> Vec<String> {
    let answers = |file: &str| exercise.checks.iter().any(|check| check.is_answered_in(file));
    let mut lines = Vec::new();
    for (file, end) in unit.lost.iter().filter(|(file, _)| !answers(file)) {
        let file = report::escape(file);
        lines.extend([String::new(), format!("src/{file} was not taken, and is judged as it was handed out:")]);
        let words = end.refusal().unwrap_or_else(|| end.code());
        lines.extend(words.lines().take(COMPILER_LINES).map(|line| format!("  {}", report::escape(line))));
    }
    lines
}

fn plain(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        let _ = write!(text, "{}\n{}\n", part.heading, "=".repeat(part.heading.chars().count()));
        let _ = write!(text, "{}\n\n", part.lines.join("\n"));
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// Everything that may hold a student's words stands in a fence longer than any run of backticks in it: nothing of it is
/// taken for Markdown or HTML.
fn markdown(parts: &[Part]) -> String {
    let mut text = String::new();
    for (n, part) in parts.iter().enumerate() {
        let body = part.lines.join("\n");
        let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let level = if n == 0 { "#" } else { "##" };
        let _ = write!(text, "{level} {}\n\n{fence}text\n{body}\n{fence}\n\n", part.heading);
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::gradebook::samples;

    fn files(folder: &Path) -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        entries
            .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
            .collect()
    }

    fn write_into(folder: &Path) {
        let registry = samples::registry();
        write(folder, &samples::gradebook(), &samples::units(), &registry, &Published::of(&registry.exercises))
            .unwrap();
    }

    fn written() -> BTreeMap<String, String> {
        let folder = tempfile::tempdir().unwrap();
        write_into(folder.path());
        files(folder.path())
    }

    #[test]
    fn every_student_has_two_files_with_safe_names() {
        let written = written();
        let names: Vec<&str> = written.keys().filter_map(|name| name.strip_suffix(".txt")).collect();
        let wanted = ["%2E.%2F..%2Fx", "%3Dcmd%7C%27 %2FC calc%27%21A0", "ana", "bo", "cy", "eve"];
        assert_eq!(names, wanted);
        assert_eq!(written.len(), 2 * wanted.len());
    }

    #[test]
    fn texts_are_those_that_were_reviewed() {
        let written = written();
        expect_test::expect_file!["samples/bo.txt"].assert_eq(&written["bo.txt"]);
        expect_test::expect_file!["samples/bo.md"].assert_eq(&written["bo.md"]);
        expect_test::expect_file!["samples/eve.txt"].assert_eq(&written["eve.txt"]);
        expect_test::expect_file!["samples/not_submitted.txt"].assert_eq(&written["%2E.%2F..%2Fx.txt"]);
    }

    #[test]
    fn nothing_of_others_of_seeded_values_or_for_the_instructor_is_in_it() {
        let written = written();
        let bo = &written["bo.txt"];
        for secret in ["(user: 4711)", "seed-of-the-batch", "equal to another", "k-e1-some", "ana", "Zoë"] {
            assert!(!bo.contains(secret), "{secret} in {bo}");
        }
        assert!(
            !written["cy.txt"].contains("Bo") && !written["cy.txt"].contains("src/\\u{1b}"),
            "{}",
            written["cy.txt"]
        );
        assert!(bo.chars().all(|c| c == '\n' || !c.is_control()) && !bo.contains('\u{202e}'), "{bo}");
    }

    #[test]
    fn words_of_a_student_do_not_close_the_fence() {
        let part = Part { heading: "h".to_owned(), lines: vec!["`````".to_owned(), "<script>".to_owned()] };
        assert_eq!(markdown(&[part]), "# h\n\n``````text\n`````\n<script>\n``````\n");
    }

    #[test]
    fn files_of_students_who_are_gone_are_removed_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["gone.txt", "gone.md", "mine.pdf"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        write_into(folder.path());
        let names: Vec<String> = files(folder.path()).into_keys().collect();
        assert!(
            names.contains(&"mine.pdf".to_owned()) && !names.iter().any(|name| name.starts_with("gone")),
            "{names:?}"
        );
    }
}
