//! The replay audit: whether what a candidate returned comes out of the statements that it was seen to send.
//!
//! ```text
//! observations ─► asked: statements, stored values ─► replayed, in the run box ─► flags
//! ```
//!
//! The logged statements of a call are sent again on a fresh copy of its data. A value that is stored in that data and came
//! back from the call must be in what they yield; where it is not, the candidate knew it by heart, kept it from another call,
//! or read past the counter of statements. That is a flag for the instructor: never a verdict, and nothing for the student.
//!
//! Statements are text of the candidate's. They are run by this very program under another first argument, in the same box
//! as the candidate itself.

mod asked;
mod replayed;
mod said;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use harness_core::gradebook::Graded;
use harness_core::observation::Observation;
use harness_core::registry::Exercise;
use harness_core::report;
use harness_core::rows::Cell;
use harness_core::spec::TableRows;
use serde::{Deserialize, Serialize};

use crate::process::{self, Environment, Finished, Group, Job};
use crate::sandbox::{RunLimits, Sandbox};

/// The first argument by which this program knows that it is to replay.
const REPLAY: &str = "--harness-replay";
/// The first line of a replay: what comes after it is about the statements, and not about the program or its box.
const BEGUN: &str = "harness: the replay begins";
/// The most that a replay may write, bytes.
const OUTPUT_LIMIT: usize = 4 << 20;
/// A replay may take so many times what the candidate may: what that one did, it can do again.
const PATIENCE: u32 = 4;
/// The most of a replay's own words that stands in an error, characters.
const LONGEST: usize = 400;

/// Something that the instructor should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flag {
    /// The check that it is about.
    pub(crate) check: String,
    /// It in a sentence.
    pub(crate) text: String,
}

/// What is replayed: one JSON document on standard input.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Replay {
    /// The tables, a statement each.
    schema: Vec<String>,
    /// The rows, by name.
    data: BTreeMap<String, Vec<TableRows>>,
    /// The calls; those on the same data follow each other.
    calls: Vec<Call>,
}

/// What one call sent, and what of its data it returned.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Call {
    /// Its data.
    data: String,
    /// The statements, in order.
    sent: Vec<Sent>,
    /// The stored values that came back, each once.
    returned: Vec<Cell>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sent {
    sql: String,
    bound: Vec<Cell>,
    /// Whether SeaORM reported that it succeeded. What SQLite alone saw may have failed.
    succeeded: bool,
}

/// What came of a call: a line of JSON on standard output.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Answer {
    /// The positions of returned values that no statement yields.
    missing: Vec<usize>,
    /// The first statement that succeeded before and failed now, by position, and why.
    failed: Option<(usize, String)>,
}

/// What a candidate did on published data, and on seeded data: the checks that were asked, and what was seen, by call.
pub(crate) type Seen<'a> = (&'a Exercise, &'a BTreeMap<String, Observation>);

/// Replays what is asked for if this program was started for that; `None` if it was not.
pub(crate) fn entered(mut arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    (arguments.nth(1)? == REPLAY).then(replayed::replay)
}

/// What the instructor should know of the checks that earned points in `graded`, in the order of the checks.
///
/// The replay runs in `sandbox`, where there is one, as the user of a slot that is not in use meanwhile.
///
/// # Errors
///
/// The replay does not begin: the machine's fault, or the box's.
pub(crate) fn flags(
    graded: &Graded,
    seen: &[Seen<'_>],
    sandbox: Option<&Sandbox>,
    limits: RunLimits,
) -> anyhow::Result<Vec<Flag>> {
    let asked = asked::asked(graded, seen);
    if asked.replay.calls.is_empty() {
        return Ok(Vec::new());
    }
    let wall = limits.wall * PATIENCE;
    // What the candidate held in memory is held here, and the copies of the data with it.
    let limits = RunLimits { memory_mib: 2 * limits.memory_mib, wall, ..limits };
    let program = std::env::current_exe().context("cannot tell this program's own path")?;
    let arguments = vec![OsString::from(REPLAY)];
    let (program, arguments) = match sandbox {
        Some(sandbox) => sandbox.run_call(program, arguments, limits),
        None => (program, arguments),
    };
    let job = Job {
        program: &program,
        arguments,
        environment: Environment::Only(BTreeMap::new()),
        folder: Path::new("/"),
        wall_limit: wall,
        output_limit: OUTPUT_LIMIT,
        group: Group::Own,
    };
    let told = serde_json::to_vec(&asked.replay).context("cannot write what is to be replayed")?;
    let finished = process::run_with(&job, told).with_context(|| format!("cannot start {}", program.display()))?;
    let answers = answers(&finished)?;
    Ok(said::flags(&asked, &answers))
}

/// The answers of a replay; fewer than calls where it was cut.
fn answers(finished: &Finished) -> anyhow::Result<Vec<Answer>> {
    let said = String::from_utf8_lossy(&finished.stdout);
    let mut lines = said.lines();
    if lines.next() != Some(BEGUN) {
        let why = String::from_utf8_lossy(&finished.stderr).trim().chars().take(LONGEST).collect::<String>();
        bail!("the replay of statements did not begin ({:?}): {}", finished.ending, report::escape(&why));
    }
    Ok(lines.map_while(|line| serde_json::from_str(line).ok()).collect())
}

#[cfg(test)]
mod tests;
