//! A table of a user's own, read from a CSV or JSON file or from standard input.

mod csv;
mod json;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use harness_core::report::escape;
use harness_core::row_diff::Table;

use crate::exit::usage;
use crate::foreign;

/// The path that stands for standard input.
pub(crate) const STDIN: &str = "-";
/// The most columns: SQLite has no more, unless it is built to.
const MOST_COLUMNS: usize = 2_000;

/// The longest text of a table, bytes: all of it is kept, cell by cell.
const LONGEST: u64 = 256 << 20;

/// Which of two tables it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The one that says what a column is called: no two have one name.
    Expected,
    /// The one that is looked at.
    Actual,
}

/// What is wrong with a table, and where.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    line: usize,
    column: Option<usize>,
    what: String,
}

impl Wrong {
    fn at(line: usize, what: impl Into<String>) -> Self {
        Self { line, column: None, what: what.into() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "{}:{column}: {}", self.line, self.what),
            None => write!(f, "{}: {}", self.line, self.what),
        }
    }
}

/// Reads the table at `path`, all of it into memory; `null` is what stands for NULL in a CSV.
///
/// It is JSON if the name ends so, or, where the name says nothing, if it begins like it.
///
/// # Errors
///
/// It cannot be read, is no table, or two expected columns have one name: the caller's to put right.
pub(crate) fn read(path: &Path, side: Side, null: Option<&str>) -> anyhow::Result<Table> {
    let is_stdin = path == Path::new(STDIN);
    let name = if is_stdin { "standard input".to_owned() } else { path.display().to_string() };
    let bytes = if is_stdin { bytes_of(io::stdin()) } else { File::open(path).and_then(bytes_of) };
    let bytes = bytes.map_err(|error| usage(format!("cannot read {name}: {error}")))?;
    if bytes.len() as u64 > LONGEST {
        return Err(usage(format!(
            "{name} is longer than {} MiB, and both tables are compared in memory\nhint: compare it in parts, by ranges of its \
             key, or without the columns that are not in question",
            LONGEST >> 20
        )));
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    parse(&bytes, extension.as_deref(), side, null).map_err(|wrong| usage(format!("{name}:{wrong}")))
}

/// What is in `file`, up to one byte more than is taken.
fn bytes_of(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn parse(bytes: &[u8], extension: Option<&str>, side: Side, null: Option<&str>) -> Result<Table, Wrong> {
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Err(Wrong::at(1, "the file is empty: a CSV begins with the names of its columns, and JSON with {"));
    }
    let is_json = match extension {
        Some("json") => true,
        Some("csv" | "tsv") => false,
        Some(_) | None => text.trim_start().starts_with(['{', '[']),
    };
    if is_json { json::read(text, side) } else { csv::read(text, side, null) }
}

/// The bytes as text.
fn text(bytes: &[u8]) -> Result<&str, Wrong> {
    if let Some(what) = foreign::told_by(bytes) {
        return Err(Wrong::at(1, what));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| {
        Wrong::at(line_of(bytes, error.valid_up_to()), "this is no text in UTF-8\nhint: save it as UTF-8")
    })?;
    match text.find('\0') {
        Some(at) => Err(Wrong::at(line_of(bytes, at), "a NUL byte: this is no text")),
        None => Ok(text),
    }
}

/// The line that the byte at `at` is in, from 1.
fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count()
}

/// What is wrong with the name of one more column, behind `names`.
fn refused(names: &[String], name: &str, side: Side) -> Option<String> {
    if names.len() >= MOST_COLUMNS {
        return Some(format!("more than {MOST_COLUMNS} columns"));
    }
    let is_taken = side == Side::Expected && names.iter().any(|other| other.eq_ignore_ascii_case(name));
    let name = escape(name);
    is_taken
        .then(|| format!("two columns are named `{name}`, without case: what is expected has to say which is meant"))
}

#[cfg(test)]
mod tests;
