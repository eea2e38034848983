//! What a deletion has to do, by what is declared.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Relation;
use super::keyed;
use crate::cascade::Expected;
use crate::declaration::Intent;
use crate::rows::Cell;
use crate::rows::Row;
use crate::tables::Schema;
use crate::tables::Tables;

/// What a deletion has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// It is carried out, and does this to the tables as [`super::keyed`] gives them.
    Done(Expected),
    /// It is refused: rows that stay share this one.
    Refused,
    /// There is no such row: the table did not take it.
    NoRow,
    /// Nothing can be said: a row that shares one of the deleted rows would itself have to go, and whether the database looks
    /// before or after that is a matter of RESTRICT and NO ACTION.
    Unclear,
}

/// What the deletion of the row with the primary key `key` has to do.
#[must_use]
pub fn wanted(before: &Tables, schema: &Schema, relations: &[Relation], table: &str, key: &[Cell]) -> Wanted {
    let walk = Walk { before, schema };
    let Some(start) = walk.find(table, key) else { return Wanted::NoRow };
    let mut gone: BTreeSet<(&str, usize)> = BTreeSet::new();
    let mut emptied: BTreeSet<(&str, usize, &Vec<String>)> = BTreeSet::new();
    let mut sharing: BTreeSet<(&str, usize)> = BTreeSet::new();
    let mut todo = vec![start];
    while let Some(row) = todo.pop() {
        if !gone.insert(row) {
            continue;
        }
        for relation in relations.iter().filter(|relation| relation.parent == row.0) {
            for child in walk.children(relation, row) {
                match relation.intent {
                    Intent::Owned => todo.push(child),
                    Intent::Shared => {
                        sharing.insert(child);
                    }
                    Intent::Audit => {
                        emptied.insert((child.0, child.1, &relation.key));
                    }
                }
            }
        }
    }
    if !sharing.is_empty() {
        return if sharing.is_subset(&gone) { Wanted::Unclear } else { Wanted::Refused };
    }
    let mut expected = Expected { deleted: BTreeMap::new(), updated: BTreeMap::new() };
    for (table, row) in &gone {
        expected.deleted.entry((*table).to_owned()).or_default().push(walk.key(table, *row));
    }
    for (table, row, columns) in emptied.iter().filter(|(table, row, _)| !gone.contains(&(*table, *row))) {
        let key = walk.key(table, *row);
        let changes = columns.iter().map(|column| (key.clone(), column.clone(), Cell::Null));
        expected.updated.entry((*table).to_owned()).or_default().extend(changes);
    }
    Wanted::Done(expected)
}

/// The primary keys of the rows of a table (`there`: its name, and columns) whose columns hold what those of one row
/// (`here`: its table, its primary key, and columns) hold; `None` if that row is not there.
#[must_use]
pub fn matching(
    tables: &Tables,
    schema: &Schema,
    here: (&str, &[Cell], &[String]),
    there: (&str, &[String]),
) -> Option<Vec<Row>> {
    let walk = Walk { before: tables, schema };
    let (name, at) = walk.find(here.0, here.1)?;
    let from = &tables[name];
    let value = keyed::values(from, &from.rows[at], here.2);
    let Some(to) = tables.get(there.0).filter(|_| !value.contains(&Cell::Null)) else { return Some(Vec::new()) };
    let primary_key = keyed::primary_key(schema, there.0);
    let found = to.rows.iter().filter(|row| keyed::values(to, row, there.1) == value);
    Some(found.map(|row| keyed::values(to, row, &primary_key)).collect())
}

struct Walk<'a> {
    before: &'a Tables,
    schema: &'a Schema,
}

impl<'a> Walk<'a> {
    /// The row of that primary key.
    fn find(&self, table: &str, key: &[Cell]) -> Option<(&'a str, usize)> {
        let (name, rows) = self.before.get_key_value(table)?;
        let columns = keyed::primary_key(self.schema, table);
        rows.rows.iter().position(|row| keyed::values(rows, row, &columns) == key).map(|at| (name.as_str(), at))
    }

    /// The rows that point to `row` through `relation`.
    fn children(&self, relation: &'a Relation, row: (&str, usize)) -> Vec<(&'a str, usize)> {
        let parents = &self.before[row.0];
        let value = keyed::values(parents, &parents.rows[row.1], &relation.parent_key);
        let Some((name, children)) = self.before.get_key_value(&relation.child) else { return Vec::new() };
        let points =
            |child: &Row| keyed::values(children, child, &relation.key) == value && !value.contains(&Cell::Null);
        children.rows.iter().enumerate().filter(|(_, child)| points(child)).map(|(at, _)| (name.as_str(), at)).collect()
    }

    fn key(&self, table: &str, row: usize) -> Cell {
        let rows = &self.before[table];
        keyed::key(&keyed::values(rows, &rows.rows[row], &keyed::primary_key(self.schema, table)))
    }
}
