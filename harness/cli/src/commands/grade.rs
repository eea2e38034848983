//! `harness grade PATH… --out DIR` and `harness regrade RUN`: from what was handed in to a gradebook.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness_core::plan::Setting;
use harness_core::registry::Exercise;

use crate::args::{Grade, How, Regrade};
use crate::batch::{Batch, Conditions, FORMAT_VERSION, Status, Student};
use crate::exit::{Exit, usage};
use crate::grade::Bench;
use crate::grading::{self, Done, Part};
use crate::intake::{self, Attempt, IdFrom, Intake, Layout, Person};
use crate::journal::Entries;
use crate::progress::Detail;
use crate::recipe;
use crate::sandbox::Sandbox;
use crate::stamp::{self, Stamp};
use crate::terminal::Terminal;
use crate::timings::Timings;
use crate::workspace::Workspace;
use crate::{changes, gradebook, hash, journal, units};

/// What a batch is made of.
struct Order<'a> {
    paths: &'a [PathBuf],
    roster: Option<&'a Path>,
    id_from: IdFrom,
    layout: Option<Layout>,
    attempt: Attempt,
    exercises: Vec<&'a Exercise>,
    run: &'a Path,
    /// Under which isolation the units were graded that are graded already.
    isolation: Option<String>,
    how: &'a How,
    /// What the batch was, where it is graded again.
    before: Option<&'a Batch>,
}

pub(super) fn run(workspace: &Workspace, args: &Grade, terminal: &Terminal) -> anyhow::Result<Exit> {
    let before = Batch::load(&args.out)?;
    let isolation = before.as_ref().map(|before| before.isolation.clone());
    let seed = match (&args.seed, &before) {
        (Some(seed), _) => seed.clone(),
        (None, Some(before)) => before.conditions.seed.clone(),
        (None, None) => random(),
    };
    let conditions = hash::conditions(workspace, &recipe::toolchain(workspace, terminal)?, &seed)?;
    if let Some(difference) = before.and_then(|before| grading::difference(&before.conditions, &conditions)) {
        let out = args.out.display();
        return Err(usage(format!(
            "{out} was graded under {difference}, and one gradebook does not mix them: grade into another folder, or run `cargo \
             harness regrade {out}`, which grades all of it again and says whose score changes"
        )));
    }
    let order = Order {
        paths: &args.paths,
        roster: args.roster.as_deref(),
        id_from: args.id_from,
        layout: args.layout,
        attempt: args.attempt,
        exercises: chosen(workspace, &args.exercises)?,
        run: &args.out,
        isolation,
        how: &args.how,
        before: None,
    };
    grade(workspace, &order, conditions, terminal)
}

/// Grades again what `RUN` was made of, under the course as it is now. What it was is kept until all of it is graded, so
/// that a regrade which is stopped, and goes on, still says all that has changed.
pub(super) fn again(workspace: &Workspace, args: &Regrade, terminal: &Terminal) -> anyhow::Result<Exit> {
    let run = &args.run;
    let now = Batch::load(run)?.ok_or_else(|| usage(format!("{} holds no batch", run.display())))?;
    let before = Batch::load_before_regrade(run)?.unwrap_or_else(|| now.clone());
    let seed = &now.conditions.seed;
    let conditions = hash::conditions(workspace, &recipe::toolchain(workspace, terminal)?, seed)?;
    let order = Order {
        paths: &now.paths,
        roster: now.roster.as_deref(),
        id_from: now.id_from,
        layout: now.layout,
        attempt: now.attempt,
        exercises: chosen(workspace, &now.exercises)?,
        run,
        isolation: Some(before.isolation.clone()),
        how: &args.how,
        before: Some(&before),
    };
    let exit = grade(workspace, &order, conditions, terminal)?;
    let after = Batch::load(run)?.context("the batch is gone")?;
    // The journal only grows: it has the units of both.
    for line in changes::between(&before, &after, &journal::read(run)?.units) {
        terminal.say(&line)?;
    }
    match exit {
        Exit::Done => Batch::end_regrade(run)?,
        Exit::Findings | Exit::Incomplete | Exit::Faults => {
            terminal.note("this is what has changed so far: all of it is said again when all is graded");
        }
    }
    Ok(exit)
}

fn grade(
    workspace: &Workspace,
    order: &Order<'_>,
    conditions: Conditions,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    if !workspace.solutions().is_dir() {
        return Err(usage(
            "grading needs solutions/, which students are not given: `cargo harness check EX` grades your own copy",
        ));
    }
    if order.how.timings.is_some() && order.how.jobs.is_some_and(|jobs| jobs.get() > 1) {
        return Err(usage("--timings tells whose time it is by grading one unit at a time: leave --jobs out"));
    }
    let _lock = lock(order.run)?;
    order.before.map_or(Ok(()), |before| before.keep_before_regrade(order.run))?;
    let ids: Vec<&str> = order.exercises.iter().map(|exercise| exercise.id.as_str()).collect();
    terminal.note("looking at what was handed in");
    let request = intake::Request {
        paths: order.paths.to_vec(),
        roster: order.roster.map(Path::to_path_buf),
        id_from: order.id_from,
        layout: order.layout,
        attempt: order.attempt,
        ..intake::Request::default()
    };
    let intake = intake::take_in(&request, &ids)?;
    let keys = units::keys(&order.exercises, &intake, &conditions)?;
    let batch = batch(order, &intake, &keys, conditions);
    let handed_in = stamp::hash_of(&batch)?;
    let last = Stamp::load(order.run).unwrap_or_default();
    if last.holds(order.run, &handed_in) {
        terminal.note(&format!("{} units are graded already, 0 are to be graded", batch.keys().len()));
        terminal.say(gradebook::kept_summary(order.run)?.trim_end())?;
        return Ok(Exit::Done);
    }
    let alike = match last.alike(&handed_in) {
        Some(alike) => alike.clone(),
        None => units::alike(workspace, &order.exercises, &intake)?,
    };
    let stamp = Stamp::begun(handed_in, alike.clone());
    let batch = Batch { notes: [batch.notes, alike].concat(), ..batch };
    let (batch, entries, done) = fill(workspace, order, (batch, &stamp), &units::parts(&intake, &keys), terminal)?;
    // What was handed in takes room, and so does what is made now.
    drop(keys);
    drop(intake);
    let batch = batch.counted(&entries.units);
    batch.store(order.run)?;
    let overrides = (gradebook::OVERRIDES, stamp::file(order.run, gradebook::OVERRIDES)?);
    let book = gradebook::write_all(order.run, &batch, &entries.units, &workspace.registry)?;
    if done.faults.is_empty() && done.n_left == 0 {
        stamp.ended(order.run, overrides)?.store(order.run)?;
    }
    terminal.say(gradebook::summary(&book, &workspace.registry).trim_end())?;
    Ok(ended(&done, terminal))
}

/// Grades what of `batch` has no line in the journal yet. The batch, with the isolation that holds; the journal; and what
/// became of the units that were graded now.
fn fill(
    workspace: &Workspace,
    order: &Order<'_>,
    (batch, stamp): (Batch, &Stamp),
    parts: &BTreeMap<&str, Part<'_>>,
    terminal: &Terminal,
) -> anyhow::Result<(Batch, Entries, Done)> {
    let mut entries = journal::read(order.run)?;
    if entries.torn {
        terminal.note("the last line of the journal was not written to its end: its unit is graded again");
    }
    let exercises: Vec<Exercise> = order.exercises.iter().map(|exercise| (*exercise).clone()).collect();
    let tasks = grading::tasks(&batch, &exercises, &entries, |key| parts.get(key).copied());
    let n_kept = batch.keys().into_iter().filter(|key| entries.units.contains(key)).count();
    terminal.note(&format!("{n_kept} units are graded already, {} are to be graded", tasks.len()));
    if tasks.is_empty() {
        // Cargo, rustc and the box are asked for what is to be run, and for nothing else.
        return Ok((batch, entries, Done::default()));
    }
    let ids: Vec<&str> = order.exercises.iter().map(|exercise| exercise.id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().filter(|id| tasks.iter().any(|task| task.exercise == **id)).collect();
    let sandbox = Sandbox::choose(order.how.isolation.into(), terminal.search.as_ref())?;
    terminal.note(sandbox.verified());
    let batch = Batch { isolation: sandbox.verified().to_owned(), ..batch };
    let timings = order.how.timings.as_deref().map(Timings::create).transpose()?;
    let bench = Bench::prepare(workspace, &ids, Setting::Graded, Some(sandbox), terminal)?;
    let bench = bench.with_seed(Some(batch.conditions.seed.clone())).with_timings(timings);
    // Before this, nothing in the folder has changed: a machine that cannot grade leaves it alone.
    stamp.store(order.run)?;
    batch.clone().counted(&entries.units).store(order.run)?;
    grading::stop_on_interrupt()?;
    let jobs = if order.how.timings.is_some() { 1 } else { grading::jobs(order.how.jobs) };
    grading::references(&bench, &ids, jobs)?;
    let detail = if order.how.quiet { Detail::Quiet } else { Detail::Progress };
    let done = grading::grade(
        &bench,
        workspace,
        (&batch.conditions, &tasks),
        (order.run, &mut entries),
        (jobs, detail),
        terminal,
    )?;
    Ok((batch, entries, done))
}

fn chosen<'a>(workspace: &'a Workspace, names: &[String]) -> anyhow::Result<Vec<&'a Exercise>> {
    if names.is_empty() {
        return Ok(workspace.registry.exercises.iter().collect());
    }
    names.iter().map(|name| workspace.exercise(name)).collect()
}

fn batch(order: &Order<'_>, intake: &Intake, keys: &units::Keys<'_>, conditions: Conditions) -> Batch {
    let mut students: Vec<Student> = Vec::new();
    for (at, submission) in intake.submissions.iter().enumerate() {
        let source = submission.source.clone();
        let status = match &submission.refused {
            Some(why) => Status::Refused { source, why: why.clone() },
            None => Status::Submitted { source, late: submission.late },
        };
        let units = keys.range((at, "")..(at + 1, ""));
        let units: BTreeMap<String, String> =
            units.map(|((_, exercise), key)| ((*exercise).to_owned(), key.clone())).collect();
        students.extend(submission.people.iter().map(|person| Student {
            units: units.clone(),
            ignored: submission.ignored.clone(),
            ..student(person, status.clone())
        }));
    }
    students.extend(intake.not_submitted.iter().map(|person| student(person, Status::NotSubmitted)));
    students.sort_by(|a, b| a.id.cmp(&b.id));
    Batch {
        format_version: FORMAT_VERSION,
        conditions,
        isolation: order.isolation.clone().unwrap_or_else(|| "nothing was run".to_owned()),
        paths: order.paths.iter().map(|path| wherever_given(path)).collect(),
        roster: order.roster.map(wherever_given),
        id_from: order.id_from,
        layout: order.layout,
        attempt: order.attempt,
        exercises: order.exercises.iter().map(|exercise| exercise.id.clone()).collect(),
        students,
        notes: intake.notes.clone(),
    }
}

/// `path` so that it is found from every folder: a batch may be graded again from another one.
fn wherever_given(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn student(person: &Person, status: Status) -> Student {
    Student {
        id: person.id.clone(),
        name: person.name.clone(),
        group: person.group.clone(),
        status,
        units: BTreeMap::new(),
        ignored: Vec::new(),
    }
}

/// Makes the folder of the batch, and keeps other runs of the harness out of it until dropped.
fn lock(run: &Path) -> anyhow::Result<File> {
    let context = || format!("cannot write into {}: is it a folder, and may you write there?", run.display());
    fs::create_dir_all(run).with_context(context)?;
    let lock = File::create(run.join(".lock")).with_context(context)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(usage(format!("another run of the harness is grading into {}: wait for it to end", run.display())))
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(context),
    }
}

fn ended(done: &Done, terminal: &Terminal) -> Exit {
    if !done.faults.is_empty() {
        let n = done.faults.len();
        terminal.note(&format!("{n} units have no score, since the harness or the machine failed:"));
        for fault in &done.faults {
            terminal.note(&format!("  {fault}"));
        }
        terminal.note("put that right, and give the same command again: only these are graded");
        return Exit::Faults;
    }
    if done.n_left > 0 {
        terminal.note(&format!("stopped: {} units are left; the same command goes on with them", done.n_left));
        return Exit::Incomplete;
    }
    Exit::Done
}

/// A seed that nobody can know beforehand: 128 bits from the system.
fn random() -> String {
    let word = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", word(), word())
}
