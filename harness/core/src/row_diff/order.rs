//! Whether rows came in the order that was asked for.

use std::cmp::Ordering;

use similar::DiffOp;

use crate::row_diff::agree::agree;
use crate::row_diff::columns;
use crate::row_diff::edits::edits;
use crate::row_diff::pairing::Pairing;
use crate::rows::Cell;
use crate::rows::Row;

/// Above this many rows the fewest that would have to move are not looked for.
const MOST_ROWS: usize = 2_000;

/// The order that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Order {
    /// None: the rows may come in any order.
    #[default]
    Any,
    /// The one in which the expected rows stand.
    AsExpected,
    /// By these columns, the first one first; rows that are equal in them may come in any order.
    By(Vec<SortColumn>),
}

/// A column to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortColumn {
    /// Its name, without case.
    pub name: String,
    /// Which end comes first.
    pub direction: Direction,
}

/// Which end of a column's values comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The smallest value, with NULL before all others.
    Ascending,
    /// The largest value, with NULL after all others.
    Descending,
}

impl From<bool> for Order {
    /// `true`: as expected; `false`: any.
    fn from(ordered: bool) -> Self {
        if ordered { Self::AsExpected } else { Self::Any }
    }
}

/// What is said about the order.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    /// Whether it is not the one that was asked for.
    pub(super) out_of_order: bool,
    /// The fewest rows that would have to move.
    pub(super) moved: Vec<Row>,
}

/// Looks at the order of the rows that were found: those that agree, and with a key the changed ones, too.
pub(super) fn sequence(
    order: &Order,
    names: &[String],
    expected: &[Row],
    actual: &[Row],
    pairing: &Pairing,
    keyed: bool,
) -> Sequence {
    let mut pairs = pairing.equal.clone();
    if keyed {
        pairs.extend(&pairing.changed);
    }
    pairs.sort_unstable();
    let wanted: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
    pairs.sort_unstable_by_key(|pair| pair.1);
    let came: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
    let in_order = match order {
        Order::Any => true,
        Order::AsExpected => wanted == came,
        Order::By(sort) => {
            let by: Vec<String> = sort.iter().map(|column| column.name.clone()).collect();
            // Sorted by a column that is not there: the finding is the column.
            columns::positions(names, &by).is_none_or(|at| {
                let key = |row: &Row| -> Row { at.iter().map(|&column| row[column].clone()).collect() };
                let same = |a: &Row, b: &Row| a.iter().zip(b).all(|(a, b)| agree(a, b));
                wanted.iter().zip(&came).all(|(&w, &c)| same(&key(&expected[w]), &key(&expected[c])))
                    || actual.is_sorted_by(|a, b| compare(&key(a), &key(b), sort) != Ordering::Greater)
            })
        }
    };
    if in_order {
        return Sequence::default();
    }
    Sequence { out_of_order: true, moved: moved(&wanted, &came).into_iter().map(|at| expected[at].clone()).collect() }
}

/// Compares the sort columns of two rows, with NULL as the smallest value and integers among the reals.
fn compare(a: &Row, b: &Row, sort: &[SortColumn]) -> Ordering {
    let in_columns = a.iter().zip(b).zip(sort).map(|((a, b), column)| match column.direction {
        Direction::Ascending => by_value(a, b),
        Direction::Descending => by_value(b, a),
    });
    in_columns.fold(Ordering::Equal, Ordering::then)
}

#[expect(clippy::cast_precision_loss, reason = "only an order between an integer and a real depends on it")]
fn by_value(a: &Cell, b: &Cell) -> Ordering {
    match (a, b) {
        (Cell::Integer(a), Cell::Real(b)) => (*a as f64).total_cmp(b),
        (Cell::Real(a), Cell::Integer(b)) => a.total_cmp(&(*b as f64)),
        _ if agree(a, b) => Ordering::Equal,
        _ => a.cmp(b),
    }
}

/// The fewest rows whose removal leaves the others in order: those of `wanted` that are in no longest common sequence.
fn moved(wanted: &[usize], came: &[usize]) -> Vec<usize> {
    if wanted.len() > MOST_ROWS {
        return wanted.iter().zip(came).filter(|(wanted, came)| wanted != came).map(|pair| *pair.0).collect();
    }
    let operations = edits(wanted, came);
    let gone = operations.iter().filter(|operation| !matches!(operation, DiffOp::Equal { .. }));
    gone.flat_map(|operation| wanted[operation.old_range()].iter().copied()).collect()
}
