//! A batch, from what was handed in to a journal: each unit is graded once, and what is graded stays graded.
//!
//! ```text
//! submissions ─► students, keys ─► batch.json ─► units without a line ─► slots ─► journal.jsonl
//! ```

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;

use anyhow::{Context, bail};
use harness_core::judge;
use harness_core::observation::End;
use harness_core::registry::Exercise;
use harness_core::verdict::Verdict;

use crate::batch::{Batch, Conditions, Unit};
use crate::candidate::{Candidate, Kind};
use crate::grade::{Assessed, Bench};
use crate::hash;
use crate::intake::HandedIn;
use crate::journal::{Entries, Journal};
use crate::progress::{Detail, Progress};
use crate::schedule;
use crate::slot::{SLOTS, Slot};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// Set by Ctrl-C: what is running is finished, and nothing more is started.
pub(crate) static STOP: AtomicBool = AtomicBool::new(false);

/// A unit that is to be graded.
#[derive(Debug, Clone)]
pub(crate) struct Task<'a> {
    /// Its key.
    pub(crate) key: String,
    /// The exercise.
    pub(crate) exercise: String,
    /// What was handed in.
    pub(crate) part: Part<'a>,
    /// Whose it is, as ids.
    pub(crate) students: Vec<String>,
}

/// What a submission holds of one exercise.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    /// Files, read when they are needed.
    Files(&'a HandedIn),
    /// Something that is not graded, and why.
    Refused(&'a str),
}

/// What became of the units of a batch.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// How many were graded now.
    pub(crate) n_graded: usize,
    /// Units that could not be graded, and why: the harness or the machine failed, and they have no score.
    pub(crate) faults: Vec<String>,
    /// How many were not begun, because of Ctrl-C.
    pub(crate) n_left: usize,
}

/// How many units are built and run at a time: `wanted`, or as many as there are cores.
pub(crate) fn jobs(wanted: Option<NonZero<usize>>) -> usize {
    wanted.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get).min(SLOTS)
}

/// Builds and asks the reference solutions of `ids`: the others' builds start from their incremental state, and are judged
/// by their answers.
///
/// # Errors
///
/// The machine's fault or the course author's.
pub(crate) fn references(bench: &Bench, ids: &[&str], jobs: usize) -> anyhow::Result<()> {
    let ready = |slot: &Slot, id: &&str| bench.ready(slot, id).and_then(|()| bench.done("", id));
    schedule::run_all(&bench.slots(), jobs, ids, ready, |_, ()| Ok(()))
}

/// Grades `tasks`, and appends each to the journal in `run` before anything is said of it.
///
/// # Errors
///
/// The journal cannot be written, or no slot can be used.
pub(crate) fn grade(
    bench: &Bench,
    workspace: &Workspace,
    (conditions, tasks): (&Conditions, &[Task<'_>]),
    (run, entries): (&Path, &mut Entries),
    (jobs, detail): (usize, Detail),
    terminal: &Terminal,
) -> anyhow::Result<Done> {
    let mut journal = Journal::open(run, entries)?;
    let mut progress = Progress::begin(terminal, detail, tasks.len());
    let mut done = Done::default();
    let ended = schedule::run_all(
        &bench.slots(),
        jobs,
        tasks,
        |slot, task| {
            let go = !STOP.load(Ordering::Relaxed);
            let graded = go.then(|| unit(workspace, conditions, task, |candidate| bench.assess(slot, candidate)));
            if graded.is_some() {
                bench.done(&task.key, &task.exercise)?;
            }
            Ok(graded)
        },
        |task, graded| {
            match graded {
                None => done.n_left += 1,
                Some(Err(error)) => {
                    let fault = format!("{}, {}: {error:#}", task.students.join(", "), task.exercise);
                    progress.note(&format!("internal error: {fault}"));
                    done.faults.push(fault);
                }
                Some(Ok(unit)) => {
                    let line = journal.append(&unit)?;
                    progress.graded(&task.students.join(", "), &unit);
                    entries.units.insert(&unit, line);
                    done.n_graded += 1;
                }
            }
            Ok(())
        },
    );
    progress.end();
    ended.map(|()| done)
}

/// Grades one unit. What ran out of time or memory is tried once more before that stands: the machine may have been busy.
fn unit(
    workspace: &Workspace,
    conditions: &Conditions,
    task: &Task<'_>,
    assess: impl Fn(&Candidate) -> anyhow::Result<Assessed>,
) -> anyhow::Result<Unit> {
    let exercise = workspace.exercise(&task.exercise)?;
    let unit = |assessed: Assessed, untouched| Unit {
        key: task.key.clone(),
        exercise: task.exercise.clone(),
        graded: assessed.graded,
        lost: assessed.lost,
        untouched,
        flags: assessed.flags.into_iter().map(|flag| flag.text).collect(),
    };
    let files = match task.part {
        Part::Refused(why) => return Ok(unit(refused(exercise, why), false)),
        Part::Files(files) => files.read()?,
    };
    if hash::key(conditions, &task.exercise, &files) != task.key {
        bail!("what was handed in has changed since grading began: hint: give the same command again");
    }
    let mut candidate = Candidate::load(workspace, &task.exercise, Kind::Stub)?;
    if !files.keys().any(|file| candidate.sources.contains_key(file)) {
        let why = "src/lib.rs not found, nor any other file of the exercise: hand in its src/ as it is";
        return Ok(unit(refused(exercise, why), false));
    }
    let untouched = files.iter().all(|(file, bytes)| candidate.sources.get(file) == Some(bytes));
    // What is not handed in is as it was handed out.
    candidate.kind = Kind::Submission;
    candidate.sources.extend(files);
    let mut assessed = assess(&candidate)?;
    if assessed.graded.checks.iter().any(|check| is_about_the_machine(&check.verdict)) {
        assessed = assess(&candidate)?;
    }
    Ok(unit(assessed, untouched))
}

/// An exercise of which nothing is taken: every check is lost for the same reason.
fn refused(exercise: &Exercise, why: &str) -> Assessed {
    let end = End::Rejected { message: why.to_owned() };
    let lost = exercise.checks.iter().flat_map(|check| &check.files);
    let lost: BTreeMap<String, End> =
        lost.map(|file| (file.trim_start_matches("src/").to_owned(), end.clone())).collect();
    Assessed { graded: judge::grade(exercise, &BTreeMap::new(), &lost), lost, flags: Vec::new() }
}

/// Whether a verdict may come of a machine that was busy, and not of the code.
fn is_about_the_machine(verdict: &Verdict) -> bool {
    let Verdict::NotJudged(stop) = verdict else { return false };
    match &stop.end {
        End::TimedOut { .. }
        | End::NotReached { .. }
        | End::MemoryLimit { .. }
        | End::CompileLimit { .. }
        | End::Crashed { .. } => true,
        End::Returned
        | End::NotAttempted
        | End::Failed { .. }
        | End::Panicked { .. }
        | End::SchemaRefused { .. }
        | End::Exited { .. }
        | End::OutputLimit { .. }
        | End::DoesNotCompile { .. }
        | End::Rejected { .. }
        | End::Internal { .. } => false,
    }
}

/// The units of `batch` that have no line in the journal yet, in the order of the course and then of the students; those of
/// equal files are one. `part` gives what is behind a key.
pub(crate) fn tasks<'a>(
    batch: &Batch,
    exercises: &[Exercise],
    entries: &Entries,
    part: impl Fn(&str) -> Option<Part<'a>>,
) -> Vec<Task<'a>> {
    let mut tasks: Vec<Task<'a>> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for exercise in exercises {
        for student in &batch.students {
            let Some(key) = student.units.get(&exercise.id).filter(|key| !entries.units.contains(key)) else {
                continue;
            };
            if let Some(&task) = at.get(key.as_str()) {
                tasks[task].students.push(student.id.clone());
            } else if let Some(part) = part(key) {
                at.insert(key, tasks.len());
                tasks.push(Task {
                    key: key.clone(),
                    exercise: exercise.id.clone(),
                    part,
                    students: vec![student.id.clone()],
                });
            }
        }
    }
    tasks
}

/// How two conditions differ, in words; `None` if they do not.
pub(crate) fn difference(before: &Conditions, now: &Conditions) -> Option<String> {
    let parts = [
        ("course", before.course != now.course),
        ("harness", before.harness != now.harness),
        ("toolchain", before.toolchain != now.toolchain),
        ("seed", before.seed != now.seed),
    ];
    let differ: Vec<&str> = parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    (!differ.is_empty()).then(|| format!("another {}", differ.join(" and another ")))
}

/// Lets Ctrl-C finish what is running; a second one ends the process.
///
/// # Errors
///
/// The system's, if the signal cannot be taken.
pub(crate) fn stop_on_interrupt() -> anyhow::Result<()> {
    let handler = || {
        if STOP.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "asked for twice; what is graded is in the journal")]
            std::process::exit(130);
        }
        #[expect(clippy::print_stderr, reason = "the handler has a thread of its own, and no terminal")]
        {
            eprintln!("finishing what is running; once more to stop at once");
        }
    };
    ctrlc::set_handler(handler).context("cannot listen to Ctrl-C")
}
