//! What differences look like, seen together: the mistake that leaves such traces.

use serde::{Deserialize, Serialize};

use crate::row_diff::RowDiff;
use crate::row_diff::agree::agree;
use crate::rows::Cell;
use crate::rows::Row;

/// A mistake that leaves the differences that were found.
///
/// At most one cause is named, and only where nothing else is different; [`Self::NullVsZeroOrEmpty`] is said beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Only copies of rows are too many.
    JoinFanOut,
    /// Only rows are missing, and each of them has a 0 or a NULL: those without anything on the other side of a join.
    #[serde(rename = "inner_join_dropped_rows_without_match")]
    InnerJoinDroppedRows,
    /// Only rows are missing.
    FilterTooNarrow,
    /// Nothing came back at all.
    NothingReturned,
    /// Only rows are too many.
    FilterMissingOrTooWide,
    /// Only numbers are changed, each into a whole multiple of itself.
    #[serde(rename = "aggregate_inflated_by_join")]
    AggregateInflated,
    /// NULL stands where 0 or an empty text should, or the other way round.
    NullVsZeroOrEmpty,
    /// All is right but who it belongs to.
    CrossedForeignKey,
}

impl Shape {
    /// A hint for the student, in one sentence: the cause, and where to look. No full stop.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::row_diff::Shape;
    ///
    /// assert!(Shape::JoinFanOut.sentence().contains("join"));
    /// ```
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::JoinFanOut => {
                "right rows came back several times, as from a join that finds more than one partner for a row: look at the join's condition, and at what one row of the result stands for"
            }
            Self::InnerJoinDroppedRows => {
                "just the rows with nothing on the other side are missing, as an inner join leaves them out: look at the kind of the join"
            }
            Self::FilterTooNarrow => {
                "all that came back is right, but rows are left out: look for a condition that asks for too much"
            }
            Self::NothingReturned => {
                "nothing came back: look whether the query finds the rows at all, and whether what it finds reaches the value that you return"
            }
            Self::FilterMissingOrTooWide => {
                "all that was expected is there, with rows that nobody asked for: look for a condition that is missing or lets too much through"
            }
            Self::AggregateInflated => {
                "the numbers are whole multiples of the right ones, as when a join repeats rows before they are added up: look at what is joined before the sum"
            }
            Self::NullVsZeroOrEmpty => {
                "NULL is neither 0 nor an empty text: look at what a sum over no rows gives, and at values that may be absent"
            }
            Self::CrossedForeignKey => {
                "the rows are real, but belong to somebody else: look at which columns the relation goes from and to"
            }
        }
    }
}

/// The shapes of a diff whose hints are not set yet; `expected` are its expected rows, in its columns.
pub(super) fn shapes(diff: &RowDiff, expected: &[Row]) -> Vec<Shape> {
    closer_cause(diff, expected).or_else(|| cause(diff)).into_iter().chain(null_for_nothing(diff)).collect()
}

/// The shapes of a diff that can be told without knowing what relations its columns stand for.
#[cfg(feature = "diff")]
pub(super) fn general_shapes(diff: &RowDiff) -> Vec<Shape> {
    cause(diff).into_iter().chain(null_for_nothing(diff)).collect()
}

/// [`Shape::NullVsZeroOrEmpty`], where a cell is changed so.
fn null_for_nothing(diff: &RowDiff) -> Option<Shape> {
    let is_so = |expected: &Cell, actual: &Cell| {
        (*expected == Cell::Null && is_nothing(actual)) || (*actual == Cell::Null && is_nothing(expected))
    };
    diff.changed().any(|(e, a)| e.iter().zip(a).any(|(e, a)| is_so(e, a))).then_some(Shape::NullVsZeroOrEmpty)
}

/// How many rows are missing, unexpected, duplicated, changed.
fn counts(diff: &RowDiff) -> (usize, usize, usize, usize) {
    (diff.missing().count(), diff.unexpected().count(), diff.duplicated().count(), diff.changed().count())
}

/// The one mistake that would leave all of the differences, told from their kinds.
fn cause(diff: &RowDiff) -> Option<Shape> {
    match counts(diff) {
        (1.., 0, 0, 0) if diff.missing().all(has_no_match) => Some(Shape::InnerJoinDroppedRows),
        (1.., 0, 0, 0) => Some(Shape::FilterTooNarrow),
        (0, 1.., 0, 0) => Some(Shape::FilterMissingOrTooWide),
        (0, 0, 1.., 0) => Some(Shape::JoinFanOut),
        (0, 0, 0, 1..) if is_inflated(diff) => Some(Shape::AggregateInflated),
        _ => None,
    }
}

/// The same, told from what an exercise's columns stand for: it goes before the other.
fn closer_cause(diff: &RowDiff, expected: &[Row]) -> Option<Shape> {
    match counts(diff) {
        (1.., 0, 0, 0) if diff.n_actual == 0 => Some(Shape::NothingReturned),
        (0, 0, 0, 1..) if is_crossed(diff) => Some(Shape::CrossedForeignKey),
        (1.., 1.., 0, 0) if is_of_another_parent(diff, expected) => Some(Shape::CrossedForeignKey),
        _ => None,
    }
}

/// Whether the row looks like an outer join's that found no partner, or an aggregate over nothing.
fn has_no_match(row: &Row) -> bool {
    row.iter().any(|cell| match cell {
        Cell::Null => true,
        Cell::Integer(_) | Cell::Real(_) => is_nothing(cell),
        Cell::Text(_) => false,
    })
}

/// 0 or an empty text.
fn is_nothing(cell: &Cell) -> bool {
    match cell {
        Cell::Null => false,
        Cell::Integer(n) => *n == 0,
        Cell::Real(x) => *x == 0.0,
        Cell::Text(text) => text.is_empty(),
    }
}

/// Whether every changed cell is a number, and a multiple above 1 of the expected one. Ids are no amounts.
fn is_inflated(diff: &RowDiff) -> bool {
    diff.changed().all(|(expected, actual)| {
        diff.columns.iter().zip(expected.iter().zip(actual)).all(|(name, (expected, actual))| {
            agree(expected, actual) || (!is_id(name) && is_multiple(expected, actual))
        })
    })
}

fn is_multiple(expected: &Cell, actual: &Cell) -> bool {
    match (expected, actual) {
        (Cell::Integer(expected), Cell::Integer(actual)) => {
            *expected != 0 && actual.checked_rem(*expected) == Some(0) && actual.checked_div(*expected) > Some(1)
        }
        (Cell::Real(expected), Cell::Real(actual)) => {
            let factor = actual / expected;
            factor.is_finite() && factor > 1.5 && (factor - factor.round()).abs() < 1e-6
        }
        _ => false,
    }
}

/// Whether all changed rows differ in one and the same column alone, which either holds ids or has its values dealt out anew.
fn is_crossed(diff: &RowDiff) -> bool {
    let mut columns = diff.changed_cells().into_iter();
    let (Some((name, n_cells)), None) = (columns.next(), columns.next()) else {
        return false;
    };
    let Some(at) = diff.columns.iter().position(|column| column == name) else {
        return false;
    };
    if is_id(name) && n_cells == diff.changed().count() {
        return diff.changed().all(|(e, a)| is_key(&e[at]) && is_key(&a[at]));
    }
    let (mut expected, mut actual): (Vec<&Cell>, Vec<&Cell>) = diff.changed().map(|(e, a)| (&e[at], &a[at])).unzip();
    expected.sort();
    actual.sort();
    expected == actual
}

/// Whether every expected row has one parent, and every unexpected row another one.
fn is_of_another_parent(diff: &RowDiff, expected: &[Row]) -> bool {
    (0..diff.columns.len()).filter(|&at| is_foreign_key(&diff.columns[at])).any(|at| {
        let parent = &expected[0][at];
        is_key(parent)
            && expected.iter().all(|row| agree(&row[at], parent))
            && diff.unexpected().all(|row| !agree(&row[at], parent))
    })
}

/// Whether a column of this name holds keys.
fn is_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("id") || is_foreign_key(name)
}

/// Whether a column of this name holds the keys of other rows.
fn is_foreign_key(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("_id") || (name.ends_with("Id") && name.len() > 2)
}

/// Whether this can be a key.
fn is_key(cell: &Cell) -> bool {
    match cell {
        Cell::Null | Cell::Real(_) => false,
        Cell::Integer(_) | Cell::Text(_) => true,
    }
}
