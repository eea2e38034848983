//! Starts candidates' processes and collects what they leave: the only way in which code that is judged is run.
//!
//! ```text
//! plan ─► one process a data set ─► frames, output ─► a run an ask ─► an observation a call
//! ```
//!
//! The candidate's program is a test binary of an exercise, started with [`CANDIDATE`] as its only argument. It reads its
//! task from standard input and answers with frames. When it dies, it is started again at the next ask, so that a stack
//! overflow, an `exit(0)` or an endless loop costs one ask.

mod child;
pub mod isolate;
mod group;
mod session;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use harness_core::observation::{Observation, Run};
use harness_core::plan::{Ask, Plan};

use group::Shared;

/// The argument by which a test binary knows that it is to be the candidate.
pub const CANDIDATE: &str = "--harness-candidate";

/// How a candidate's program is started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Arguments before [`CANDIDATE`]; a box and its options, say.
    pub args: Vec<OsString>,
    /// The whole environment.
    pub environment: BTreeMap<OsString, OsString>,
    /// The folder to start in; `None`: this process's own.
    pub folder: Option<PathBuf>,
    /// Limits on time are multiplied by this.
    pub time_factor: u64,
    /// The most processes at a time.
    pub jobs: usize,
    /// The most memory that the candidate gets, MiB; `None`: it gets what there is.
    pub memory_mib: Option<u64>,
    /// Who waits for the candidate.
    pub awaited: Awaited,
}

/// Who waits for the candidate, and hence how a signal that ended it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// The harness itself, which sees the signal.
    Directly,
    /// A program in between, which ends with 128 and the signal's number, as shells do.
    Through,
}

/// The harness failed, not the candidate.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The program did not start.
    #[error("cannot start {}", program.display())]
    Start {
        /// The program.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The process could not be waited for or ended.
    #[error("lost sight of the candidate's process")]
    Wait(#[source] std::io::Error),
    /// The task could not be written as JSON.
    #[error("cannot write the task")]
    Task(#[source] serde_json::Error),
}

/// Runs all asks of `plan`.
///
/// Returns an observation a call, each with a run an ask, in the order of the plan. Whatever the candidate does is in
/// there: wrong rows, a panic, a crash, a time-out. A call that was ended for its time or its output is not run on
/// further cases: they end the same way in the observation. Earlier ones are not touched by that, so that the first case on
/// which something shows is the same however many processes run at a time.
///
/// # Errors
///
/// [`RunError`] if the harness failed: the program did not start, or cannot be waited for.
pub fn observe(launch: &Launch, plan: &Plan) -> Result<BTreeMap<String, Observation>, RunError> {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (position, ask) in plan.asks.iter().enumerate() {
        match groups.iter_mut().find(|(group, _)| *group == ask.group) {
            Some((_, asks)) => asks.push(position),
            None => groups.push((&ask.group, vec![position])),
        }
    }
    // One after the other, they run in the order of the plan; side by side, the longest comes first, or all would wait for it.
    let mut order: Vec<usize> = (0..groups.len()).collect();
    if launch.jobs > 1 {
        let n_certain = |asks: &[usize]| asks.iter().filter(|&&ask| plan.asks[ask].unless.is_none()).count();
        order.sort_by_key(|&position| Reverse(n_certain(&groups[position].1)));
    }
    let next = AtomicUsize::new(0);
    let shared = Shared::new(launch, plan);
    let work = || {
        let mut runs: BTreeMap<usize, Run> = BTreeMap::new();
        loop {
            let Some(&position) = order.get(next.fetch_add(1, Ordering::Relaxed)) else { return Ok(runs) };
            runs.extend(group::run(&shared, position, &groups[position].1)?);
        }
    };
    let done: Vec<Result<BTreeMap<usize, Run>, RunError>> = std::thread::scope(|scope| {
        let jobs = launch.jobs.clamp(1, groups.len().max(1));
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let mut runs: BTreeMap<usize, Run> = BTreeMap::new();
    for of_worker in done {
        runs.extend(of_worker?);
    }
    Ok(by_call(&plan.asks, runs))
}

fn by_call(asks: &[Ask], mut runs: BTreeMap<usize, Run>) -> BTreeMap<String, Observation> {
    let mut observations: BTreeMap<String, Observation> = BTreeMap::new();
    for (position, ask) in asks.iter().enumerate() {
        let observation = observations.entry(ask.call.clone()).or_default();
        observation.runs.extend(runs.remove(&position));
    }
    observations
}
