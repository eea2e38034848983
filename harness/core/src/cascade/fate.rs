//! The fate of each row, and where the rows point to.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cascade::Change;
use crate::cascade::Class;
use crate::cascade::Effect;
use crate::cascade::Expected;
use crate::cascade::ForeignKeyEdge;
use crate::cascade::Wanted;
use crate::cascade::table::TableFates;
use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;
use crate::tables::Tables;

/// One row and what became of it.
pub(super) struct Fate<'a> {
    /// Its table.
    pub(super) table: &'a str,
    /// The table's columns.
    pub(super) columns: &'a [String],
    /// The row as it was; as it is, if it was added. `None`: never there.
    pub(super) row: Option<&'a Row>,
    /// Its key.
    pub(super) key: Cell,
    /// The first text in it.
    pub(super) label: Option<String>,
    /// What happened to it; empty: nothing, as it had to be.
    pub(super) changes: Vec<Change>,
}

impl Fate<'_> {
    /// Its value in a column, if it has one.
    pub(super) fn value(&self, column: &str) -> Option<&Cell> {
        let at = self.columns.iter().position(|name| name.eq_ignore_ascii_case(column))?;
        self.row?.get(at)
    }

    /// Takes up what happened to the row.
    pub(super) fn push(&mut self, effect: Effect, wanted: Wanted, class: Class) {
        let (table, key, label) = (self.table.to_owned(), self.key.clone(), self.label.clone());
        self.changes.push(Change { table, key, label, effect, wanted, class });
    }
}

/// The fates of all rows, by table, then by key.
pub(super) fn fates<'a>(
    before: &'a Tables,
    after: &'a Tables,
    expected: &'a Expected,
    edges: &'a [ForeignKeyEdge],
) -> Vec<Fate<'a>> {
    let links: Vec<Link> = edges.iter().map(|edge| Link::new(edge, before, after, expected)).collect();
    let names: BTreeSet<&String> =
        before.keys().chain(after.keys()).chain(expected.deleted.keys()).chain(expected.updated.keys()).collect();
    names.into_iter().flat_map(|name| TableFates::new(name, before, after, expected, &links).fates()).collect()
}

/// A foreign key, and what its parent table holds before and after.
pub(super) struct Link<'a> {
    pub(super) edge: &'a ForeignKeyEdge,
    before: BTreeSet<&'a Cell>,
    after: BTreeSet<&'a Cell>,
    /// The values whose rows had to go.
    pub(super) had_to_go: BTreeSet<&'a Cell>,
    /// How many children pointed to each value, before.
    pub(super) n_children: BTreeMap<&'a Cell, usize>,
}

impl<'a> Link<'a> {
    fn new(edge: &'a ForeignKeyEdge, before: &'a Tables, after: &'a Tables, expected: &'a Expected) -> Self {
        let mut n_children = BTreeMap::new();
        for value in column(before.get(&edge.child), &edge.key) {
            *n_children.entry(value).or_default() += 1;
        }
        let gone = expected.deleted.get(&edge.parent).map_or(&[][..], Vec::as_slice);
        let rows = before.get(&edge.parent);
        let had_to_go = rows.into_iter().flat_map(|rows| &rows.rows).zip(column(rows, &edge.parent_key));
        Self {
            edge,
            before: column(rows, &edge.parent_key).collect(),
            after: column(after.get(&edge.parent), &edge.parent_key).collect(),
            had_to_go: had_to_go.filter(|(row, _)| gone.contains(&key(row))).map(|pair| pair.1).collect(),
            n_children,
        }
    }

    /// Whether `value` points to a row that was there and is no more.
    pub(super) fn lost(&self, value: Option<&Cell>) -> bool {
        value.is_some_and(|value| self.before.contains(value) && !self.after.contains(value))
    }
}

/// The values of a column; none if the table or the column is not there.
fn column<'a>(rows: Option<&'a Rows>, name: &str) -> impl Iterator<Item = &'a Cell> {
    let at = rows.and_then(|rows| rows.column(name));
    rows.into_iter().flat_map(|rows| &rows.rows).filter_map(move |row| row.get(at?))
}

/// The key of a row.
pub(super) fn key(row: &Row) -> Cell {
    row.first().cloned().unwrap_or(Cell::Null)
}
