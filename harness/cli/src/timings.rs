//! Where a batch's time goes, by unit and stage: `--timings FILE`. Nothing that is graded depends on it.
//!
//! ```text
//! {"unit":KEY,"exercise":EX,"stages":[{"stage":"build","wall_ms":…,"cpu_ms":…},…],"seed":FOLDER,"calls":[…]}
//! ```
//!
//! `unit` is empty where what was done serves all units. A stage's `cpu_ms` is that of this process and of all that it has
//! started and waited for; what runs beside it would be counted as well, so there is one job. `calls` are the calls of
//! rustc, as they would be without a box.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Serialize;

use crate::process::{Environment, Job};

/// The file, and what is known of the unit at hand.
#[derive(Debug)]
pub(crate) struct Timings {
    path: PathBuf,
    begun: Mutex<(File, Line)>,
}

/// A line of the file.
#[derive(Debug, Default, Serialize)]
struct Line {
    unit: String,
    exercise: String,
    stages: Vec<Took>,
    seed: PathBuf,
    calls: Vec<Called>,
}

/// What a stage took.
#[derive(Debug, Serialize)]
struct Took {
    stage: &'static str,
    wall_ms: f64,
    cpu_ms: f64,
}

/// A call of rustc.
#[derive(Debug, Serialize)]
struct Called {
    program: PathBuf,
    arguments: Vec<String>,
    environment: BTreeMap<String, String>,
    folder: PathBuf,
}

impl Timings {
    /// A new file at `path`, in place of one that is there.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        adopt().context("cannot become the parent of what boxes leave")?;
        Ok(Self { path: path.to_path_buf(), begun: Mutex::new((file, Line::default())) })
    }

    /// The line of the unit at hand ends here: its key and exercise, empty where it is for all units.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn end(&self, unit: &str, exercise: &str) -> anyhow::Result<()> {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let line = Line { unit: unit.to_owned(), exercise: exercise.to_owned(), ..std::mem::take(&mut begun.1) };
        let mut text = serde_json::to_vec(&line).context("cannot write timings as JSON")?;
        text.push(b'\n');
        begun.0.write_all(&text).with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn add(&self, add: impl FnOnce(&mut Line)) {
        add(&mut self.begun.lock().unwrap_or_else(PoisonError::into_inner).1);
    }
}

/// Does `work`, and adds what it took to `timings`, if there are any.
pub(crate) fn stage<T>(timings: Option<&Timings>, stage: &'static str, work: impl FnOnce() -> T) -> T {
    let Some(timings) = timings else { return work() };
    let (start, cpu) = (Instant::now(), cpu());
    let done = work();
    let wall = start.elapsed();
    reap();
    let cpu = self::cpu().saturating_sub(cpu);
    let ms = |time: Duration| (time.as_secs_f64() * 1e6).round() / 1e3;
    timings.add(|line| line.stages.push(Took { stage, wall_ms: ms(wall), cpu_ms: ms(cpu) }));
    done
}

/// Adds `job`, a call of rustc, and the incremental state `seed` that it starts from.
pub(crate) fn called(timings: Option<&Timings>, job: &Job, seed: &Path) {
    let Some(timings) = timings else { return };
    let environment = match &job.environment {
        Environment::Only(variables) => variables.clone(),
        // The compiler is never called so.
        Environment::OwnWith(_) => BTreeMap::new(),
    };
    let call = Called {
        program: job.program.to_path_buf(),
        arguments: job.arguments.iter().map(|argument| argument.to_string_lossy().into_owned()).collect(),
        environment,
        folder: job.folder.to_path_buf(),
    };
    timings.add(|line| {
        seed.clone_into(&mut line.seed);
        line.calls.push(call);
    });
}

/// Makes this process the parent of what its children leave behind: bubblewrap ends without having waited for what it
/// started, whose processor time is then known to nobody.
#[cfg(target_os = "linux")]
fn adopt() -> nix::Result<()> {
    nix::sys::prctl::set_child_subreaper(true)
}

/// Waits for all that is left: at the end of a stage of the only job nobody else waits for anything.
#[cfg(target_os = "linux")]
fn reap() {
    while nix::sys::wait::wait().is_ok() {}
}

/// Grading is for Linux.
#[cfg(not(target_os = "linux"))]
fn adopt() -> std::io::Result<()> {
    Ok(())
}

/// Grading is for Linux.
#[cfg(not(target_os = "linux"))]
fn reap() {}

/// Processor time of this process and of those that it has waited for.
#[cfg(target_os = "linux")]
fn cpu() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;
    let of = |time: TimeVal| {
        let (seconds, micros) = (u64::try_from(time.tv_sec()).unwrap_or(0), u32::try_from(time.tv_usec()).unwrap_or(0));
        Duration::new(seconds, micros * 1_000)
    };
    let usages = [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN].map(getrusage);
    usages.into_iter().flatten().map(|usage| of(usage.user_time()) + of(usage.system_time())).sum()
}

/// Grading is for Linux.
#[cfg(not(target_os = "linux"))]
fn cpu() -> Duration {
    Duration::ZERO
}
