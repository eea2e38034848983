//! Intake: what was handed in, as an LMS exports it, becomes submissions. Nothing of it is run, followed or written.
//!
//! Whether a PATH is one submission or many follows from one rule. It is **one** if an exercise stands in it at once:
//! the PATH is itself a crate of the course, or holds `e2_joins/src` (any exercise's name), or
//! `exercises/e2_joins/src`. Otherwise **each folder and each archive directly in it** is one. An archive is read like
//! the folder that it was made from: its only folder, if named like the archive, is that folder. If its only folder has
//! a name that is neither the archive's nor an export's, the archive may be a student's or a batch of one: the roster
//! decides, or [`Layout`], or it is refused.
//!
//! Within a submission exercises are found at any depth, and in archives at most one archive deep in another.

mod archive;
mod draft;
mod export;
mod folder;
mod handed_in;
mod many;
mod people;
mod place;
mod roster;
mod search;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_archives;
#[cfg(test)]
mod tests_people;
#[cfg(all(test, unix))]
mod tests_unix;
mod tree;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

pub(crate) use handed_in::HandedIn;

use draft::Draft;
use people::settle;
use roster::Roster;

/// What to take in, and how.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// What the caller named: folders and archives.
    pub(crate) paths: Vec<PathBuf>,
    /// A CSV file with a column `id`, and optionally `name`, `group`, `email`.
    pub(crate) roster: Option<PathBuf>,
    /// Which part of an export's name is the student's id.
    pub(crate) id_from: IdFrom,
    /// Which of several attempts counts.
    pub(crate) attempt: Attempt,
    /// Whether a PATH is one submission or many, where the caller says so.
    pub(crate) layout: Option<Layout>,
    /// How much a submission may hold.
    pub(crate) limits: Limits,
}

/// Which part of an export's name is the student's id. Names of no known export are taken whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IdFrom {
    /// The export's own identifier: Moodle's participant number, Canvas's user id, Blackboard's user name, Gradescope's
    /// student id or else the number of the submission, the GitHub account.
    #[default]
    Export,
    /// The name that the export gives: the full name at Moodle, the contracted one at Canvas, the first submitter's at
    /// Gradescope.
    Name,
    /// The folder's or archive's name as it stands.
    Whole,
}

/// Which of several attempts counts, as far as the export tells them apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Attempt {
    /// The latest; earlier ones are only said to exist.
    #[default]
    Latest,
    /// The best: all are graded, and the one that earns most counts.
    Best,
}

/// What a PATH is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Layout {
    /// One submission.
    One,
    /// A folder of submissions.
    Many,
}

/// How much a submission may hold. What is skipped as noise, such as `target/`, does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Files and folders.
    pub(crate) n_entries: usize,
    /// Folders in folders.
    pub(crate) depth: usize,
    /// Bytes of one source file, by its apparent size.
    pub(crate) file_bytes: u64,
    /// Bytes of all source files.
    pub(crate) submission_bytes: u64,
    /// Bytes of an archive that a student made, and of what is unpacked from it.
    pub(crate) archive_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { n_entries: 20_000, depth: 24, file_bytes: 1 << 20, submission_bytes: 8 << 20, archive_bytes: 64 << 20 }
    }
}

/// What was handed in, and what was not.
#[derive(Debug)]
pub(crate) struct Intake {
    /// The submissions, in the order of their first person's id; for [`Attempt::Best`] a person's attempts follow each
    /// other, earliest first.
    pub(crate) submissions: Vec<Submission>,
    /// Who is on the roster and handed in nothing, in the order of ids.
    pub(crate) not_submitted: Vec<Person>,
    /// What has to be said about the whole, a sentence each, escaped.
    pub(crate) notes: Vec<String>,
}

/// A student. All text is escaped: it holds no control character, whatever the folder was called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Person {
    /// As on the roster, else as the export or the folder says.
    pub(crate) id: String,
    /// The name, where roster or export has one.
    pub(crate) name: Option<String>,
    /// The group, where the roster has one.
    pub(crate) group: Option<String>,
}

/// What one student, or one group, handed in.
#[derive(Debug)]
pub(crate) struct Submission {
    /// Where it was found, relative to what was given, escaped; unique in the intake.
    pub(crate) source: String,
    /// Whose it is: one person, or the members of the group who share it.
    pub(crate) people: Vec<Person>,
    /// Whether it came late, as far as the export says so.
    pub(crate) late: bool,
    /// When it was handed in, where the export tells attempts apart; sorts by time.
    pub(crate) attempt: Option<String>,
    /// What can be graded, by exercise id.
    pub(crate) exercises: BTreeMap<String, HandedIn>,
    /// Exercises of which nothing can be graded: why, and what to do, by exercise id.
    pub(crate) refused_exercises: BTreeMap<String, String>,
    /// What was handed in and does not count, a line each, escaped.
    pub(crate) ignored: Vec<String>,
    /// Why nothing of it can be graded, and what to do; then there are no exercises either.
    pub(crate) refused: Option<String>,
}

/// Finds the submissions in what `request` names.
///
/// # Errors
///
/// A PATH or roster that does not exist, cannot be read, or whose layout is ambiguous: the caller's to put right. What
/// is wrong with one submission is said there, and the others are taken in.
pub(crate) fn take_in(request: &Request, exercise_ids: &[&str]) -> anyhow::Result<Intake> {
    let roster = request.roster.as_deref().map(Roster::read).transpose()?;
    let mut notes = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    for path in &request.paths {
        drafts.extend(place::drafts(path, request, exercise_ids, roster.as_ref(), &mut notes)?);
    }
    Ok(settle(drafts, roster.as_ref(), request, notes))
}
