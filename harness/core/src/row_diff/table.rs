//! Tables of users' own, compared by the judge's rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::row_diff::ColumnType;
use crate::row_diff::Entry;
use crate::row_diff::Order;
use crate::row_diff::RowDiff;
use crate::row_diff::Shape;
use crate::row_diff::compare;
use crate::row_diff::shape;
use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;

/// What a table was written in, and with it what is known of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A cell is a number, a text or NULL, as it is written.
    Json,
    /// A cell is a text, which may stand for a number, or NULL.
    Csv,
}

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of columns, and cells as they are written.
    pub rows: Rows,
    /// A type a column, where it was declared.
    pub types: Vec<Option<ColumnType>>,
    /// What it was written in.
    pub source: Source,
}

/// The answer in short, as JSON has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What is different, a name a kind, and one a column where it is about a column.
    pub findings: Vec<String>,
    /// Pairs of rows that agree.
    pub identical: usize,
    /// Pairs of rows that agree in some cells.
    pub modified: usize,
    /// Expected rows without an actual one.
    pub missing: usize,
    /// Actual rows without an expected one, but for copies.
    pub extra: usize,
    /// Actual rows that are one copy too many.
    pub duplicates: usize,
    /// How many cells are different in modified rows, by column.
    pub cells: BTreeMap<String, usize>,
    /// What the differences look like, seen together.
    pub hints: Vec<Shape>,
    /// How much is right, 0 ..= 1, to four digits: 1 and 0 only where all or nothing is.
    pub score: f64,
}

/// What is different between two tables.
#[derive(Debug, Clone, PartialEq)]
pub struct TableDiff {
    /// In short.
    pub answer: Answer,
    /// Row by row, with cells as they are shown.
    pub diff: RowDiff,
    /// What each expected column was compared as; `None` where its cells were taken as they are written.
    pub types: Vec<(String, Option<ColumnType>)>,
    /// Whether so many rows were left that some are paired by their places, and not with the nearest.
    pub by_place: bool,
}

/// Compares two tables as answers of exercises are compared with what is expected, see [`diff`](crate::row_diff::diff).
///
/// Cells are read by the types of the expected columns. One that has none declared, with a CSV on either side, gets the
/// narrowest type that all its expected cells have, or, where they say nothing, the actual ones.
///
/// # Examples
///
/// ```
/// use harness_core::row_diff::{Order, Source, Table, diff_tables};
/// use harness_core::rows::Rows;
///
/// let csv = |total: &str| Table {
///     rows: Rows { columns: vec!["total".into()], rows: vec![vec![total.into()]] },
///     types: vec![None],
///     source: Source::Csv,
/// };
/// assert!(diff_tables(csv("2.50"), &csv("2.5"), &[], &Order::Any).answer.findings.is_empty());
/// assert_eq!(diff_tables(csv("2.50"), &csv("2.51"), &[], &Order::Any).answer.missing, 1);
/// ```
#[must_use]
pub fn diff_tables(mut expected: Table, actual: &Table, key: &[String], order: &Order) -> TableDiff {
    let types = types(&expected, actual);
    for row in &mut expected.rows.rows {
        for (cell, of) in row.iter_mut().zip(&types) {
            *cell = read(*of, cell, expected.source);
        }
    }
    let reading = |at: usize, cell: &Cell| read(types.get(at).copied().flatten(), cell, actual.source);
    let compared = compare(&expected.rows, &actual.rows, key, order, &reading);
    let types: Vec<_> = expected.rows.columns.into_iter().zip(types).collect();
    let mut diff = compared.diff;
    let answer = answer(&diff);
    show(&mut diff, &types);
    TableDiff { answer, diff, types, by_place: compared.by_place }
}

/// What each expected column is compared as.
fn types(expected: &Table, actual: &Table) -> Vec<Option<ColumnType>> {
    let found = |table: &Table, at: usize| {
        ColumnType::of(table.rows.rows.iter().filter_map(|row: &Row| row.get(at)), table.source)
    };
    let is_told = [expected, actual].iter().all(|table| table.source == Source::Json);
    let columns = expected.rows.columns.iter().enumerate();
    columns
        .map(|(at, name)| {
            let declared = expected.types.get(at).copied().flatten();
            if declared.is_some() || is_told {
                return declared;
            }
            found(expected, at).or_else(|| found(actual, actual.rows.column(name)?))
        })
        .collect()
}

fn read(of: Option<ColumnType>, cell: &Cell, source: Source) -> Cell {
    of.map_or_else(|| cell.clone(), |of| of.read(cell, source))
}

fn answer(diff: &RowDiff) -> Answer {
    Answer {
        findings: findings(diff),
        identical: diff.n_matched,
        modified: diff.changed().count(),
        missing: diff.missing().count(),
        extra: diff.unexpected().count(),
        duplicates: diff.duplicated().count(),
        cells: diff.changed_cells().into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
        hints: shape::general_shapes(diff),
        score: rounded(diff.share()),
    }
}

fn rounded(share: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 { share } else { ((share * 1e4).round() / 1e4).clamp(0.0001, 0.9999) }
}

fn findings(diff: &RowDiff) -> Vec<String> {
    let kinds = [
        ("missing_rows", diff.missing().next().is_some()),
        ("extra_rows", diff.unexpected().next().is_some()),
        ("duplicate_rows", diff.duplicated().next().is_some()),
        ("modified_cells", diff.changed().next().is_some()),
        ("wrong_order", diff.out_of_order),
        ("reordered_columns", diff.reordered_columns),
    ];
    let mut findings: Vec<String> = kinds.iter().filter(|kind| kind.1).map(|kind| kind.0.to_owned()).collect();
    findings.extend(diff.renamed_columns.iter().map(|(from, to)| format!("renamed_column:{from}->{to}")));
    findings.extend(diff.missing_columns.iter().map(|name| format!("missing_column:{name}")));
    findings.extend(diff.extra_columns.iter().map(|name| format!("extra_column:{name}")));
    findings.extend((!diff.duplicate_columns.is_empty()).then(|| "duplicate_column_names".to_owned()));
    findings
}

/// Turns the cells into what is shown of them.
fn show(diff: &mut RowDiff, types: &[(String, Option<ColumnType>)]) {
    let type_of = |name: &String| types.iter().find(|column| column.0 == *name).and_then(|column| column.1);
    let of: Vec<Option<ColumnType>> = diff.columns.iter().map(type_of).collect();
    let show = |row: &mut Row| {
        for (cell, of) in row.iter_mut().zip(&of) {
            *cell = of.map_or_else(|| cell.clone(), |of| of.shown(cell));
        }
    };
    for entry in &mut diff.entries {
        match entry {
            Entry::Missing(row) | Entry::Unexpected(row) | Entry::Duplicated(row) => show(row),
            Entry::Changed { expected, actual } => {
                show(expected);
                show(actual);
            }
        }
    }
    diff.moved.iter_mut().for_each(show);
}

#[cfg(test)]
mod tests;
