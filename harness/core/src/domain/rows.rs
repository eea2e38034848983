//! Rows for tables that nobody has seen before, made from what the entities and the tables say of themselves.
//!
//! Each relation gets a parent of its own that rows point to through it alone, so that a deletion shows this relation and no
//! other. The rest of what a row has to point to is one row a table, its *anchor*.

mod values;

use std::collections::BTreeMap;

use super::Relation;
use super::Roles;
use super::keyed;
use crate::contract::database::points_to;
use crate::observation::Entity;
use crate::observation::Kind;
use crate::observation::Purpose;
use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;
use crate::spec::TableRows;
use crate::tables::Schema;

/// How often another row is tried where a unique key is taken.
const TRIES: usize = 8;

/// Rows, and which of them are for what. Keys are as the rows have them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Made {
    /// The rows of each table, in the order of the entities.
    pub tables: Vec<TableRows>,
    /// The rows that the five steps are about.
    pub steps: Option<Marked>,
    /// Rows to delete, by table and primary key, and why.
    pub deletions: Vec<(String, Row, Purpose)>,
    /// What could not be made: table, and why.
    pub failed: Vec<(String, String)>,
}

/// The rows that the five steps are about, each by its primary key.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// Two parents; the first one has the first two children.
    pub parents: [Row; 2],
    /// Two groups.
    pub groups: [Row; 2],
    /// The children: of the first parent in the first group, of the first in the second, of the second in the first, and
    /// further ones of the first parent.
    pub children: Vec<Row>,
}

/// Makes rows for the tables of `entities`.
///
/// Whole numbers that are keys are never the same in two tables. `samples` are the values of columns that cannot take just
/// any, by `table.column`.
#[must_use]
pub fn make(
    entities: &[Entity],
    schema: &Schema,
    relations: &[Relation],
    roles: Option<Roles<'_>>,
    samples: &BTreeMap<String, Vec<Cell>>,
) -> Made {
    let tables: Vec<Table> = entities.iter().map(|entity| Table::of(entity, entities, schema, relations)).collect();
    let mut maker = Maker {
        rows: vec![Vec::new(); tables.len()],
        anchors: vec![None; tables.len()],
        tables: &tables,
        samples,
        n_keys: 10,
        depth: 0,
    };
    let mut made = Made::default();
    if let Some(roles) = roles {
        match maker.steps(roles) {
            Ok(steps) => made.steps = Some(steps),
            Err(failed) => made.failed.push(failed),
        }
    }
    if let Some(steps) = &made.steps {
        let child = roles.map_or("", |roles| &roles.parent.child);
        made.deletions.push((child.to_owned(), steps.children[0].clone(), Purpose::Step));
    }
    for relation in relations {
        match maker.alone(relation) {
            Ok(key) => made.deletions.push((relation.parent.clone(), key, Purpose::Relation(relation.name()))),
            Err(failed) => made.failed.push(failed),
        }
    }
    for (at, table) in tables.iter().enumerate() {
        if let Some(row) = maker.anchors[at].filter(|_| relations.iter().any(|relation| relation.parent == table.name))
        {
            made.deletions.push((table.name.clone(), maker.key(at, row), Purpose::All));
        } else if maker.rows[at].is_empty()
            && let Err(failed) = maker.row(at, &[])
        {
            made.failed.push(failed);
        }
    }
    made.tables = tables.iter().zip(maker.rows).map(|(table, rows)| table.with(rows)).collect();
    made
}

/// A table as rows are made for it.
struct Table {
    name: String,
    columns: Vec<Column>,
    primary_key: Vec<String>,
    links: Vec<Link>,
    /// Columns, of which no two rows may have the same values together.
    unique: Vec<Vec<usize>>,
}

struct Column {
    name: String,
    kind: Kind,
    not_null: bool,
}

/// Columns whose values are another table's.
struct Link {
    columns: Vec<usize>,
    parent: usize,
    parent_columns: Vec<usize>,
}

impl Table {
    fn of(entity: &Entity, entities: &[Entity], schema: &Schema, relations: &[Relation]) -> Self {
        let in_database = schema.tables.get(&entity.table);
        let not_null = |name: &str| {
            in_database.is_some_and(|table| table.columns.iter().any(|column| column.name == name && column.not_null))
        };
        let columns: Vec<Column> = entity
            .columns
            .iter()
            .map(|column| Column {
                name: column.name.clone(),
                kind: column.kind.clone(),
                not_null: not_null(&column.name) || !column.nullable,
            })
            .collect();
        let at = |name: &String| entity.columns.iter().position(|column| column.name == *name);
        let all = |names: &[String]| names.iter().map(at).collect::<Option<Vec<usize>>>();
        // What is declared stands last: where a column has two foreign keys, its value is the declared one's.
        let keys = in_database.into_iter().flat_map(|table| &table.foreign_keys);
        let of_database = keys.map(|key| (&key.columns, &key.parent, points_to(schema, key).to_vec()));
        let declared = relations.iter().filter(|relation| relation.child == entity.table);
        let declared = declared.map(|relation| (&relation.key, &relation.parent, relation.parent_key.clone()));
        let mut links: Vec<Link> = Vec::new();
        for (key, parent, to) in of_database.chain(declared) {
            let Some(parent) = entities.iter().position(|other| other.table == *parent) else { continue };
            let there = |name: &String| entities[parent].columns.iter().position(|column| column.name == *name);
            let (Some(columns), Some(parent_columns)) =
                (all(key), to.iter().map(there).collect::<Option<Vec<usize>>>())
            else {
                continue;
            };
            links.retain(|link| link.columns != columns);
            links.push(Link { columns, parent, parent_columns });
        }
        let indexes =
            in_database.into_iter().flat_map(|table| &table.indexes).filter(|index| index.unique && !index.partial);
        let plain = indexes.filter_map(|index| index.columns.iter().cloned().collect::<Option<Vec<String>>>());
        let of_indexes = plain.filter_map(|columns| all(&columns));
        let unique = all(&entity.primary_key).into_iter().chain(of_indexes).collect();
        Self { name: entity.table.clone(), columns, primary_key: entity.primary_key.clone(), links, unique }
    }

    fn with(&self, rows: Vec<Row>) -> TableRows {
        TableRows {
            table: self.name.clone(),
            columns: self.columns.iter().map(|column| column.name.clone()).collect(),
            rows,
        }
    }
}

/// The rows made so far.
struct Maker<'a> {
    tables: &'a [Table],
    rows: Vec<Vec<Row>>,
    /// The row of each table that is pointed to where nothing else is asked for.
    anchors: Vec<Option<usize>>,
    samples: &'a BTreeMap<String, Vec<Cell>>,
    n_keys: i64,
    /// How many rows are being made, each for the next one to point to.
    depth: usize,
}

/// The table whose row could not be made, and why.
type Failed = (String, String);

impl Maker<'_> {
    fn steps(&mut self, roles: Roles<'_>) -> Result<Marked, Failed> {
        let [parent, group] = [roles.parent, roles.group].map(|relation| (self.table(&relation.parent), relation));
        let parents = [self.row(parent.0, &[])?, self.row(parent.0, &[])?];
        let groups = [self.row(group.0, &[])?, self.row(group.0, &[])?];
        let child = self.table(&roles.parent.child);
        let links = [self.link(child, parent.1), self.link(child, group.1)];
        let mut children = Vec::new();
        for (p, g) in [(0, 0), (0, 1), (1, 0)] {
            children.push(self.row(child, &[(links[0], parents[p]), (links[1], groups[g])])?);
        }
        // One more in the first group, where the table can have it.
        children.extend(self.row(child, &[(links[0], parents[0]), (links[1], groups[0])]));
        Ok(Marked {
            parents: parents.map(|row| self.key(parent.0, row)),
            groups: groups.map(|row| self.key(group.0, row)),
            children: children.into_iter().map(|row| self.key(child, row)).collect(),
        })
    }

    /// A parent that rows point to through `relation` alone; its primary key.
    fn alone(&mut self, relation: &Relation) -> Result<Row, Failed> {
        let (parent, child) = (self.table(&relation.parent), self.table(&relation.child));
        let link = self.link(child, relation);
        let target = self.row(parent, &[])?;
        self.row(child, &[(link, target)])?;
        if !relation.one_to_one {
            self.row(child, &[(link, target)])?;
        }
        Ok(self.key(parent, target))
    }

    fn table(&self, name: &str) -> usize {
        self.tables.iter().position(|table| table.name == name).expect("a relation is between two entities' tables")
    }

    fn link(&self, child: usize, relation: &Relation) -> usize {
        let table = &self.tables[child];
        let is_on = |link: &Link| link.columns.iter().map(|at| &table.columns[*at].name).eq(&relation.key);
        table.links.iter().position(is_on).expect("a declared relation is a link of its child's")
    }

    fn key(&self, table: usize, row: usize) -> Row {
        let Table { columns, primary_key, .. } = &self.tables[table];
        let rows = Rows { columns: columns.iter().map(|column| column.name.clone()).collect(), rows: Vec::new() };
        keyed::values(&rows, &self.rows[table][row], primary_key)
    }

    /// A new row of `table` which points to the `pinned` rows: link, row of its parent. What else it has to point to are
    /// anchors; what it need not is left empty.
    fn row(&mut self, table: usize, pinned: &[(usize, usize)]) -> Result<usize, Failed> {
        if self.depth > 2 * self.tables.len() {
            let name = self.tables[table].name.clone();
            return Err((name, "its rows and those of other tables need each other without end".to_owned()));
        }
        self.depth += 1;
        let row = self.row_below(table, pinned);
        self.depth -= 1;
        row
    }

    fn row_below(&mut self, table: usize, pinned: &[(usize, usize)]) -> Result<usize, Failed> {
        let mut pinned = pinned.to_vec();
        let mut taken: Vec<usize> = Vec::new();
        for n_tried in 0..TRIES {
            let n_before = self.rows[table].len();
            let row = self.attempt(table, &pinned, n_tried).inspect_err(|_| self.rows[table].truncate(n_before))?;
            taken = match self.taken(table, row) {
                Some(columns) => columns.clone(),
                None => return Ok(row),
            };
            if row + 1 < self.rows[table].len() {
                // Others point to it already.
                break;
            }
            // Another row to point to makes the difference, if one may be chosen.
            self.rows[table].pop();
            let links = &self.tables[table].links;
            let free = (0..links.len()).find(|link| {
                !pinned.iter().any(|(other, _)| other == link)
                    && links[*link].columns.iter().any(|column| taken.contains(column))
            });
            if let Some(link) = free {
                let other = self.row(links[link].parent, &[])?;
                pinned.push((link, other));
            }
        }
        let Table { name, columns, .. } = &self.tables[table];
        let names: Vec<&str> = taken.iter().map(|at| columns[*at].name.as_str()).collect();
        let message = format!(
            "no further row could be made that differs from the others in ({}): if its values are `samples`, give more",
            names.join(", ")
        );
        Err((name.clone(), message))
    }

    /// The row at the first try, or at a later one with other values where there are only a few to choose from.
    fn attempt(&mut self, table: usize, pinned: &[(usize, usize)], n_tried: usize) -> Result<usize, Failed> {
        let n = self.rows[table].len();
        let of = &self.tables[table];
        let mut cells: Row = Vec::new();
        for (at, column) in of.columns.iter().enumerate() {
            let is_linked = of.links.iter().any(|link| link.columns.contains(&at));
            let samples =
                self.samples.get(&format!("{}.{}", of.name, column.name)).filter(|samples| !samples.is_empty());
            self.n_keys += 1;
            cells.push(match samples {
                _ if is_linked => Cell::Null,
                Some(samples) => samples[(n + n_tried) % samples.len()].clone(),
                None => values::value(&column.name, &column.kind, self.n_keys, n + n_tried).ok_or_else(|| {
                    let message = format!(
                        "no value is known for its column `{}`: give some under `samples` in src/domain.yaml",
                        column.name
                    );
                    (of.name.clone(), message)
                })?,
            });
        }
        self.rows[table].push(cells);
        for (at, link) in of.links.iter().enumerate() {
            let may_be_empty = link.columns.iter().all(|column| !of.columns[*column].not_null);
            let to = match pinned.iter().find(|(pinned, _)| *pinned == at) {
                Some((_, row)) => *row,
                None if may_be_empty => continue,
                None if link.parent == table => n,
                None => self.anchor(link.parent)?,
            };
            for (column, there) in link.columns.iter().zip(&link.parent_columns) {
                self.rows[table][n][*column] = self.rows[link.parent][to][*there].clone();
            }
        }
        Ok(n)
    }

    fn anchor(&mut self, table: usize) -> Result<usize, Failed> {
        if let Some(row) = self.anchors[table] {
            return Ok(row);
        }
        // Where two tables need each other, the second one finds the first one's row here, with its plain columns.
        self.anchors[table] = Some(self.rows[table].len());
        let row = self.row(table, &[]);
        self.anchors[table] = row.as_ref().ok().copied();
        row
    }

    /// The unique columns in which `row` has what another one has.
    fn taken(&self, table: usize, row: usize) -> Option<&Vec<usize>> {
        let rows = &self.rows[table];
        self.tables[table].unique.iter().find(|columns| {
            let values = |at: usize| columns.iter().map(move |column| &rows[at][*column]);
            let is_empty = values(row).any(|cell| *cell == Cell::Null);
            !is_empty && (0..rows.len()).any(|other| other != row && values(other).eq(values(row)))
        })
    }
}
