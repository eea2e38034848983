//! The asks on one data set: a process for them, and another one at the next ask whenever it dies.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use harness_core::observation::{End, Run};
use harness_core::plan::Plan;
use harness_core::spec::SchemaChoice;

use crate::session::{Death, Printed, Session, not_reached};
use crate::{Launch, RunError};

/// What all groups of a plan have in common.
pub(crate) struct Shared<'a> {
    launch: &'a Launch,
    plan: &'a Plan,
    deadline: Instant,
    /// Units that were ended for their time or their output: in which group, and how. The earliest group counts.
    spent: Mutex<BTreeMap<String, (usize, End)>>,
}

impl<'a> Shared<'a> {
    /// The exercise's time begins.
    pub(crate) fn new(launch: &'a Launch, plan: &'a Plan) -> Self {
        let limit = Duration::from_millis(plan.limits.exercise_ms * launch.time_factor);
        Self { launch, plan, deadline: Instant::now() + limit, spent: Mutex::default() }
    }

    /// How an ask of a group ends without being asked: its unit was ended in an earlier group.
    fn spent(&self, group: usize, ask: usize) -> Option<End> {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.get(&self.plan.asks[ask].unit()).filter(|(earlier, _)| *earlier < group).map(|(_, end)| end.clone())
    }

    fn spend(&self, group: usize, unit: String, end: &End) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let of_unit = spent.entry(unit).or_insert_with(|| (group, end.clone()));
        if group < of_unit.0 {
            *of_unit = (group, end.clone());
        }
    }
}

/// Runs the asks at these positions of the plan, which are its group `position`. Those that turn out to be needless are
/// left out.
pub(crate) fn run(shared: &Shared<'_>, position: usize, asks: &[usize]) -> Result<BTreeMap<usize, Run>, RunError> {
    let mut group =
        Group { shared, position, asks, plan: shared.plan.clone(), runs: BTreeMap::new(), given_instead: None };
    loop {
        let open = group.open();
        if open.is_empty() {
            return Ok(group.finish());
        }
        if Instant::now() >= shared.deadline {
            for ask in open {
                group.end(ask, not_reached(shared.launch, shared.plan));
            }
            return Ok(group.finish());
        }
        let session = Session::new(shared.launch, &group.plan, &open, shared.deadline);
        let (death, printed) = session.run(&mut group.runs)?;
        if let Death::At(ask, end) = death {
            let n_answered = open.iter().filter(|ask| group.runs.contains_key(ask)).count();
            // Something that an earlier ask left behind may have ended the process: the ask gets one of its own, and
            // when that dies, too, there is no doubt. An endless loop has cost its time already.
            if n_answered == 0 || matches!(end, End::TimedOut { .. } | End::NotReached { .. }) {
                group.settle(ask, &end);
            }
        }
        group.attach(printed);
    }
}

/// The asks of one group, and their runs so far.
struct Group<'a> {
    shared: &'a Shared<'a>,
    position: usize,
    asks: &'a [usize],
    plan: Plan,
    runs: BTreeMap<usize, Run>,
    /// Why the asks that may fall back on the given tables run on those, once they do.
    given_instead: Option<String>,
}

impl Group<'_> {
    /// The runs, each with the reason why it was on the given tables, where the candidate's killed the process.
    fn finish(mut self) -> BTreeMap<usize, Run> {
        for (&ask, run) in &mut self.runs {
            if self.shared.plan.asks[ask].schema != self.plan.asks[ask].schema {
                run.given_instead.clone_from(&self.given_instead);
            }
        }
        self.runs
    }

    /// The asks that are still to be asked.
    fn open(&mut self) -> Vec<usize> {
        for &ask in self.asks {
            if let Some(end) = self.shared.spent(self.position, ask).filter(|_| !self.runs.contains_key(&ask)) {
                self.end(ask, end);
            }
        }
        self.asks.iter().copied().filter(|&ask| !self.runs.contains_key(&ask) && self.is_needed(ask)).collect()
    }

    /// Whether `ask` does not wait for another one, and has not become needless by how that one ended.
    fn is_needed(&self, ask: usize) -> bool {
        let Some(unless) = &self.plan.asks[ask].unless else { return true };
        let end = self.runs.values().find(|run| run.case == *unless).map(|run| &run.end);
        end.is_some_and(|end| !matches!(end, End::Failed { .. } | End::Panicked { .. } | End::NotAttempted))
    }

    fn end(&mut self, ask: usize, end: End) {
        self.runs.insert(ask, Run::ended(self.plan.asks[ask].case(), end));
    }

    /// Enters how `ask` ended; with it what would end in the same way, or the same ask again on the given tables.
    fn settle(&mut self, ask: usize, end: &End) {
        let in_tables = matches!(end, End::SchemaRefused { .. });
        if in_tables && self.plan.asks[ask].schema == SchemaChoice::OwnOrGiven {
            // Making the tables took the process with it. All that follows would die of the same.
            if let End::SchemaRefused { message } = end {
                self.given_instead.get_or_insert_with(|| message.clone());
            }
            for ask in self.plan.asks.iter_mut().filter(|ask| ask.schema == SchemaChoice::OwnOrGiven) {
                ask.schema = SchemaChoice::Given;
            }
            return;
        }
        self.end(ask, end.clone());
        if matches!(end, End::TimedOut { .. } | End::OutputLimit { .. }) {
            let unit = self.plan.asks[ask].unit();
            for &other in self.asks {
                if self.plan.asks[other].unit() == unit && !self.runs.contains_key(&other) {
                    self.end(other, end.clone());
                }
            }
            self.shared.spend(self.position, unit, end);
        }
    }

    /// Gives each run what was printed during it. A call that printed too much and answered all the same ends like one
    /// that was ended for it: which of the two was read first is chance.
    fn attach(&mut self, printed: BTreeMap<usize, Printed>) {
        let limit_bytes = self.plan.limits.output_bytes;
        for (ask, printed) in printed {
            if printed.n_bytes > limit_bytes && self.runs.get(&ask).is_some_and(|run| run.end == End::Returned) {
                self.settle(ask, &End::OutputLimit { limit_bytes });
            }
            if let Some(run) = self.runs.get_mut(&ask) {
                String::from_utf8_lossy(&printed.kept).trim_matches('\n').clone_into(&mut run.output);
            }
        }
    }
}
