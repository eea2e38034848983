//! What the columns of an exercise's tables hold: keys, what points to keys, or values.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::registry::Exercise;
use crate::rows::Cell;
use crate::spec::TableRows;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// The keys of its rows.
    Key,
    /// Keys of rows of this table.
    Reference(String),
    /// Values; whether no two rows of a published data set have the same.
    Value {
        /// Whether no two rows of a published data set have the same.
        unique: bool,
    },
}

/// What the columns of all tables hold, and what the published data sets have in them.
#[derive(Debug)]
pub(super) struct Layout {
    roles: BTreeMap<(String, String), Role>,
    /// The tables of which some rows point to the same.
    repeating: BTreeSet<String>,
    /// All texts of all published data sets.
    pub(super) texts: BTreeSet<String>,
    /// All keys, as far as they are numbers.
    pub(super) keys: BTreeSet<i64>,
}

impl Layout {
    /// Looks at the relations and at the published data of `exercise`.
    ///
    /// A column points to a table if a relation says so, or if all that stands in it, in all data sets, are keys of that
    /// table: keys of different tables never coincide. Whatever else stands in the first column is the key.
    pub(super) fn of(exercise: &Exercise) -> Self {
        let tables: Vec<&TableRows> = exercise.data.iter().flat_map(|data| &data.tables).collect();
        let mut keys: BTreeMap<&str, BTreeSet<&Cell>> = BTreeMap::new();
        for table in &tables {
            keys.entry(&table.table).or_default().extend(table.rows.iter().filter_map(|row| row.first()));
        }
        let mut roles = BTreeMap::new();
        for table in &tables {
            for (at, column) in table.columns.iter().enumerate() {
                let held = || tables.iter().filter(|other| other.table == table.table).copied();
                let role = match reference(exercise, &keys, table, at, held()) {
                    Some(parent) => Role::Reference(parent),
                    None if at == 0 => Role::Key,
                    None => Role::Value { unique: held().all(|rows| is_unique(rows, column)) },
                };
                roles.insert((table.table.clone(), column.clone()), role);
            }
        }
        let repeating = tables.iter().filter(|table| repeats(table, &roles)).map(|table| table.table.clone()).collect();
        let cells = || tables.iter().flat_map(|table| table.rows.iter().flatten());
        Self {
            roles,
            repeating,
            texts: cells().filter_map(text).map(str::to_owned).collect(),
            keys: keys.into_values().flatten().filter_map(integer).collect(),
        }
    }

    /// What the column holds.
    pub(super) fn role(&self, table: &str, column: &str) -> Role {
        let role = self.roles.get(&(table.to_owned(), column.to_owned()));
        role.cloned().unwrap_or(Role::Value { unique: false })
    }

    /// Whether the table stands between two others: its rows point to parents, and rows of another table to them.
    pub(super) fn is_between(&self, table: &str) -> bool {
        let points_here = |((child, _), role): (&(String, String), &Role)| {
            child != table && *role == Role::Reference(table.to_owned())
        };
        self.repeating.contains(table) && self.roles.iter().any(points_here)
    }

    /// Whether many copies may share one copy of the table's rows: it points to nothing, or no two of its rows point to the
    /// same, as where a pair or a partner is to be unique.
    pub(super) fn is_shared(&self, table: &str) -> bool {
        !self.repeating.contains(table)
    }
}

/// The cell's text.
pub(super) fn text(cell: &Cell) -> Option<&str> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}

/// The cell's whole number.
pub(super) fn integer(cell: &Cell) -> Option<i64> {
    if let Cell::Integer(n) = cell { Some(*n) } else { None }
}

/// The table that column `at` of `table` points to; `held` are the rows of `table` in all data sets.
fn reference<'a>(
    exercise: &Exercise,
    keys: &BTreeMap<&str, BTreeSet<&Cell>>,
    table: &TableRows,
    at: usize,
    held: impl Iterator<Item = &'a TableRows>,
) -> Option<String> {
    let column = &table.columns[at];
    let is_key = |parent: &str, column: &str| {
        let tables = exercise.data.iter().flat_map(|data| &data.tables);
        tables.filter(|rows| rows.table == parent).all(|rows| rows.columns.first().is_some_and(|first| first == column))
    };
    let said = exercise.relations.iter().find(|relation| (&relation.child, &relation.key) == (&table.table, column));
    if let Some(relation) = said {
        return is_key(&relation.parent, &relation.parent_key).then(|| relation.parent.clone());
    }
    let mut values = held.flat_map(|rows| {
        let at = rows.columns.iter().position(|name| name == column);
        rows.rows.iter().filter_map(move |row| row.get(at?))
    });
    let values: Vec<&Cell> = values.by_ref().filter(|cell| **cell != Cell::Null).collect();
    let holds = |(name, keys): &(&&str, &BTreeSet<&Cell>)| {
        // The first column of a table is made of its own keys.
        (at > 0 || **name != table.table) && values.iter().all(|cell| integer(cell).is_some() && keys.contains(cell))
    };
    keys.iter().find(holds).filter(|_| !values.is_empty()).map(|(name, _)| (*name).to_owned())
}

fn is_unique(table: &TableRows, column: &str) -> bool {
    let Some(at) = table.columns.iter().position(|name| name == column) else { return true };
    let values: BTreeSet<&Cell> = table.rows.iter().filter_map(|row| row.get(at)).collect();
    values.len() == table.rows.len()
}

/// Whether the rows have keys of their own, and two of them point to the same.
fn repeats(table: &TableRows, roles: &BTreeMap<(String, String), Role>) -> bool {
    let role = |column: &String| roles.get(&(table.table.clone(), column.clone()));
    let points = |column: &String| matches!(role(column), Some(Role::Reference(_)));
    let places: Vec<usize> = (0..table.columns.len()).filter(|at| points(&table.columns[*at])).collect();
    let tuples: BTreeSet<Vec<&Cell>> =
        table.rows.iter().map(|row| places.iter().filter_map(|&at| row.get(at)).collect()).collect();
    !places.is_empty() && !places.contains(&0) && tuples.len() < table.rows.len()
}
