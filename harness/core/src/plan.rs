//! What a candidate is asked to do: calls, each on some data. Holds no expected row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::registry::BudgetClaim;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::registry::SuiteClaim;
use crate::rows::Cell;
use crate::scale;
use crate::spec::Args;
use crate::spec::Limits;
use crate::spec::SchemaChoice;
use crate::spec::TableRows;

/// All asks of one exercise, in the order of its checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The exercise's id.
    pub exercise: String,
    /// Bounds on the run.
    pub limits: Limits,
    /// The given schema: one `CREATE` statement each, parents first.
    pub schema: Vec<String>,
    /// The rows to start from, by the name that asks use; parents first.
    pub data: BTreeMap<String, Vec<TableRows>>,
    /// The asks. Those of one `group` stand in one candidate process, in this order.
    pub asks: Vec<Ask>,
}

/// One call on one data set: what one frame answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// What is run in one process: a data set, all sizes of growing data, or implementations that a suite is shown.
    pub group: String,
    /// The call, by the name that `tests/checkpoint.rs` gives it.
    pub call: String,
    /// Where the rows come from: a key of [`Plan::data`]. Empty: no rows.
    pub data: String,
    /// The arguments.
    pub args: Args,
    /// On which tables it runs.
    pub schema: SchemaChoice,
    /// Whether all tables are read before and after.
    pub snapshot: bool,
    /// Whether the statements are handed out; what nobody reads need not travel.
    pub log: bool,
    /// Call sites are looked up when more statements than this were sent: it costs time, and a call within its budget
    /// needs none.
    pub sites_above: u64,
    /// A case of the same call and group. Once that one has ended in an error, in a panic or unwritten, there is nothing
    /// left to find out here, and this is not asked. `None`: asked in any case.
    pub unless: Option<String>,
}

impl Ask {
    /// The name of the case in an observation: the data set and the arguments, as `bakery(user: 11)`.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::plan::Ask;
    ///
    /// let ask = Ask {
    ///     group: "bakery".into(),
    ///     call: "expenses_of_user".into(),
    ///     data: "bakery".into(),
    ///     args: [("user".to_owned(), 11.into())].into(),
    ///     schema: Default::default(),
    ///     snapshot: false,
    ///     log: true,
    ///     sites_above: 1,
    ///     unless: None,
    /// };
    /// assert_eq!(ask.case(), "bakery(user: 11)");
    /// ```
    #[must_use]
    pub fn case(&self) -> String {
        case_name(&self.data, &self.args)
    }

    /// What is lost together when one of it does not come to an end: the call, and the step of a suite.
    #[must_use]
    pub fn unit(&self) -> String {
        let step = self.args.get("step").filter(|_| self.args.contains_key("tracker"));
        step.map_or_else(|| self.call.clone(), |step| format!("{} {step}", self.call))
    }
}

/// At home, the broken implementations of a suite are dealt out over this many processes, since starting one takes longer
/// than asking. The correct ones come first: a step that does not end on a broken one must not cost what it says of them.
const BROKEN_GROUPS: usize = 2;

/// For whom a plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// A student's own `cargo test`.
    Home,
    /// Verifying or grading: what stands with the reference solution is there.
    Graded,
}

impl Plan {
    /// Everything that the checks of `exercise` need to see.
    #[must_use]
    pub fn of(exercise: &Exercise, setting: Setting) -> Self {
        Self::of_checks(exercise, setting, |_| true)
    }

    /// What those checks need to see that `wanted` says yes to.
    #[must_use]
    pub fn of_checks(exercise: &Exercise, setting: Setting, wanted: impl Fn(&Check) -> bool) -> Self {
        let data = exercise.data.iter().map(|data| (data.id.clone(), data.tables.clone())).collect();
        let mut plan = Self {
            exercise: exercise.id.clone(),
            limits: exercise.limits,
            schema: exercise.schema.clone(),
            data,
            asks: Vec::new(),
        };
        // What needs no rows is asked in the process of the first data set: starting one takes longer than asking.
        let first = exercise.data.first().map_or("", |data| data.id.as_str());
        for check in exercise.checks.iter().filter(|check| wanted(check)) {
            for ask in asks(check, setting, first) {
                plan.add(ask);
            }
            if let Claim::Budget(BudgetClaim { spec, scaled, .. }) = &check.claim
                && let Some(growth) = &spec.growth
            {
                plan.data.extend(growth.sizes.iter().map(|size| (size_name(size), scale::rows(scaled, size))));
            }
        }
        plan
    }

    /// Adds an ask; one that is there already serves both checks.
    fn add(&mut self, ask: Ask) {
        let same = |other: &&mut Ask| {
            (&other.call, &other.data, &other.args, other.schema) == (&ask.call, &ask.data, &ask.args, ask.schema)
        };
        match self.asks.iter_mut().find(same) {
            Some(other) => {
                other.snapshot |= ask.snapshot;
                other.log |= ask.log;
                other.sites_above = other.sites_above.min(ask.sites_above);
                other.unless = other.unless.take().filter(|case| Some(case) == ask.unless.as_ref());
            }
            None => self.asks.push(ask),
        }
    }
}

/// What one check needs to see. `first` is the group of what needs no rows.
fn asks(check: &Check, setting: Setting, first: &str) -> Vec<Ask> {
    let ask = |group: &str, data: &str, args: &Args| Ask {
        group: group.to_owned(),
        call: check.call.clone(),
        data: data.to_owned(),
        args: args.clone(),
        schema: check.schema,
        snapshot: false,
        log: true,
        sites_above: u64::MAX,
        unless: None,
    };
    match &check.claim {
        Claim::Given(_) => Vec::new(),
        Claim::Rows(claim) => claim.spec.cases.iter().map(|case| ask(&case.data, &case.data, &case.args)).collect(),
        Claim::Budget(claim) => {
            let counted = |asked: Ask, sites_above: u64| Ask { sites_above, ..asked };
            let cases = claim.rows.spec.cases.iter();
            let cases =
                cases.map(|case| counted(ask(&case.data, &case.data, &case.args), claim.allowed_on(&case.data)));
            let growth = claim.spec.growth.iter().flat_map(|growth| {
                let asked = |size| ask("growing data", &size_name(size), &growth.args);
                growth.sizes.iter().map(move |size| counted(asked(size), claim.allowed_at(size)))
            });
            cases.chain(growth).collect()
        }
        Claim::Contract(_) => vec![ask(first, "", &Args::new())],
        // All sees the same call: it is made once.
        Claim::Domain(_) => vec![Ask { log: false, ..ask(first, "", &Args::new()) }],
        Claim::Cascade(claim) => {
            let cases = claim.spec.cases.iter().map(|case| ask(&case.data, &case.data, &case.args));
            cases.map(|asked| Ask { snapshot: true, ..asked }).collect()
        }
        Claim::Answer(claim) => claim.cases.iter().map(|case| ask(first, "", &case.args)).collect(),
        Claim::Suite(claim) => suite_asks(claim, setting, |group, args| Ask { log: false, ..ask(group, "", args) }),
    }
}

/// Every step on every correct implementation. A broken one is shown to the step that should see it, and to the others
/// only where that one accepts it: a bug is caught by one step or not at all.
///
/// Each correct implementation has a process of its own; when graded each broken one, too, so that a suite cannot remember
/// which ones it has met.
fn suite_asks(claim: &SuiteClaim, setting: Setting, ask: impl Fn(&str, &Args) -> Ask) -> Vec<Ask> {
    let further = claim.spec.further.iter().filter(|_| setting == Setting::Graded);
    let broken = claim.spec.broken.iter().chain(further).enumerate().flat_map(|(n, broken)| {
        let group = match setting {
            Setting::Home => format!("suite, broken {}", n % BROKEN_GROUPS),
            Setting::Graded => format!("suite, {}", broken.id),
        };
        let named = claim.step.unwrap_or(broken.step);
        let first = ask(&group, &suite_args(&broken.id, named));
        let unless = Some(first.case());
        let others = (1..=5).filter(|step| *step != named);
        let others: Vec<Ask> =
            others.map(|step| Ask { unless: unless.clone(), ..ask(&group, &suite_args(&broken.id, step)) }).collect();
        [first].into_iter().chain(others)
    });
    let correct = claim.spec.correct.iter().flat_map(|tracker| {
        let group = format!("suite, {tracker}");
        (1..=5).map(|step| ask(&group, &suite_args(tracker, step))).collect::<Vec<_>>()
    });
    correct.chain(broken).collect()
}

/// The name of growing data at a size, as `each 2, people 10`.
#[must_use]
pub fn size_name(size: &BTreeMap<String, u32>) -> String {
    size.iter().map(|(axis, n)| format!("{axis} {n}")).collect::<Vec<_>>().join(", ")
}

/// The arguments of one step of a suite on one implementation.
#[must_use]
pub fn suite_args(tracker: &str, step: u8) -> Args {
    [("step".to_owned(), Cell::Integer(step.into())), ("tracker".to_owned(), tracker.into())].into()
}

/// The name of a case: `data`, then the arguments in parentheses where there are any.
#[must_use]
pub fn case_name(data: &str, args: &Args) -> String {
    if args.is_empty() {
        return data.to_owned();
    }
    let args: Vec<String> = args.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{data}({})", args.join(", "))
}

#[cfg(test)]
mod tests;
