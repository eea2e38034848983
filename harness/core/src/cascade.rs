//! `CascadeDiff`: what a call did to the tables, against what it had to do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rows::Cell;
use crate::tables::Tables;

mod fate;
mod table;
mod tree;

pub use tree::{Mark, TreeLine};

/// What a call did to the tables, against what it had to do. The first column of a table is its key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CascadeDiff {
    /// Every change that was made or wanted, and every orphan: by table, then by key.
    pub changes: Vec<Change>,
    /// Changes wanted: rows to delete, and values to change.
    pub n_wanted: usize,
    /// Changes made: rows deleted, values changed, rows added.
    pub n_made: usize,
    /// Changes made as they were wanted.
    pub n_right: usize,
    /// The changed rows and the kept rows that point to them, along foreign keys.
    branches: Vec<tree::Branch>,
}

/// What became of one row, or of one value of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The table.
    pub table: String,
    /// The row's key.
    pub key: Cell,
    /// The first text in the row, for a reader to know it by.
    pub label: Option<String>,
    /// What happened.
    pub effect: Effect,
    /// What had to happen.
    pub wanted: Wanted,
    /// How the two compare.
    pub class: Class,
}

/// What happened to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// It is gone.
    Deleted,
    /// It is as it was.
    Stayed,
    /// A value of it is another one.
    Updated {
        /// The column.
        column: String,
        /// The value before.
        before: Cell,
        /// The value after.
        after: Cell,
    },
    /// It was not there before.
    Inserted,
    /// It was there neither before nor after.
    NeverThere,
}

/// What had to happen to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// Nothing.
    Same,
    /// It had to go.
    Gone,
    /// A value of it had to become another one.
    Value {
        /// The column.
        column: String,
        /// The value that it had to become.
        value: Cell,
    },
}

/// How what happened compares with what had to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// It is what had to happen.
    AsExpected,
    /// A row is gone that had to stay, and that two or more rows pointed to.
    SharedRowLost {
        /// How many.
        n_pointed: usize,
    },
    /// Any other row is gone that had to stay.
    DeletedTooMuch,
    /// A row is there that had to go.
    DeletedTooLittle,
    /// A row stayed as it was, and the row that it points to is gone.
    Orphaned {
        /// The table of the row that is gone.
        parent: String,
        /// The value that points to it.
        value: Cell,
    },
    /// A value is not what it had to be.
    UpdatedWrong,
    /// A row was added.
    Inserted,
}

/// What a call had to do: all else had to stay as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Keys of the rows that had to go, by table.
    pub deleted: BTreeMap<String, Vec<Cell>>,
    /// Values that had to change, by table: key of the row, column, value afterwards.
    pub updated: BTreeMap<String, Vec<(Cell, String, Cell)>>,
}

/// A foreign key along which a deletion may travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKeyEdge {
    /// The table that holds it.
    pub child: String,
    /// Its column there.
    pub key: String,
    /// The table that it points to.
    pub parent: String,
    /// The column there.
    pub parent_key: String,
}

impl CascadeDiff {
    /// Leaves at most `most` changes and as many rows of the tree, and returns how many there were of the more numerous ones.
    /// What it counts stays.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::cascade::CascadeDiff;
    ///
    /// assert_eq!(CascadeDiff::default().truncate(20), 0);
    /// ```
    pub fn truncate(&mut self, most: usize) -> usize {
        let n_all = self.changes.len().max(self.branches.len());
        self.changes.truncate(most);
        self.branches.truncate(most);
        n_all
    }

    /// Whether exactly what had to happen happened.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        self.faults().next().is_none()
    }

    /// The changes that are not as they had to be.
    pub fn faults(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.class != Class::AsExpected)
    }

    /// How much of it is right, 0 ..= 1: twice the right changes over those wanted and made. Rows that had to stay, and
    /// did, earn nothing; where nothing had to change, any change leaves 0.
    ///
    /// # Examples
    ///
    /// A user goes, but only one of two expenses:
    ///
    /// ```
    /// use harness_core::cascade::{Expected, compare};
    /// use harness_core::rows::Rows;
    /// use harness_core::tables::Tables;
    ///
    /// let table = |ids: &[i64]| Rows { columns: vec!["id".into()], rows: ids.iter().map(|&id| vec![id.into()]).collect() };
    /// let before = Tables::from([("expenses".into(), table(&[31, 32])), ("users".into(), table(&[11]))]);
    /// let after = Tables::from([("expenses".into(), table(&[32])), ("users".into(), table(&[]))]);
    /// let deleted = [("expenses".into(), vec![31.into(), 32.into()]), ("users".into(), vec![11.into()])].into();
    ///
    /// let diff = compare(&before, &after, &Expected { deleted, ..Expected::default() }, &[]);
    /// assert_eq!(diff.share(), 0.8);
    /// assert_eq!(diff.faults().count(), 1);
    /// ```
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "numbers of rows are far below 2^52")]
    pub fn share(&self) -> f64 {
        match self.n_wanted + self.n_made {
            0 if self.is_as_expected() => 1.0,
            0 => 0.0,
            n_changes => 2.0 * self.n_right as f64 / n_changes as f64,
        }
    }

    /// The changed rows as a tree, along foreign keys: under each one the rows that pointed to it, kept ones too.
    ///
    /// Of a long run of rows that fared alike and as they had to, the first ones are shown, and how many more there are.
    /// A difference is always shown. Texts are escaped for a terminal.
    #[must_use]
    pub fn tree(&self) -> Vec<TreeLine> {
        tree::lines(&self.branches)
    }
}

impl Change {
    /// What happened and what had to, as `deleted; it had to stay`. No full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        let happened = match (&self.effect, &self.class) {
            (Effect::Deleted, Class::SharedRowLost { n_pointed }) => {
                format!("deleted, and {n_pointed} rows pointed to it")
            }
            (Effect::Deleted, _) => "deleted".to_owned(),
            (Effect::Stayed, Class::Orphaned { parent, value }) => {
                format!("stayed, and what it points to, {parent} {}, is gone", shown(value))
            }
            (Effect::Stayed, _) => "stayed as it was".to_owned(),
            (Effect::Updated { column, before, after }, _) => {
                format!("{column} {} → {}", shown(before), shown(after))
            }
            (Effect::Inserted, _) => "added".to_owned(),
            (Effect::NeverThere, _) => "was never there".to_owned(),
        };
        let wanted = match (&self.class, &self.wanted, &self.effect) {
            (Class::AsExpected, _, _) => "as expected".to_owned(),
            (_, Wanted::Gone, _) => "it had to be deleted".to_owned(),
            (_, Wanted::Value { column, value }, _) => format!("{column} had to become {}", shown(value)),
            (_, Wanted::Same, Effect::Updated { before, .. }) => format!("it had to stay {}", shown(before)),
            (_, Wanted::Same, Effect::Inserted) => "nothing had to be added".to_owned(),
            (_, Wanted::Same, Effect::Deleted | Effect::Stayed | Effect::NeverThere) => "it had to stay".to_owned(),
        };
        match (&self.class, &self.wanted) {
            (Class::AsExpected, _) => format!("{happened}, {wanted}"),
            // The row is as it had to be: the mistake is what became of its parent.
            (Class::Orphaned { .. }, Wanted::Same) => happened,
            _ => format!("{happened}; {wanted}"),
        }
    }

    /// The row, as `expenses 32 'Flat'`.
    #[must_use]
    pub fn row(&self) -> String {
        row(&self.table, &self.key, self.label.as_deref())
    }
}

/// A row in words.
fn row(table: &str, key: &Cell, label: Option<&str>) -> String {
    let label = label.map(|label| format!(" '{}'", label.escape_debug())).unwrap_or_default();
    format!("{} {}{label}", table.escape_debug(), shown(key))
}

/// A value in words: text in quotes and escaped, all else as SQL writes it.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => format!("'{}'", text.escape_debug()),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) => cell.to_string(),
    }
}

/// Compares the tables before and after a call with what it had to do to them.
///
/// Rows are matched by their first column; of rows with the same key, equal ones first. `keys` say what points to what.
///
/// # Examples
///
/// ```
/// use harness_core::cascade::{Class, Expected, compare};
/// use harness_core::rows::Rows;
/// use harness_core::tables::Tables;
///
/// let pots = |ids: &[i64]| Rows { columns: vec!["id".into()], rows: ids.iter().map(|&id| vec![id.into()]).collect() };
/// let before = Tables::from([("pots".into(), pots(&[1, 2]))]);
/// let after = Tables::from([("pots".into(), pots(&[2]))]);
///
/// let diff = compare(&before, &after, &Expected::default(), &[]);
/// assert_eq!(diff.changes[0].class, Class::DeletedTooMuch);
/// assert_eq!(diff.changes[0].sentence(), "deleted; it had to stay");
/// ```
#[must_use]
pub fn compare(before: &Tables, after: &Tables, expected: &Expected, keys: &[ForeignKeyEdge]) -> CascadeDiff {
    let fates = fate::fates(before, after, expected, keys);
    let changes: Vec<Change> = fates.iter().flat_map(|fate| fate.changes.iter().cloned()).collect();
    let n_made = changes.iter().filter(|change| is_made(&change.effect)).count();
    let n_right = changes.iter().filter(|change| change.class == Class::AsExpected).count();
    let n_wanted = changes.iter().filter(|change| change.wanted != Wanted::Same).count();
    CascadeDiff { n_wanted, n_made, n_right, branches: tree::branches(&fates, keys), changes }
}

/// Whether the call changed something.
fn is_made(effect: &Effect) -> bool {
    match effect {
        Effect::Deleted | Effect::Updated { .. } | Effect::Inserted => true,
        Effect::Stayed | Effect::NeverThere => false,
    }
}

#[cfg(test)]
mod tests;
