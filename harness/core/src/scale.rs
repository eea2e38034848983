//! Rows for growing data, made from a fixture's `scaled` tables.

use std::collections::BTreeMap;

use crate::rows::Cell;
use crate::rows::Row;
use crate::spec::Generator;
use crate::spec::ScaledTable;
use crate::spec::TableRows;

/// The number of rows of each table at a size: the product of its axes. An axis that `size` lacks counts as 1.
#[must_use]
pub fn row_counts(tables: &[ScaledTable], size: &BTreeMap<String, u32>) -> BTreeMap<String, u64> {
    tables.iter().map(|table| (table.table.clone(), product(&table.rows, size))).collect()
}

/// The product of some axes at a size.
#[must_use]
pub fn product(axes: &[String], size: &BTreeMap<String, u32>) -> u64 {
    axes.iter().map(|axis| u64::from(size.get(axis).copied().unwrap_or(1))).product()
}

/// The rows of all tables at a size, in the order of `tables`: parents first. The first column of a table is its key.
///
/// A table without rows gives its children no parent: their `parent` and `spread` columns are then NULL.
#[must_use]
pub fn rows(tables: &[ScaledTable], size: &BTreeMap<String, u32>) -> Vec<TableRows> {
    let mut made: Vec<TableRows> = Vec::new();
    for table in tables {
        let n_rows = product(&table.rows, size);
        // The key comes first, since others refer to the first column.
        let mut columns: Vec<(&String, &Generator)> = table.columns.iter().collect();
        columns.sort_by_key(|(name, _)| (*name != "id", *name));
        let row = |n: u64| -> Row { columns.iter().map(|(_, generator)| cell(generator, n, n_rows, &made)).collect() };
        let rows: Vec<Row> = (0..n_rows).map(row).collect();
        let columns = columns.into_iter().map(|(name, _)| name.clone()).collect();
        made.push(TableRows { table: table.table.clone(), columns, rows });
    }
    made
}

fn cell(generator: &Generator, n: u64, n_rows: u64, made: &[TableRows]) -> Cell {
    let keys =
        |table: &str| made.iter().find(|rows| rows.table == table).map(|rows| rows.rows.as_slice()).unwrap_or_default();
    let key = |rows: &[Row], at: u64| {
        usize::try_from(at).ok().and_then(|at| rows.get(at)?.first().cloned()).unwrap_or(Cell::Null)
    };
    match generator {
        Generator::Serial(first) => Cell::Integer(first.saturating_add_unsigned(n)),
        Generator::Text(text) => Cell::Text(text.replace("{n}", &(n + 1).to_string())),
        Generator::Cycle(values) if values.is_empty() => Cell::Null,
        Generator::Cycle(values) => {
            usize::try_from(n % values.len() as u64).map_or(Cell::Null, |at| values[at].clone())
        }
        Generator::Parent(table) => {
            let parents = keys(table);
            let run = (n_rows / (parents.len() as u64).max(1)).max(1);
            key(parents, n / run)
        }
        Generator::Spread(table) => {
            let parents = keys(table);
            key(parents, n % (parents.len() as u64).max(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Vec<ScaledTable> {
        let yaml = "
- {table: people, rows: [people], columns: {id: {serial: 100}, name: {text: 'p{n}'}}}
- {table: tags, rows: [tags], columns: {id: {serial: 500}}}
- {table: payments, rows: [people, each], columns: {id: {serial: 900}, payer_id: {parent: people}, tag_id: {spread: tags}}}
";
        crate::locate::parse(yaml).expect("YAML")
    }

    #[test]
    fn children_stand_in_runs_under_their_parents_and_are_dealt_out_over_the_others() {
        let size = [("people".to_owned(), 2), ("each".to_owned(), 2), ("tags".to_owned(), 3)].into();
        let made = rows(&tables(), &size);
        let payments: Vec<Vec<i64>> = made[2]
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.to_string().parse().expect("numbers")).collect())
            .collect();
        assert_eq!(made[2].columns, ["id", "payer_id", "tag_id"]);
        assert_eq!(payments, [[900, 100, 500], [901, 100, 501], [902, 101, 502], [903, 101, 500]]);
        assert_eq!(made[0].rows[1], ["101".parse::<i64>().map(Cell::Integer).expect("number"), Cell::from("p2")]);
    }

    #[test]
    fn row_counts_are_products_of_axes() {
        let size = [("people".to_owned(), 3), ("each".to_owned(), 4)].into();
        let counts = row_counts(&tables(), &size);
        assert_eq!(counts.values().copied().collect::<Vec<_>>(), [12, 3, 1]);
    }
}
