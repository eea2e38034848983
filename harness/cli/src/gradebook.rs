//! The gradebook: students × exercises × checks, and every file that is made of it.
//!
//! ```text
//! batch.json, journal.jsonl, overrides.csv, the course ─► Gradebook ─► gradebook.json  gradebook.csv  checks.csv
//!                                                                      gradebook.sqlite  summary.txt
//!                                          with the units' evidence ─► junit.xml  feedback/
//! ```
//!
//! One pure value comes first, and each file is a function of it: no clock, no path, the same bytes from the same input.

mod assemble;
mod csv;
mod evidence;
mod feedback;
mod file_names;
mod json;
mod junit;
mod overrides;
mod sqlite;
mod summary;

#[cfg(test)]
mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use harness_core::registry::Registry;
use harness_core::seeded::Published;
use schemars::JsonSchema;
use serde::Serialize;

use crate::batch::{Batch, Conditions};
use crate::journal::Units;
use crate::put;

pub(crate) use evidence::Evidence;
pub(crate) use overrides::{FILE as OVERRIDES, Grant, Override, Overrides};

/// The version of `gradebook.json`.
pub(crate) const FORMAT_VERSION: u32 = 1;

/// The name of the summary.
const SUMMARY: &str = "summary.txt";

/// `gradebook.json`: who earned what, and what came of every check.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Gradebook {
    /// The version of this format: 1.
    pub(crate) format_version: u32,
    /// The course's title.
    pub(crate) title: String,
    /// What all verdicts depend on.
    pub(crate) conditions: Conditions,
    /// What isolation was verified, in a line.
    pub(crate) isolation: String,
    /// The exercises that somebody handed in, in the order of the course. Others are not part of what was asked for.
    pub(crate) exercises: Vec<Column>,
    /// The ways through the course.
    pub(crate) tracks: Vec<Track>,
    /// The students, in the order of their ids.
    pub(crate) students: Vec<Row>,
    /// What has to be said about the batch as a whole.
    pub(crate) notes: Vec<String>,
}

/// An exercise, as a column of the gradebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Column {
    /// Its id.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Its points.
    pub(crate) points: u32,
    /// Its checks, in the order of the report.
    pub(crate) checks: Vec<CheckColumn>,
}

/// A check, as a column of the gradebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct CheckColumn {
    /// Its id.
    pub(crate) id: String,
    /// What it claims.
    pub(crate) name: String,
    /// Its section of the lesson.
    pub(crate) section: String,
    /// Its points; 0 for a given step.
    pub(crate) points: u32,
}

/// A way through the course: the points of its sections, taken together, are 100 %.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Track {
    /// Its id.
    pub(crate) id: String,
    /// For whom it is.
    pub(crate) title: String,
    /// Its sections.
    pub(crate) sections: Vec<String>,
}

/// A student.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Row {
    /// The id.
    pub(crate) id: String,
    /// The name, where the roster has one.
    pub(crate) name: Option<String>,
    /// The group, where the roster has one.
    pub(crate) group: Option<String>,
    /// What there is of this student.
    pub(crate) standing: Standing,
    /// Whether it came late, as far as the export says so.
    pub(crate) late: bool,
    /// Where the submission was found, relative to what was graded.
    pub(crate) source: Option<String>,
    /// Why nothing of it can be graded.
    pub(crate) why: Option<String>,
    /// The exercises, in the order of the columns.
    pub(crate) exercises: Vec<Cell>,
    /// Points of all exercises. Empty where there is nothing to add up, or something is not graded yet.
    pub(crate) total: Option<Total>,
    /// The totals of the tracks, in their order; empty as the total is.
    pub(crate) tracks: Vec<Option<Total>>,
    /// What was handed in and does not count, a line each.
    pub(crate) ignored: Vec<String>,
    /// The name of the feedback files, without the ending.
    pub(crate) feedback: String,
}

/// What there is of a student.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// A submission, graded.
    Graded,
    /// A submission, of which something is not graded: the batch did not come to its end, or the harness failed.
    Incomplete,
    /// Nothing. That is not a score of 0.
    NotSubmitted,
    /// A submission of which nothing can be graded.
    Refused,
}

impl Standing {
    /// The word for it, as in the files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Graded => "graded",
            Self::Incomplete => "incomplete",
            Self::NotSubmitted => "not submitted",
            Self::Refused => "refused",
        }
    }
}

/// What one student has of one exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Cell {
    /// The exercise.
    pub(crate) exercise: String,
    /// What there is of it.
    pub(crate) state: State,
    /// The key of the graded unit.
    pub(crate) unit: Option<String>,
    /// Whether it is the stub, untouched.
    pub(crate) untouched: bool,
    /// Points earned, overrides applied. Empty where nothing was handed in or graded.
    pub(crate) earned: Option<u32>,
    /// Points possible, less what is excused.
    pub(crate) possible: u32,
    /// The checks, in the order of the columns.
    pub(crate) checks: Vec<CheckCell>,
    /// Files, relative to `src/`, in whose place the stub's stood, and how that came about, as a code.
    pub(crate) lost: BTreeMap<String, String>,
    /// What the instructor should know, a sentence each; not for the student.
    pub(crate) flags: Vec<String>,
}

/// What there is of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// It is graded.
    Graded,
    /// It was handed in, and is not graded: not yet, or because the harness failed.
    NotGraded,
    /// It was not handed in.
    NotHandedIn,
}

/// What came of one check for one student.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct CheckCell {
    /// The check.
    pub(crate) id: String,
    /// What the judge said.
    pub(crate) verdict: Word,
    /// What is wrong, as codes; `harness explain` has a page for each.
    pub(crate) codes: Vec<String>,
    /// Points that the judge gave. Empty where there was nothing to judge.
    pub(crate) judged: Option<u32>,
    /// Points that count: the judge's, or those of an override. Empty where there are none, or the check is excused.
    pub(crate) earned: Option<u32>,
    /// Points possible; 0 for a given step, and where the check is excused.
    pub(crate) possible: u32,
    /// What the instructor decided instead.
    #[serde(rename = "override")]
    pub(crate) overridden: Option<Override>,
}

/// A verdict in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    /// All of it holds.
    Passed,
    /// Not the student's to write.
    Given,
    /// Something is wrong.
    Failed,
    /// Judged only once another check passes.
    Blocked,
    /// The run did not come to an answer.
    NotJudged,
    /// Handed in and not graded.
    NotGraded,
    /// Not handed in.
    NotHandedIn,
}

impl Word {
    /// The word, as in the files.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Given => "given",
            Self::Failed => "failed",
            Self::Blocked => "blocked",
            Self::NotJudged => "not_judged",
            Self::NotGraded => "not_graded",
            Self::NotHandedIn => "not_handed_in",
        }
    }
}

/// Points earned of points possible, the latter above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Total {
    /// Points earned.
    pub(crate) earned: u32,
    /// Points possible.
    pub(crate) possible: u32,
    /// The former in % of the latter, to two places, rounded down: what is short of everything is never 100.
    pub(crate) percent: Percent,
}

/// Hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(into = "f64")]
#[schemars(with = "f64")]
pub(crate) struct Percent(pub(crate) u32);

impl From<Percent> for f64 {
    fn from(percent: Percent) -> Self {
        Self::from(percent.0) / 100.0
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Total {
    /// `earned` of `possible` points; nothing where nothing is possible.
    pub(crate) fn of(earned: u32, possible: u32) -> Option<Self> {
        let hundredths = (u64::from(earned) * 10_000).checked_div(u64::from(possible))?;
        Some(Self { earned, possible, percent: Percent(u32::try_from(hundredths).unwrap_or(u32::MAX)) })
    }
}

/// Makes the gradebook, and writes every file of it below `run`, each as a whole or not at all.
///
/// # Errors
///
/// A wrong line in `overrides.csv`, units of another course, or a file that cannot be written.
pub(crate) fn write_all(run: &Path, batch: &Batch, units: &Units, registry: &Registry) -> anyhow::Result<Gradebook> {
    let gradebook = read(run, batch, units, registry)?;
    let published = Published::of(&registry.exercises);
    put::put_by(&run.join("gradebook.json"), |to| json::write(&gradebook, to))?;
    put::put_by(&run.join("gradebook.csv"), |to| csv::by_student(&gradebook, to))?;
    put::put_by(&run.join("checks.csv"), |to| csv::by_check(&gradebook, to))?;
    put::put_by(&run.join("junit.xml"), |to| junit::write(&gradebook, units, registry, &published, to))?;
    put::put(&run.join(SUMMARY), summary::text(&gradebook, registry).as_bytes())?;
    feedback::write(&run.join("feedback"), &gradebook, units, registry, &published)?;
    sqlite::write(&run.join("gradebook.sqlite"), &gradebook)?;
    Ok(gradebook)
}

/// What [`summary`] said when the files in `run` were made.
///
/// # Errors
///
/// The file cannot be read.
pub(crate) fn kept_summary(run: &Path) -> anyhow::Result<String> {
    let path = run.join(SUMMARY);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Makes the gradebook, with the overrides that stand in `run`, and writes nothing.
///
/// # Errors
///
/// A wrong line in `overrides.csv`, or units of another course.
pub(crate) fn read(run: &Path, batch: &Batch, units: &Units, registry: &Registry) -> anyhow::Result<Gradebook> {
    assemble::assemble(batch, units, registry, &Overrides::read(run, batch, registry)?)
}

/// The JSON Schema of `gradebook.json`.
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Gradebook)
}

/// What `harness report` says of a run.
pub(crate) fn summary(gradebook: &Gradebook, registry: &Registry) -> String {
    summary::text(gradebook, registry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_rounded_down_and_nothing_possible_is_no_percent() {
        let percent = |earned, possible| Total::of(earned, possible).map(|total| total.percent.to_string());
        assert_eq!(percent(2999, 3000).as_deref(), Some("99.96"));
        assert_eq!(percent(3000, 3000).as_deref(), Some("100.00"));
        assert_eq!(percent(1, 16).as_deref(), Some("6.25"));
        assert_eq!(percent(0, 0), None);
    }
}
