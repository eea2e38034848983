//! A row diff as lines of aligned text.

mod cell_text;

use cell_text::{cut, pointed, shown};

use super::paint::escape;
use crate::row_diff::Entry;
use crate::row_diff::RowDiff;
use crate::row_diff::agree;
use crate::rows::Row;

/// The most characters that a column is filled up to, and that are shown of a long cell which is no difference.
const MOST_CHARACTERS: usize = 32;
/// The characters between two columns.
const GAP: &str = "  ";

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Counts, the names of the columns, pointers, rows that are only elsewhere.
    Plain,
    /// A row as it was expected.
    Expected,
    /// A row as it came back.
    Actual,
}

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) mark: Mark,
    pub(super) text: String,
}

/// The counts, what is wrong with the columns, and a table of all differences.
///
/// `-` is a row that did not come back, `+` one that was not expected or came once too often, `~` one with other values: as it
/// was expected, as it came back, and pointers under what differs. No difference is cut; long cells that are none are. Texts that
/// could be taken for something else (NULL, a number, nothing) are in quotes, and characters that cannot be seen are escaped.
/// At most `most` differences are in it; how many more there are is said.
pub(super) fn lines(diff: &RowDiff, most: usize) -> Vec<Line> {
    let mut lines = vec![plain(counts(diff))];
    lines.extend(columns(diff).into_iter().map(plain));
    let rows = rows(diff, most);
    if !diff.columns.is_empty() && !rows.is_empty() {
        let table = Table::new(&diff.columns, &rows);
        lines.push(plain(table.header()));
        lines.extend(rows.iter().flat_map(|row| table.lines(row)));
    }
    let n_more = (diff.entries.len() + diff.moved.len()).saturating_sub(most);
    lines.extend((n_more > 0).then(|| plain(format!("… and {n_more} more"))));
    lines
}

fn plain(text: String) -> Line {
    Line { mark: Mark::Plain, text }
}

/// How many rows of each kind there are.
fn counts(diff: &RowDiff) -> String {
    let kinds = [
        ("missing", diff.missing().count()),
        ("unexpected", diff.unexpected().count()),
        ("too often", diff.duplicated().count()),
        ("changed", diff.changed().count()),
        ("in another place", diff.moved.len()),
    ];
    let found = kinds.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| format!(" · {kind} {count}"));
    format!("matched {}{}", diff.n_matched, found.collect::<String>())
}

/// What is wrong with the columns.
fn columns(diff: &RowDiff) -> Vec<String> {
    let missing = diff.missing_columns.iter().map(|name| format!("column {} did not come back", escape(name)));
    let extra = diff.extra_columns.iter().map(|name| format!("column {} was not expected", escape(name)));
    let renamed = diff
        .renamed_columns
        .iter()
        .map(|(expected, actual)| format!("column {} came back as {}", escape(expected), escape(actual)));
    let twice = diff.duplicate_columns.iter().map(|name| format!("more than one column is named {}", escape(name)));
    missing.chain(extra).chain(renamed).chain(twice).collect()
}

/// A row of the table.
struct TableRow {
    sign: char,
    mark: Mark,
    /// The cells as they are shown.
    cells: Vec<String>,
    /// What is said behind the row.
    said: &'static str,
    /// For each cell, which of its characters are pointed at; none for most rows.
    pointed: Vec<Vec<bool>>,
}

/// The rows of the table, of `most` differences: first those of the rows themselves, then of their places.
fn rows(diff: &RowDiff, most: usize) -> Vec<TableRow> {
    let whole = |sign, mark, row: &Row, said| {
        let cells = row.iter().map(shown).collect();
        TableRow { sign, mark, cells, said, pointed: Vec::new() }
    };
    let differences = diff.entries.iter().take(most).flat_map(|entry| match entry {
        Entry::Missing(row) => vec![whole('-', Mark::Expected, row, "missing")],
        Entry::Unexpected(row) => vec![whole('+', Mark::Actual, row, "unexpected")],
        Entry::Duplicated(row) => vec![whole('+', Mark::Actual, row, "once too often")],
        Entry::Changed { expected, actual } => changed(expected, actual).into(),
    });
    let moved = diff.moved.iter().take(most.saturating_sub(diff.entries.len()));
    differences.chain(moved.map(|row| whole('↕', Mark::Plain, row, "in another place"))).collect()
}

/// A changed row, as it was expected and as it came back.
fn changed(expected: &Row, actual: &Row) -> [TableRow; 2] {
    let mut rows = [(Mark::Expected, "expected"), (Mark::Actual, "actual")].map(|(mark, said)| TableRow {
        sign: '~',
        mark,
        cells: Vec::new(),
        said,
        pointed: Vec::new(),
    });
    for (expected, actual) in expected.iter().zip(actual) {
        if agree(expected, actual) {
            let cell = cut(shown(expected));
            rows[1].pointed.push(Vec::new());
            for row in &mut rows {
                row.cells.push(cell.clone());
            }
        } else {
            rows[0].cells.push(shown(expected));
            rows[1].cells.push(shown(actual));
            rows[1].pointed.push(pointed(expected, actual));
        }
    }
    rows
}

/// How the columns are laid out.
struct Table {
    names: Vec<String>,
    /// Characters a column.
    widths: Vec<usize>,
    /// Whether a column holds numbers, which stand at its right.
    numbers: Vec<bool>,
}

impl Table {
    fn new(names: &[String], rows: &[TableRow]) -> Self {
        let names: Vec<String> = names.iter().map(|name| escape(name)).collect();
        let column = |at: usize| rows.iter().filter_map(move |row| row.cells.get(at));
        let width = |at: usize| {
            let widest = column(at).chain([&names[at]]).map(|cell| cell.chars().count()).max();
            widest.unwrap_or_default().min(MOST_CHARACTERS)
        };
        // A text that reads like a number is in quotes, and is none here.
        let is_number = |cell: &String| cell == "NULL" || cell.parse::<f64>().is_ok();
        Self {
            widths: (0..names.len()).map(width).collect(),
            numbers: (0..names.len()).map(|at| column(at).all(is_number)).collect(),
            names,
        }
    }

    /// Cells side by side, and where each of them starts.
    fn lay_out(&self, cells: &[String]) -> (String, Vec<usize>) {
        let (mut text, mut starts, mut n_characters) = (String::new(), Vec::new(), 0);
        for ((cell, width), is_number) in cells.iter().zip(&self.widths).zip(&self.numbers) {
            let length = cell.chars().count();
            let filling = " ".repeat(width.saturating_sub(length));
            let (before, after) = if *is_number { (filling.as_str(), "") } else { ("", filling.as_str()) };
            starts.push(n_characters + before.len());
            text.extend([before, cell, after, GAP]);
            n_characters += length + filling.len() + GAP.len();
        }
        (text, starts)
    }

    fn header(&self) -> String {
        format!("  {}", self.lay_out(&self.names).0).trim_end().to_owned()
    }

    /// A row, and the pointers under it.
    fn lines(&self, row: &TableRow) -> Vec<Line> {
        let (text, starts) = self.lay_out(&row.cells);
        let mut lines = vec![Line { mark: row.mark, text: format!("{} {text} {}", row.sign, row.said) }];
        let mut pointers = String::new();
        for (start, pointed) in starts.iter().zip(&row.pointed).filter(|(_, pointed)| pointed.contains(&true)) {
            pointers.extend(std::iter::repeat_n(' ', start.saturating_sub(pointers.len())));
            pointers.extend(pointed.iter().map(|is_pointed| if *is_pointed { '^' } else { ' ' }));
        }
        if !pointers.is_empty() {
            lines.push(plain(format!("  {}", pointers.trim_end())));
        }
        lines
    }
}

#[cfg(test)]
mod tests;
