//! `summary.txt`: per check how many passed and the commonest finding, and what of the lesson to teach again.
//!
//! Lines fit 80 columns. Nothing of it names a student.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use harness_core::registry::{Check, Registry};
use harness_core::report::escape;

use super::{CheckCell, Gradebook, Standing, Word};

const WIDTH: usize = 80;
/// How many items of the lesson are named.
const ITEMS: usize = 8;

/// The summary.
pub(super) fn text(gradebook: &Gradebook, registry: &Registry) -> String {
    let mut text = wrapped(&escape(&gradebook.title), "", "");
    text += &wrapped(&students(gradebook), "", "");
    let mut to_teach: BTreeMap<&str, Lacking> = BTreeMap::new();
    for (at, column) in gradebook.exercises.iter().enumerate() {
        let exercise = registry.exercises.iter().find(|exercise| exercise.id == column.id);
        let _ = write!(text, "\n{:<31}{:>11}  {:<27} section\n", column.id, "passed", "commonest finding");
        for (position, check) in exercise.iter().flat_map(|exercise| &exercise.checks).enumerate() {
            let cells = gradebook.students.iter().map(|row| &row.exercises[at].checks[position]);
            let tally = Tally::of(cells);
            if tally.n_judged == 0 {
                continue;
            }
            text += &line(check, &tally);
            for item in &check.covers {
                let lacking = to_teach.entry(item).or_default();
                lacking.n_failed += tally.n_judged - tally.n_passed;
                lacking.n_judged += tally.n_judged;
                lacking.sections.insert(check.section.as_str());
            }
        }
    }
    text + &teach(to_teach, registry)
}

fn students(gradebook: &Gradebook) -> String {
    let standings = [Standing::Graded, Standing::Incomplete, Standing::NotSubmitted, Standing::Refused];
    let count = |standing: Standing| gradebook.students.iter().filter(|row| row.standing == standing).count();
    let mut parts: Vec<String> = standings
        .into_iter()
        .filter(|standing| *standing == Standing::Graded || count(*standing) > 0)
        .map(|standing| format!("{} {}", count(standing), standing.word()))
        .collect();
    let cells = || gradebook.students.iter().flat_map(|row| &row.exercises);
    let n_overridden = cells().flat_map(|cell| &cell.checks).filter(|check| check.overridden.is_some()).count();
    // A unit that several students share is one to look at.
    let flagged: BTreeSet<&Option<String>> =
        cells().filter(|cell| !cell.flags.is_empty()).map(|cell| &cell.unit).collect();
    let n_flagged = flagged.len();
    parts.extend(Some(format!("{} overridden", count_of(n_overridden, "check"))).filter(|_| n_overridden > 0));
    parts.extend(
        Some(format!("{} to look at (flags in gradebook.json)", count_of(n_flagged, "unit"))).filter(|_| n_flagged > 0),
    );
    format!("{}: {}", count_of(gradebook.students.len(), "student"), parts.join(", "))
}

fn count_of(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What the judge said of one check, over all students. Overrides say nothing about what was learnt.
struct Tally {
    n_judged: usize,
    n_passed: usize,
    /// The commonest code and how often it stands there; of equally common ones the first by name.
    commonest: Option<(String, usize)>,
}

impl Tally {
    fn of<'a>(cells: impl Iterator<Item = &'a CheckCell>) -> Self {
        let judged: Vec<&CheckCell> = cells.filter(|cell| cell.judged.is_some()).collect();
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for code in judged.iter().flat_map(|cell| &cell.codes) {
            *codes.entry(code).or_default() += 1;
        }
        let commonest = codes.into_iter().rev().max_by_key(|(_, n)| *n);
        Self {
            n_judged: judged.len(),
            n_passed: judged.iter().filter(|cell| cell.verdict == Word::Passed).count(),
            commonest: commonest.map(|(code, n)| (code.to_owned(), n)),
        }
    }
}

/// The section stands there only where there is something to teach.
fn line(check: &Check, tally: &Tally) -> String {
    let passed = format!("{}/{}", tally.n_passed, tally.n_judged);
    let found = tally.commonest.as_ref().map(|(code, n)| format!("{code} ({n})"));
    let section = found.as_ref().map_or("", |_| check.section.as_str());
    let found = cut(&found.unwrap_or_default(), 27);
    let line = format!("  {:<29}{passed:>11}  {found:<27} {}", cut(&check.id, 29), cut(section, 9));
    line.trim_end().to_owned() + "\n"
}

/// How often checks that cover an item of the lesson were not passed.
#[derive(Default)]
struct Lacking<'a> {
    n_failed: usize,
    n_judged: usize,
    sections: BTreeSet<&'a str>,
}

/// The items whose checks were missed most often, in relation to how often they were judged.
fn teach(to_teach: BTreeMap<&str, Lacking>, registry: &Registry) -> String {
    let mut items: Vec<(&str, Lacking)> = to_teach.into_iter().filter(|(_, lacking)| lacking.n_failed > 0).collect();
    if items.is_empty() {
        return String::new();
    }
    items.sort_by_key(|(id, lacking)| (std::cmp::Reverse(lacking.n_failed * 10_000 / lacking.n_judged), *id));
    let n_more = items.len().saturating_sub(ITEMS);
    let mut text = "\nto teach again, what was missed most often first:\n".to_owned();
    for (id, lacking) in items.iter().take(ITEMS) {
        let says = registry.items.iter().find(|item| item.id == *id).map_or("", |item| item.says.as_str());
        let title = |of: &str| {
            let section = registry.sections.iter().find(|section| section.id == of);
            section.map_or_else(|| of.to_owned(), |section| format!("{of}, {}", section.title))
        };
        let sections: Vec<String> = lacking.sections.iter().map(|of| title(of)).collect();
        let head = format!("{id}: {} of {} checks missed", lacking.n_failed, lacking.n_judged);
        text += &wrapped(&escape(&head), "  ", "    ");
        text += &wrapped(&escape(says), "    ", "    ");
        text += &wrapped(&escape(&format!("section {}", sections.join("; "))), "    ", "    ");
    }
    if n_more > 0 {
        let _ = writeln!(text, "  … and {n_more} more items");
    }
    text
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// `text` in lines of at most [`WIDTH`] characters, the first after `first`, the others after `then`.
fn wrapped(text: &str, first: &str, then: &str) -> String {
    let mut lines = String::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines += &line;
            lines.push('\n');
            then.clone_into(&mut line);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line += &cut(word, WIDTH - then.len().max(first.len()));
        is_empty = false;
    }
    lines + &line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradebook::samples;

    #[test]
    fn summary_is_the_one_that_was_reviewed_and_fits_80_columns() {
        let text = text(&samples::gradebook(), &samples::registry());
        expect_test::expect_file!["samples/summary.txt"].assert_eq(&text);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        for student in ["ana", "bo,", "Zoë", "calc"] {
            assert!(!text.contains(student), "{student} in {text}");
        }
    }

    #[test]
    fn commonest_finding_is_counted_once_a_student() {
        let cell = |codes: &[&str], judged: Option<u32>| CheckCell {
            id: "a".to_owned(),
            verdict: if codes.is_empty() { Word::Passed } else { Word::Failed },
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            judged,
            earned: judged,
            possible: 10,
            overridden: None,
        };
        let cells = [cell(&["B", "C"], Some(0)), cell(&["C"], Some(1)), cell(&[], Some(10)), cell(&["B"], None)];
        let tally = Tally::of(cells.iter());
        assert_eq!((tally.n_passed, tally.n_judged, tally.commonest), (1, 3, Some(("C".to_owned(), 2))));
        let even = Tally::of([cell(&["B", "A"], Some(0))].iter());
        assert_eq!(even.commonest, Some(("A".to_owned(), 1)));
    }

    #[test]
    fn long_text_is_wrapped_at_words_and_a_longer_word_is_cut() {
        let text = wrapped(&format!("{} {}", "word ".repeat(30), "x".repeat(200)), "  ", "    ");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.matches("word").count(), 30);
    }
}
