//! Seeded data: an exercise's checks once more, on data that nobody has seen, made from the published data.
//!
//! ```text
//! published data ─► questions ─► (the reference solution runs) ─► answered ─► (a candidate runs) ─► grade
//! ```
//!
//! All values are replaced, each by the same one everywhere: keys of rows with what points to them, words, amounts. So the
//! data keeps what its author put into it: namesakes, rows without children, groups that are shared, names that begin
//! alike. The reference solution says what is expected; it is right by construction.

mod answers;
mod dice;
mod hard_coded;
mod kept;
mod layout;
mod maps;
mod merge;
mod published;
mod size;

use std::collections::BTreeMap;
use std::fmt;

use crate::gradebook::Graded;
use crate::judge;
use crate::observation::End;
use crate::observation::Observation;
use crate::registry::BudgetClaim;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::registry::RowsClaim;
use crate::registry::n_rows;
use crate::rows::Rows;
use crate::spec::BudgetSpec;
use crate::spec::CascadeCase;
use crate::spec::DataSet;
use crate::spec::RowsCase;
use dice::Dice;
use layout::Layout;
use size::Made;

pub use answers::answered;
pub use merge::merged;
pub use published::Published;

/// How large seeded data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// One published data set, with other values.
    Small,
    /// Many of them, most of which share their parents.
    Large,
}

impl Size {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Small, Self::Large];

    /// The name of the data set of that size, which is all that a student is told of it.
    #[must_use]
    pub fn data(self) -> &'static str {
        match self {
            Self::Small => "seeded data (small)",
            Self::Large => "seeded data (large)",
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.data())
    }
}

/// The exercise with those of its checks whose claim depends on data, on seeded data: a data set a [`Size`], the cases of
/// one published data set on each, their arguments replaced as the data is.
///
/// The cases have no expectations yet, but for whether a deletion is refused. Growing data is not asked for again. The same
/// `seed` gives the same data, on any machine. An exercise without data has no checks left.
///
/// # Examples
///
/// ```
/// use harness_core::registry::Registry;
/// use harness_core::seeded;
///
/// let course = Registry::parse(include_str!("registry/tests/course.yaml")).expect("a course");
/// let questions = seeded::questions(&course.exercises[0], "plum");
/// assert_eq!(questions.data[0].id, "seeded data (small)");
/// assert_eq!(questions, seeded::questions(&course.exercises[0], "plum"));
/// assert_ne!(questions, seeded::questions(&course.exercises[0], "pear"));
/// ```
#[must_use]
pub fn questions(exercise: &Exercise, seed: &str) -> Exercise {
    let made = made(exercise, seed);
    let mut questions = exercise.clone();
    questions.data = made.iter().map(|made| made.data.clone()).collect();
    questions.checks = exercise.checks.iter().filter_map(|check| asked(check, &made)).collect();
    questions
}

/// Judges what a candidate did on seeded data, and what came of it with what came of the published data.
///
/// `answered` are the checks that were asked there, with their answers; they may be fewer than all. `exercise` and
/// `published` are the published ones. A check that is not asked keeps its verdict. What is said of seeded data has its values in
/// it, for who has to defend a verdict; [`Published`] says what a student may read of it.
#[must_use]
pub fn grade(
    exercise: &Exercise,
    published: &Graded,
    answered: &Exercise,
    observations: &BTreeMap<String, Observation>,
    lost: &BTreeMap<String, End>,
) -> Graded {
    let seeded = judge::grade(answered, observations, lost);
    let by_heart = hard_coded::findings(exercise, answered, observations);
    merged(published, &kept::kept(seeded), &by_heart)
}

/// The seeded data of `exercise`, a data set a size; none if it has no data.
fn made(exercise: &Exercise, seed: &str) -> Vec<Made> {
    let layout = Layout::of(exercise);
    let Some(mut base) = usize_below(&mut Dice::new(seed, &[&exercise.id]), exercise.data.len()) else {
        return Vec::new();
    };
    let made = Size::ALL.map(|size| {
        let mut dice = Dice::new(seed, &[&exercise.id, size.data()]);
        let made = size::make(exercise, &layout, size, base, &mut dice);
        base = (base + 1) % exercise.data.len();
        made
    });
    made.into()
}

/// A number below `n`; `None` if `n` is 0.
fn usize_below(dice: &mut Dice, n: usize) -> Option<usize> {
    (n > 0).then(|| usize::try_from(dice.below(n as u64)).unwrap_or(0))
}

/// The check on seeded data; `None` where its claim does not depend on data, or has no case for it.
fn asked(check: &Check, made: &[Made]) -> Option<Check> {
    let claim = match &check.claim {
        Claim::Rows(claim) => Claim::Rows(rows(claim, made)?),
        Claim::Budget(claim) => Claim::Budget(BudgetClaim {
            spec: BudgetSpec { growth: None, beside: None, ..claim.spec.clone() },
            rows: rows(&claim.rows, made)?,
            n_rows: made.iter().map(|made| (made.data.id.clone(), n_rows(&made.data))).collect(),
            ..claim.clone()
        }),
        Claim::Cascade(claim) => {
            let mut claim = claim.clone();
            claim.spec.cases = cases(
                &claim.spec.cases,
                made,
                |case| &case.data,
                |case, made| CascadeCase {
                    data: made.data.id.clone(),
                    args: made.args(&case.args),
                    refused: case.refused,
                    deleted: BTreeMap::new(),
                    updated: BTreeMap::new(),
                },
            )?;
            Claim::Cascade(claim)
        }
        Claim::Given(_) | Claim::Contract(_) | Claim::Answer(_) | Claim::Suite(_) | Claim::Domain(_) => return None,
    };
    Some(Check { claim, ..check.clone() })
}

fn rows(claim: &RowsClaim, made: &[Made]) -> Option<RowsClaim> {
    let mut spec = claim.spec.clone();
    spec.cases = cases(
        &spec.cases,
        made,
        |case| &case.data,
        |case, made| RowsCase { data: made.data.id.clone(), args: made.args(&case.args), rows: Vec::new() },
    )?;
    let all = made.iter().filter_map(|made| {
        let rows = whole(&made.data, spec.all_of.as_ref()?)?;
        Some((made.data.id.clone(), rows))
    });
    Some(RowsClaim { all: all.collect(), spec })
}

fn whole(data: &DataSet, table: &str) -> Option<Rows> {
    let table = data.tables.iter().find(|rows| rows.table == table)?;
    Some(Rows { columns: table.columns.clone(), rows: table.rows.clone() })
}

/// The cases of each size's published data set, made anew; `None` if there is none.
fn cases<C>(
    published: &[C],
    made: &[Made],
    data: impl Fn(&C) -> &String,
    anew: impl Fn(&C, &Made) -> C,
) -> Option<Vec<C>> {
    let mut cases = Vec::new();
    for made in made {
        cases.extend(published.iter().filter(|case| data(case) == made.base()).map(|case| anew(case, made)));
    }
    (!cases.is_empty()).then_some(cases)
}

#[cfg(test)]
mod tests;
