//! One process of a candidate, from its first frame to its end.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use harness_core::frame::{Frame, Task};
use harness_core::observation::{End, Run};
use harness_core::plan::{Ask, Plan};

use crate::child::{DRAIN, Event, Process};
use crate::{Launch, RunError, isolate};

/// How much is kept of what a process says before its first ask, bytes.
const PREFACE: usize = 300;

/// What ended a process.
pub(crate) enum Death {
    /// It had nothing more to do.
    Done,
    /// It went after it had answered an ask, and before it began the next one: what is left is for another process.
    Between,
    /// The ask at this position ended it.
    At(usize, End),
}

/// What was printed during one ask.
#[derive(Default)]
pub(crate) struct Printed {
    /// The first bytes, up to the limit.
    pub(crate) kept: Vec<u8>,
    /// How many there were.
    pub(crate) n_bytes: u64,
}

/// How far a process is with the ask at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It has not begun.
    Before,
    /// Tables are made and filled.
    Tables,
    /// The candidate's code runs.
    Call,
}

/// The state of a process.
pub(crate) struct Session<'a> {
    launch: &'a Launch,
    plan: &'a Plan,
    open: &'a [usize],
    deadline: Instant,
    limit_ms: u64,
    until: Instant,
    n_answered: usize,
    stage: Stage,
    preface: Vec<u8>,
    printed: BTreeMap<usize, Printed>,
}

impl<'a> Session<'a> {
    /// A process for the asks `open`, to be asked in this order.
    pub(crate) fn new(launch: &'a Launch, plan: &'a Plan, open: &'a [usize], deadline: Instant) -> Self {
        Self {
            launch,
            plan,
            open,
            deadline,
            limit_ms: plan.limits.check_ms * launch.time_factor,
            until: Instant::now(),
            n_answered: 0,
            stage: Stage::Before,
            preface: Vec::new(),
            printed: BTreeMap::new(),
        }
    }

    /// Runs it to its end. What it answers is added to `runs`; what it printed is given by ask.
    pub(crate) fn run(
        mut self,
        runs: &mut BTreeMap<usize, Run>,
    ) -> Result<(Death, BTreeMap<usize, Printed>), RunError> {
        let task = Task { nonce: nonce(self.launch), plan: self.task_plan(), positions: self.open.to_vec() };
        let mut process = Process::start(self.launch, &task)?;
        self.renew();
        loop {
            let event = process.next(self.until.min(self.deadline))?;
            let death = match self.open.get(self.n_answered) {
                Some(&ask) => self.take(event, ask, runs),
                None => self.take_last(event),
            };
            if let Some(death) = death {
                return Ok((death, self.printed));
            }
        }
    }

    /// Takes what is said while `ask` is at hand.
    fn take(&mut self, event: Event, ask: usize, runs: &mut BTreeMap<usize, Run>) -> Option<Death> {
        match event {
            Event::Frame(frame) => match (frame, self.stage) {
                (Frame::Begin(at), Stage::Before) if at == ask => {
                    self.stage = Stage::Tables;
                    self.renew();
                }
                (Frame::Call(at), Stage::Tables) if at == ask => self.stage = Stage::Call,
                (Frame::End(at, run), Stage::Tables | Stage::Call)
                    if at == ask && run.case == self.plan.asks[ask].case() =>
                {
                    // Threads that an earlier ask left may have it so: a process of its own shows whether it is the harness.
                    if self.n_answered > 0 && matches!(run.end, End::Internal { .. }) {
                        return Some(Death::Between);
                    }
                    runs.insert(ask, *run);
                    self.n_answered += 1;
                    self.stage = Stage::Before;
                    self.renew();
                }
                (Frame::Begin(_) | Frame::Call(_) | Frame::End(..), _) => {
                    return Some(invalid(ask, "it is out of turn"));
                }
            },
            Event::Invalid(reason) => return Some(invalid(ask, &reason)),
            Event::Output(printing, bytes) => {
                let is_too_much = self.print(printing, &bytes);
                if is_too_much && printing == Some(ask) {
                    return Some(Death::At(ask, End::OutputLimit { limit_bytes: self.plan.limits.output_bytes }));
                }
            }
            Event::Late if self.deadline < self.until => {
                return Some(Death::At(ask, not_reached(self.launch, self.plan)));
            }
            Event::Late => return Some(self.died(ask, End::TimedOut { limit_ms: self.limit_ms })),
            Event::Ended(status) => {
                let said = self.printed.get(&ask).map(|printed| String::from_utf8_lossy(&printed.kept));
                return Some(self.died(ask, isolate::end_of(status, self.launch, &said.unwrap_or_default())));
            }
        }
        None
    }

    /// Takes what is said when all has been answered: only output counts, and the end is near, whatever is said.
    fn take_last(&mut self, event: Event) -> Option<Death> {
        match event {
            Event::Output(printing, bytes) => {
                self.print(printing, &bytes);
                None
            }
            Event::Frame(_) | Event::Invalid(_) => None,
            Event::Late | Event::Ended(_) => Some(Death::Done),
        }
    }

    /// A new limit for what comes next; for the process's end, once all has been answered.
    fn renew(&mut self) {
        let all = self.n_answered == self.open.len();
        self.until = Instant::now() + if all { DRAIN } else { Duration::from_millis(self.limit_ms) };
    }

    /// Keeps what was printed while `printing` was at hand; whether that is more than the limit.
    fn print(&mut self, printing: Option<usize>, bytes: &[u8]) -> bool {
        let keep = |kept: &mut Vec<u8>, most: usize| kept.extend(bytes.iter().take(most.saturating_sub(kept.len())));
        let Some(ask) = printing.filter(|ask| self.open.contains(ask)) else {
            keep(&mut self.preface, PREFACE);
            return false;
        };
        let limit = self.plan.limits.output_bytes;
        let printed = self.printed.entry(ask).or_default();
        keep(&mut printed.kept, usize::try_from(limit).unwrap_or(usize::MAX));
        printed.n_bytes += bytes.len() as u64;
        printed.n_bytes > limit
    }

    /// The process ended, or was late, with `ask` at hand.
    fn died(&self, ask: usize, end: End) -> Death {
        match self.stage {
            Stage::Call => Death::At(ask, end),
            Stage::Tables if matches!(end, End::TimedOut { .. }) => Death::At(ask, end),
            Stage::Tables => {
                let message = format!("the process died while tables were made from the entities: {}", how(&end));
                Death::At(ask, End::SchemaRefused { message })
            }
            Stage::Before if self.n_answered > 0 => Death::Between,
            // None of the candidate's code has run: this is about the program, or about the box that it is started in.
            Stage::Before => {
                let said = String::from_utf8_lossy(&self.preface);
                let said = said.lines().map(str::trim).find(|line| !line.is_empty());
                let said = said.map(|line| format!(": {line}")).unwrap_or_default();
                let message = format!("the candidate's process did not begin: {}{said}", how(&end));
                Death::At(ask, End::Internal { message })
            }
        }
    }

    /// The plan as the candidate gets it: other asks, and the rows of other data sets, stay here.
    fn task_plan(&self) -> Plan {
        let asks: Vec<Ask> = self.open.iter().map(|&ask| self.plan.asks[ask].clone()).collect();
        let wanted = |name: &&String| asks.iter().any(|ask| ask.data == **name);
        let data = self.plan.data.iter().filter(|(name, _)| wanted(name));
        Plan {
            exercise: self.plan.exercise.clone(),
            limits: self.plan.limits,
            schema: self.plan.schema.clone(),
            data: data.map(|(name, rows)| (name.clone(), rows.clone())).collect(),
            asks,
        }
    }
}

/// How an ask ends for which no time was left.
pub(crate) fn not_reached(launch: &Launch, plan: &Plan) -> End {
    End::NotReached { limit_ms: plan.limits.exercise_ms * launch.time_factor }
}

fn invalid(ask: usize, reason: &str) -> Death {
    Death::At(ask, End::Failed { message: format!("what it returned cannot be read: {reason}") })
}

/// How a process ended, within a sentence.
fn how(end: &End) -> String {
    match end {
        End::Crashed { signal, note: Some(note) } => format!("{note} ({signal})"),
        End::Crashed { signal, note: None } => signal.clone(),
        End::Exited { code } => format!("exit code {code}"),
        End::TimedOut { limit_ms } => format!("silent for {limit_ms} ms"),
        End::MemoryLimit { limit_mib } => format!("it asked for more than {limit_mib} MiB"),
        End::Returned
        | End::NotAttempted
        | End::Failed { .. }
        | End::Panicked { .. }
        | End::SchemaRefused { .. }
        | End::OutputLimit { .. }
        | End::NotReached { .. }
        | End::DoesNotCompile { .. }
        | End::CompileLimit { .. }
        | End::Rejected { .. }
        | End::Internal { .. } => end.code().to_owned(),
    }
}

/// Different in each start; it only has to be unlikely in an honest program's output.
fn nonce(launch: &Launch) -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_usize(launch.args.len());
    format!("{:016x}", hasher.finish())
}
