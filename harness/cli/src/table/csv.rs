//! A table in CSV: a header, then a row a record.

use ::csv::{ReaderBuilder, StringRecord};
use harness_core::report::escape;
use harness_core::row_diff::{Source, Table};
use harness_core::rows::{Cell, Rows};

use super::{Side, Wrong, line_of, refused};

/// Reads it. Fields are parted by commas, or by semicolons or tabs where the header has no comma; they are taken as they are,
/// spaces and all. An empty one is an empty text, and one that is `null`, in quotes or not, is NULL.
pub(super) fn read(text: &str, side: Side, null: Option<&str>) -> Result<Table, Wrong> {
    let header = text.lines().find(|line| !line.is_empty()).unwrap_or_default();
    let delimiter = [',', ';', '\t'].into_iter().find(|&character| header.contains(character)).unwrap_or(',');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let mut record = StringRecord::new();
    let mut start = Start { byte: 0, after_empty_line: false };
    while reader.read_record(&mut record).map_err(|error| Wrong::at(start.line(text), escape(&error.to_string())))? {
        let position = record.position().map_or(0, ::csv::Position::byte);
        start = Start::of(text, usize::try_from(position).unwrap_or(usize::MAX));
        let wrong = |what: String| Wrong::at(start.line(text), what);
        if rows.columns.is_empty() {
            for name in &record {
                if let Some(what) = refused(&rows.columns, name, side) {
                    return Err(wrong(what));
                }
                rows.columns.push(name.to_owned());
            }
            continue;
        }
        let n_columns = rows.columns.len();
        if record.len() != n_columns {
            return Err(wrong(format!("fields in this row: {}, and in the header: {n_columns}", record.len())));
        }
        if n_columns == 1 && start.after_empty_line {
            // The reader leaves out empty lines; here they could be rows.
            return Err(wrong("an empty line before this row\nhint: an empty text is \"\" there".to_owned()));
        }
        let cell = |field: &str| if Some(field) == null { Cell::Null } else { field.into() };
        rows.rows.push(record.iter().map(cell).collect());
    }
    // What is never closed takes up all that follows, so that only the last record can be it.
    let last = text.get(start.byte..).unwrap_or_default();
    let opens = last.starts_with('"') || last.contains(&format!("{delimiter}\""));
    if opens && last.matches('"').count() % 2 == 1 {
        return Err(Wrong::at(start.line(text), "a quotation mark that is never closed: the file may be cut off"));
    }
    Ok(Table { types: vec![None; rows.columns.len()], rows, source: Source::Csv })
}

/// Where a record begins.
struct Start {
    byte: usize,
    after_empty_line: bool,
}

impl Start {
    /// Of the record that is read from `byte` on: line ends before it are no part of it.
    fn of(text: &str, byte: usize) -> Self {
        let bytes = text.as_bytes();
        let is_end = |at: usize| matches!(bytes.get(at), Some(b'\r' | b'\n'));
        // The rest of the line end before it.
        let own =
            byte + usize::from(byte > 0 && bytes.get(byte - 1) == Some(&b'\r') && bytes.get(byte) == Some(&b'\n'));
        let start = (own..bytes.len()).find(|&at| !is_end(at)).unwrap_or(bytes.len());
        Self { byte: start, after_empty_line: start > own }
    }

    fn line(&self, text: &str) -> usize {
        line_of(text.as_bytes(), self.byte)
    }
}
