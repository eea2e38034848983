//! Which column of an answer stands for which expected one.

use std::collections::BTreeSet;

use crate::row_diff::Reading;
use crate::row_diff::agree::canonical;
use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;

/// The columns of both sides, matched.
pub(super) struct Matching {
    /// Positions in expected and actual rows, in the expected order.
    pub(super) shared: Vec<(usize, usize)>,
    /// Expected names without a column.
    pub(super) missing: Vec<String>,
    /// Names of actual columns that stand for none.
    pub(super) extra: Vec<String>,
    /// Expected and actual name where they differ in more than case.
    pub(super) renamed: Vec<(String, String)>,
    /// Names under which more than one column came.
    pub(super) duplicate: Vec<String>,
    /// Whether the shared columns came in another order.
    pub(super) reordered: bool,
}

/// Matches columns by name without case; then one that is missing by its position, or by its values, as `read` gives them, if
/// they single it out.
pub(super) fn matching(expected: &Rows, actual: &Rows, read: &Reading<'_>) -> Matching {
    let mut taken = BTreeSet::new();
    let mut found: Vec<Option<usize>> = expected
        .columns
        .iter()
        .map(|name| {
            let column = (0..actual.columns.len())
                .find(|at| !taken.contains(at) && actual.columns[*at].eq_ignore_ascii_case(name))?;
            taken.insert(column);
            Some(column)
        })
        .collect();
    let mut renamed = Vec::new();
    for (at, place) in found.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
        let free = |column: &usize| *column < actual.columns.len() && !taken.contains(column);
        let Some(column) = Some(at).filter(free).or_else(|| only_with_values(expected, actual, at, read, free)) else {
            continue;
        };
        taken.insert(column);
        *place = Some(column);
        renamed.push((expected.columns[at].clone(), actual.columns[column].clone()));
    }
    let shared: Vec<(usize, usize)> =
        found.iter().enumerate().filter_map(|(at, column)| Some((at, (*column)?))).collect();
    Matching {
        missing: expected
            .columns
            .iter()
            .zip(&found)
            .filter(|pair| pair.1.is_none())
            .map(|pair| pair.0.clone())
            .collect(),
        extra: (0..actual.columns.len())
            .filter(|at| !taken.contains(at))
            .map(|at| actual.columns[at].clone())
            .collect(),
        renamed,
        duplicate: duplicates(&actual.columns),
        reordered: !shared.is_sorted_by_key(|pair| pair.1),
        shared,
    }
}

/// The one free column of `actual` that holds the values of the expected column `at`, in any order.
fn only_with_values(
    expected: &Rows,
    actual: &Rows,
    at: usize,
    read: &Reading<'_>,
    free: impl Fn(&usize) -> bool,
) -> Option<usize> {
    if expected.rows.len() != actual.rows.len() {
        return None;
    }
    let wanted = values(expected, at, Cell::clone);
    let mut columns = (0..actual.columns.len())
        .filter(free)
        .filter(|&column| values(actual, column, |cell| read(at, cell)) == wanted);
    let column = columns.next()?;
    columns.next().is_none().then_some(column)
}

/// The values of one column, as `read` gives them, sorted.
fn values(rows: &Rows, column: usize, read: impl Fn(&Cell) -> Cell) -> Vec<Cell> {
    let mut values: Vec<Cell> = rows.rows.iter().map(|row| canonical(&read(cell(row, column)))).collect();
    values.sort();
    values
}

/// The names that occur more than once, without case, as first written.
fn duplicates(names: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut duplicates: Vec<String> = Vec::new();
    for name in names {
        if !seen.insert(name.to_ascii_lowercase()) && !duplicates.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            duplicates.push(name.clone());
        }
    }
    duplicates
}

/// The rows, cut to the given columns, in that order; `read` gets each cell with its place in `columns`.
pub(super) fn project(rows: &[Row], columns: &[usize], read: &Reading<'_>) -> Vec<Row> {
    let cut = |row: &Row| columns.iter().enumerate().map(|(at, &column)| read(at, cell(row, column))).collect();
    rows.iter().map(cut).collect()
}

/// A cell; NULL where the row is too short, since what a candidate sends may be of any shape.
fn cell(row: &Row, column: usize) -> &Cell {
    const NOTHING: &Cell = &Cell::Null;
    row.get(column).unwrap_or(NOTHING)
}

/// Where `names` stand among `columns`; `None` if one of them does not.
pub(super) fn positions(columns: &[String], names: &[String]) -> Option<Vec<usize>> {
    names.iter().map(|name| columns.iter().position(|column| column.eq_ignore_ascii_case(name))).collect()
}
