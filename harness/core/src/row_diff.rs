//! `RowDiff`: expected rows against actual rows, row by row.
//!
//! The one user of `similar`, for what is a sequence: the order of the rows, and the text of a cell.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;

mod agree;
#[cfg(feature = "diff")]
mod column_type;
mod columns;
#[cfg(feature = "diff")]
mod decimal;
mod edits;
mod inline;
mod order;
mod pairing;
mod shape;
#[cfg(feature = "diff")]
mod table;

pub use agree::agree;
#[cfg(feature = "diff")]
pub use column_type::{ColumnType, UnknownType};
pub use inline::{Piece, pieces};
pub use order::{Direction, Order, SortColumn};
pub use shape::Shape;
#[cfg(feature = "diff")]
pub use table::{Answer, Source, Table, TableDiff, diff_tables};

/// What is different between the rows that were expected and those that came back.
///
/// Rows in here hold the cells of `columns` alone, in that order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RowDiff {
    /// The columns that both sides have, by their expected names and in their expected order.
    pub columns: Vec<String>,
    /// Those of them that told rows apart; empty where rows were compared whole.
    pub key: Vec<String>,
    /// Rows expected.
    pub n_expected: usize,
    /// Rows that came back.
    pub n_actual: usize,
    /// Pairs of rows that agree in all of `columns`.
    pub n_matched: usize,
    /// The differences: first those about an expected row, in their order, then the others in the order of the actual rows.
    pub entries: Vec<Entry>,
    /// Expected columns that did not come back.
    pub missing_columns: Vec<String>,
    /// Columns that came back and were not expected.
    pub extra_columns: Vec<String>,
    /// Columns that came back under another name: expected, actual.
    pub renamed_columns: Vec<(String, String)>,
    /// Names that more than one column came back under.
    pub duplicate_columns: Vec<String>,
    /// Whether the columns came back in another order. Cells are compared by column, so that this alone is no difference.
    pub reordered_columns: bool,
    /// Whether the order matters, and the rows that were found are not in it.
    pub out_of_order: bool,
    /// The fewest rows that would have to move to bring the others into order, in the expected order.
    pub moved: Vec<Row>,
    /// What the differences look like, seen together: at most one cause, and what to know about NULL.
    pub hints: Vec<Shape>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// The row was expected and did not come back.
    Missing(Row),
    /// The row came back and was not expected.
    Unexpected(Row),
    /// The row was expected, and came back once more than that.
    Duplicated(Row),
    /// The row came back with other values.
    Changed {
        /// As it was expected.
        expected: Row,
        /// As it came back.
        actual: Row,
    },
}

impl RowDiff {
    /// Whether the answer is right: every row, every column, and the order where it matters.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::row_diff::diff;
    /// use harness_core::rows::Rows;
    ///
    /// let cakes = Rows { columns: vec!["name".into()], rows: vec![vec!["Lamington".into()]] };
    /// assert!(diff(&cakes, &cakes, &[], false).is_identical());
    /// assert!(!diff(&cakes, &Rows::default(), &[], false).is_identical());
    /// ```
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.entries.is_empty()
            && self.missing_columns.is_empty()
            && self.extra_columns.is_empty()
            && self.renamed_columns.is_empty()
            && !self.out_of_order
    }

    /// How much of the answer is right, 0 ..= 1; 1 exactly where it [is identical](Self::is_identical).
    ///
    /// Matched rows count 1 and changed ones half their share of equal cells, over the mean number of rows, times the
    /// share of the columns. Rows that are right in the wrong order keep 0.8 of it, each renamed column leaves 0.95.
    ///
    /// # Examples
    ///
    /// Two rows are right and the third one did not come back:
    ///
    /// ```
    /// use harness_core::row_diff::diff;
    /// use harness_core::rows::Rows;
    ///
    /// let expected = Rows { columns: vec!["n".into()], rows: vec![vec![1.into()], vec![2.into()], vec![3.into()]] };
    /// let actual = Rows { rows: expected.rows[..2].to_vec(), ..expected.clone() };
    /// assert!((diff(&expected, &actual, &[], false).share() - 0.8).abs() < 1e-9);
    /// ```
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "numbers of rows and columns are far below 2^52")]
    pub fn share(&self) -> f64 {
        let ratio = |part: f64, whole: usize| if whole == 0 { 1.0 } else { part / whole as f64 };
        let n_equal = |(e, a): (&Row, &Row)| e.iter().zip(a).filter(|(e, a)| agree(e, a)).count() as f64;
        let changed: f64 = self.changed().map(|pair| 0.5 * ratio(n_equal(pair), self.columns.len())).sum();
        let credit = self.n_matched as f64 + changed;
        let n_columns = self.columns.len() + self.missing_columns.len() + self.extra_columns.len();
        let mut share =
            ratio(2.0 * credit, self.n_expected + self.n_actual) * ratio(self.columns.len() as f64, n_columns);
        if self.out_of_order && self.entries.is_empty() {
            share *= 0.8;
        }
        self.renamed_columns.iter().fold(share, |share, _| share * 0.95)
    }

    /// The expected rows that did not come back.
    pub fn missing(&self) -> impl Iterator<Item = &Row> {
        self.entries.iter().filter_map(|entry| if let Entry::Missing(row) = entry { Some(row) } else { None })
    }

    /// The rows that came back and were not expected.
    pub fn unexpected(&self) -> impl Iterator<Item = &Row> {
        self.entries.iter().filter_map(|entry| if let Entry::Unexpected(row) = entry { Some(row) } else { None })
    }

    /// The rows that came back once more than expected; one that came back three times is in it twice.
    pub fn duplicated(&self) -> impl Iterator<Item = &Row> {
        self.entries.iter().filter_map(|entry| if let Entry::Duplicated(row) = entry { Some(row) } else { None })
    }

    /// The changed rows: expected, actual.
    pub fn changed(&self) -> impl Iterator<Item = (&Row, &Row)> {
        self.entries.iter().filter_map(|entry| {
            if let Entry::Changed { expected, actual } = entry { Some((expected, actual)) } else { None }
        })
    }

    /// How many cells of each column are changed; a column without any is not in it.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::row_diff::diff;
    /// use harness_core::rows::Rows;
    ///
    /// let bill = |total: i64| Rows { columns: vec!["id".into(), "total".into()], rows: vec![vec![7.into(), total.into()]] };
    /// let diff = diff(&bill(1250), &bill(2500), &["id".into()], false);
    /// assert_eq!(diff.changed_cells(), [("total", 1)].into());
    /// ```
    #[must_use]
    pub fn changed_cells(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for (expected, actual) in self.changed() {
            for (name, (expected, actual)) in self.columns.iter().zip(expected.iter().zip(actual)) {
                if !agree(expected, actual) {
                    *counts.entry(name.as_str()).or_default() += 1;
                }
            }
        }
        counts
    }
}

/// Compares the rows of an answer with those that were expected.
///
/// Columns match by name without case. With a `key`, rows of equal key are compared with each other; a key that one
/// side lacks is no key. Without one, equal rows match, and what is left pairs with the nearest row of the other side, if at
/// least half of the cells agree; where there is too much left for that, by position. `order` is `false` for rows in any order, `true` for
/// rows in the order in which they are expected, or an [`Order`].
///
/// # Examples
///
/// ```
/// use harness_core::row_diff::{Entry, Shape, diff};
/// use harness_core::rows::Rows;
///
/// let rows = |names: &[&str]| Rows {
///     columns: vec!["name".into()],
///     rows: names.iter().map(|&name| vec![name.into()]).collect(),
/// };
/// let diff = diff(&rows(&["Rye", "Spelt"]), &rows(&["Spelt", "Rye", "Spelt"]), &[], false);
/// assert_eq!(diff.entries, [Entry::Duplicated(vec!["Spelt".into()])]);
/// assert_eq!(diff.hints, [Shape::JoinFanOut]);
/// ```
#[must_use]
pub fn diff(expected: &Rows, actual: &Rows, key: &[String], order: impl Into<Order>) -> RowDiff {
    compare(expected, actual, key, &order.into(), &|_, cell| cell.clone()).diff
}

/// What an actual cell stands for in the column of the expected rows at that position.
type Reading<'a> = dyn Fn(usize, &Cell) -> Cell + 'a;

/// A diff, and how it came about.
struct Compared {
    diff: RowDiff,
    /// Whether there were too many rows to look for the nearest, so that some are paired by their places.
    #[cfg_attr(not(feature = "diff"), expect(dead_code, reason = "an exercise has too few rows for it"))]
    by_place: bool,
}

/// [`diff`], with each actual cell as `read` gives it.
fn compare(expected: &Rows, actual: &Rows, key: &[String], order: &Order, read: &Reading<'_>) -> Compared {
    let matching = columns::matching(expected, actual, read);
    let (of_expected, of_actual): (Vec<usize>, Vec<usize>) = matching.shared.into_iter().unzip();
    let expected_rows = columns::project(&expected.rows, &of_expected, &|_, cell| cell.clone());
    let actual_rows = columns::project(&actual.rows, &of_actual, &|at, cell| read(of_expected[at], cell));
    let columns: Vec<String> = of_expected.iter().map(|&at| expected.columns[at].clone()).collect();
    let key = columns::positions(&columns, key).unwrap_or_default();
    let pairing = pairing::pair(&expected_rows, &actual_rows, &key);
    let sequence = order::sequence(order, &columns, &expected_rows, &actual_rows, &pairing, !key.is_empty());
    let mut diff = RowDiff {
        key: key.iter().map(|&column| columns[column].clone()).collect(),
        columns,
        n_expected: expected.rows.len(),
        n_actual: actual.rows.len(),
        n_matched: pairing.equal.len(),
        entries: pairing.entries(&expected_rows, &actual_rows),
        missing_columns: matching.missing,
        extra_columns: matching.extra,
        renamed_columns: matching.renamed,
        duplicate_columns: matching.duplicate,
        reordered_columns: matching.reordered,
        out_of_order: sequence.out_of_order,
        moved: sequence.moved,
        hints: Vec::new(),
    };
    diff.hints = shape::shapes(&diff, &expected_rows);
    Compared { diff, by_place: pairing.by_place }
}

/// The share above what doing nothing earns: 0 at `baseline` and below it, 1 for a right answer and for no other.
///
/// # Examples
///
/// ```
/// use harness_core::row_diff::share_above;
///
/// assert_eq!(share_above(0.75, 0.5), 0.5);
/// assert_eq!(share_above(0.4, 0.5), 0.0);
/// assert_eq!(share_above(1.0, 1.0), 1.0); // where doing nothing is the right answer
/// ```
#[must_use]
pub fn share_above(share: f64, baseline: f64) -> f64 {
    if share >= 1.0 {
        1.0
    } else if share > baseline {
        (share - baseline.max(0.0)) / (1.0 - baseline.max(0.0))
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests;
