//! A seeded data set: one published data set with other values, or many, of which most share their parents.

use std::collections::BTreeMap;

use super::Size;
use super::dice::Dice;
use super::layout::Layout;
use super::layout::Role;
use super::maps::Maps;
use super::maps::Taken;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::rows::Cell;
use crate::rows::Row;
use crate::spec::Args;
use crate::spec::DataSet;
use crate::spec::TableRows;

/// About how many rows the largest table of large data has.
const LARGE: usize = 400;
/// The same where a law asks for a statement a row: what is right is slow there, and must stay far from the limit on time.
const LARGE_BY_LAW: usize = 100;
/// Of so many copies of a published data set one has parents of its own; the others add children to the first one's, so that
/// there are more children of a parent, and not too many parents for who asks once for each two of them.
const WHOLE: usize = 5;
/// The most copies that large data is made of.
const MOST_COPIES: usize = 100;

/// A seeded data set, and how its arguments come about.
#[derive(Debug)]
pub(super) struct Made {
    /// It.
    pub(super) data: DataSet,
    base: String,
    maps: Maps,
}

impl Made {
    /// The published data set whose cases are asked on it.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// The arguments of a case on it.
    pub(super) fn args(&self, published: &Args) -> Args {
        published.iter().map(|(name, value)| (name.clone(), self.maps.argument(value))).collect()
    }
}

/// The seeded data set of that size. Its arguments are those of the published data set `base`, which has to be there.
pub(super) fn make(exercise: &Exercise, layout: &Layout, size: Size, base: usize, dice: &mut Dice) -> Made {
    let n_copies = match size {
        Size::Small => 1,
        Size::Large => n_copies(&exercise.data, large(exercise)),
    };
    let n_sets = exercise.data.len();
    let mut taken = Taken::published(layout);
    let mut homes: BTreeMap<usize, Maps> = BTreeMap::new();
    let mut tables: Vec<TableRows> = Vec::new();
    for copy in 0..n_copies {
        let set = (base + copy) % n_sets;
        let data = &exercise.data[set];
        // The first copy of a data set is the home of further ones that have no parents of their own.
        let home = homes.get(&set).filter(|_| !(copy / n_sets).is_multiple_of(WHOLE));
        let maps = Maps::new(data, layout, home, &mut taken, dice);
        // Every second copy without parents of its own adds to the lowest level alone, so that there are more on each.
        let lowest = (copy / n_sets) % 2 == 1;
        let at_home = |table: &str| home.filter(|_| layout.is_shared(table) || (lowest && layout.is_between(table)));
        for rows in data.tables.iter().filter(|rows| at_home(&rows.table).is_none()) {
            add(&mut tables, copied(rows, layout, &maps, at_home));
        }
        homes.entry(set).or_insert(maps);
    }
    let maps = homes.remove(&base).expect("the first copy is one of `base`");
    let base = exercise.data[base].id.clone();
    Made { data: DataSet { id: size.data().to_owned(), tables }, base, maps }
}

/// About how many rows the largest table of large data has.
pub(super) fn large(exercise: &Exercise) -> usize {
    let has_law =
        |check: &Check| if let Claim::Budget(claim) = &check.claim { claim.spec.law.is_some() } else { false };
    if exercise.checks.iter().any(has_law) { LARGE_BY_LAW } else { LARGE }
}

fn n_copies(data: &[DataSet], large: usize) -> usize {
    let largest = |data: &DataSet| data.tables.iter().map(|table| table.rows.len()).max().unwrap_or(0);
    let n_rows: usize = data.iter().map(largest).sum();
    (large * data.len()).div_ceil(n_rows.max(1)).clamp(1, MOST_COPIES)
}

/// A copy of a table's rows. What points to a row of a table that is `at_home` elsewhere points to the one there: parents that
/// have children get more of them, and those that have none still have none.
fn copied<'a>(
    rows: &TableRows,
    layout: &Layout,
    maps: &'a Maps,
    at_home: impl Fn(&str) -> Option<&'a Maps>,
) -> TableRows {
    let roles: Vec<Role> = rows.columns.iter().map(|column| layout.role(&rows.table, column)).collect();
    let cell = |(cell, role): (&Cell, &Role)| match role {
        Role::Reference(parent) => at_home(parent).unwrap_or(maps).key(cell),
        Role::Key => maps.key(cell),
        Role::Value { .. } => maps.value(cell),
    };
    let row = |row: &Row| -> Row { row.iter().zip(&roles).map(cell).collect() };
    TableRows { rows: rows.rows.iter().map(row).collect(), ..rows.clone() }
}

/// Adds rows to those of the same table, column by column of the same name.
fn add(tables: &mut Vec<TableRows>, more: TableRows) {
    let Some(table) = tables.iter_mut().find(|table| table.table == more.table) else {
        tables.push(more);
        return;
    };
    let places: Vec<Option<usize>> =
        table.columns.iter().map(|name| more.columns.iter().position(|column| column == name)).collect();
    let pick = |row: &Row| -> Row {
        places.iter().map(|at| at.and_then(|at| row.get(at)).cloned().unwrap_or(Cell::Null)).collect()
    };
    table.rows.extend(more.rows.iter().map(pick));
}
