//! Tables whose first column is their key.

use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;
use crate::tables::Schema;
use crate::tables::Tables;

/// The tables with their primary key first, as a comparison of deletions wants them; of a key of more columns, its
/// values together, as `(3, 7)`.
#[must_use]
pub fn keyed(tables: &Tables, schema: &Schema) -> Tables {
    tables.iter().map(|(name, rows)| (name.clone(), table(rows, &primary_key(schema, name)))).collect()
}

/// The columns of a table's primary key.
pub(super) fn primary_key(schema: &Schema, table: &str) -> Vec<String> {
    schema.tables.get(table).map(|table| table.primary_key.clone()).unwrap_or_default()
}

/// A row's values in these columns.
pub(super) fn values(rows: &Rows, row: &Row, columns: &[String]) -> Row {
    columns.iter().filter_map(|column| row.get(rows.column(column)?).cloned()).collect()
}

/// A primary key as one cell.
pub(super) fn key(values: &[Cell]) -> Cell {
    match values {
        [cell] => cell.clone(),
        _ => Cell::Text(format!("({})", values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))),
    }
}

fn table(rows: &Rows, primary_key: &[String]) -> Rows {
    let is_first =
        |at: usize| rows.columns.get(at).is_some_and(|column| [column] == primary_key.iter().collect::<Vec<_>>()[..]);
    if primary_key.is_empty() || is_first(0) {
        return rows.clone();
    }
    let kept: Vec<usize> = (0..rows.columns.len()).filter(|at| !is_first(*at)).collect();
    let name = if let [one] = primary_key { one.clone() } else { format!("({})", primary_key.join(", ")) };
    let columns = std::iter::once(name).chain(kept.iter().map(|at| rows.columns[*at].clone()));
    let whole = |row: &Row| {
        let key = key(&values(rows, row, primary_key));
        std::iter::once(key).chain(kept.iter().filter_map(|at| row.get(*at).cloned())).collect()
    };
    let mut keyed = Rows { columns: columns.collect(), rows: rows.rows.iter().map(whole).collect() };
    keyed.rows.sort_by(|a: &Row, b: &Row| a.first().cmp(&b.first()));
    keyed
}
