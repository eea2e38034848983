//! Seeded data made from the published data of the course as it is, and what is said of candidates on it.

mod data;
mod shapes;
mod verdicts;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::*;
use crate::registry::Registry;
use crate::rows::Cell;
use crate::rows::Row;
use crate::spec::TableRows;

const SEEDS: [&str; 3] = ["plum", "pear", ""];

/// The course as it is handed out.
fn course() -> &'static Registry {
    static COURSE: LazyLock<Registry> =
        LazyLock::new(|| Registry::parse(include_str!("../../../../checkpoints.yaml")).expect("the course"));
    &COURSE
}

/// The exercise with that id, and those of its checks that have one of these ids.
fn exercise(id: &str, checks: &[&str]) -> Exercise {
    let mut exercise = course().exercise(id).expect("an exercise of the course").clone();
    exercise.checks.retain(|check| checks.contains(&check.id.as_str()));
    assert_eq!(exercise.checks.len(), checks.len(), "{checks:?}");
    exercise
}

fn table<'a>(data: &'a DataSet, name: &str) -> &'a TableRows {
    data.tables.iter().find(|table| table.table == name).unwrap_or_else(|| panic!("{} has no {name}", data.id))
}

/// The cells of a column.
fn column<'a>(table: &'a TableRows, name: &str) -> Vec<&'a Cell> {
    let at = table.columns.iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"));
    table.rows.iter().map(|row| &row[at]).collect()
}

/// The rows that have this value in that column.
fn rows_with(table: &TableRows, name: &str, value: &Cell) -> Vec<Row> {
    let cells = column(table, name);
    table.rows.iter().zip(cells).filter(|(_, cell)| *cell == value).map(|(row, _)| row.clone()).collect()
}

/// The keys of a table.
fn keys(table: &TableRows) -> BTreeSet<Cell> {
    table.rows.iter().map(|row| row[0].clone()).collect()
}
