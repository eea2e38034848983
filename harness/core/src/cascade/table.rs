//! One table before and after: which row is which, and what became of it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cascade::Class;
use crate::cascade::Effect;
use crate::cascade::Expected;
use crate::cascade::Wanted;
use crate::cascade::fate::Fate;
use crate::cascade::fate::Link;
use crate::cascade::fate::key;
use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;
use crate::tables::Tables;

/// The most characters of a label.
const LABEL_LENGTH: usize = 24;

/// One table, before and after, and what had to happen to it.
pub(super) struct TableFates<'a, 't> {
    name: &'a str,
    before: &'a Rows,
    after: &'a Rows,
    deleted: BTreeSet<&'a Cell>,
    updated: BTreeMap<&'a Cell, Vec<(&'a str, &'a Cell)>>,
    links: &'t [Link<'a>],
}

/// The rows of one key, before and after.
#[derive(Default)]
struct SameKey<'a> {
    were: Vec<&'a Row>,
    are: Vec<&'a Row>,
}

impl<'a, 't> TableFates<'a, 't> {
    pub(super) fn new(
        name: &'a str,
        before: &'a Tables,
        after: &'a Tables,
        expected: &'a Expected,
        links: &'t [Link<'a>],
    ) -> Self {
        static NONE: Rows = Rows { columns: Vec::new(), rows: Vec::new() };
        let mut updated: BTreeMap<&Cell, Vec<(&str, &Cell)>> = BTreeMap::new();
        for (key, column, value) in expected.updated.get(name).into_iter().flatten() {
            updated.entry(key).or_default().push((column, value));
        }
        Self {
            name,
            before: before.get(name).unwrap_or(&NONE),
            after: after.get(name).unwrap_or(&NONE),
            deleted: expected.deleted.get(name).into_iter().flatten().collect(),
            updated,
            links,
        }
    }

    /// The fates of its rows, by key.
    pub(super) fn fates(&self) -> Vec<Fate<'a>> {
        let mut keys: BTreeMap<Cell, SameKey<'a>> = BTreeMap::new();
        for &cell in self.deleted.iter().chain(self.updated.keys()) {
            keys.entry(cell.clone()).or_default();
        }
        for row in &self.before.rows {
            keys.entry(key(row)).or_default().were.push(row);
        }
        for row in &self.after.rows {
            keys.entry(key(row)).or_default().are.push(row);
        }
        keys.into_iter().flat_map(|(key, rows)| self.of_key(key, rows)).collect()
    }

    /// The fates of the rows of one key. Equal rows pair first, then the others in order; what is left is gone or new.
    fn of_key(&self, key: Cell, SameKey { were, mut are }: SameKey<'a>) -> Vec<Fate<'a>> {
        let mut fates = Vec::new();
        if were.is_empty() && (self.deleted.contains(&key) || self.updated.contains_key(&key)) {
            fates.push(self.never_there(key));
        }
        let mut changed = Vec::new();
        for was in were {
            match are.iter().position(|is| self.differences(was, is).is_empty()) {
                Some(at) => fates.push(self.stayed(was, are.remove(at))),
                None => changed.push(was),
            }
        }
        let mut are = are.into_iter();
        fates.extend(changed.into_iter().map(|was| match are.next() {
            Some(is) => self.stayed(was, is),
            None => self.gone(was),
        }));
        fates.extend(are.map(|is| self.added(is)));
        fates
    }

    /// The columns in which a row is not what it was: name, before, after.
    fn differences(&self, was: &'a Row, is: &'a Row) -> Vec<(&'a str, &'a Cell, &'a Cell)> {
        let changed = self.before.columns.iter().zip(was).filter_map(|(name, was)| {
            let is = is.get(self.after.column(name)?)?;
            (was != is).then_some((name.as_str(), was, is))
        });
        changed.collect()
    }

    /// A row that nothing has happened to yet.
    fn fate(&self, columns: &'a [String], row: &'a Row) -> Fate<'a> {
        let label = row.iter().skip(1).find_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
        let label = label.map(|text| match text.char_indices().nth(LABEL_LENGTH) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.clone(),
        });
        Fate { table: self.name, columns, row: Some(row), key: key(row), label, changes: Vec::new() }
    }

    /// What had to become of the values of a row that had not to go, less what they were already.
    fn wanted_values(&self, fate: &Fate<'a>) -> Vec<(&'a str, &'a Cell)> {
        let values = self.updated.get(&fate.key).into_iter().flatten().copied();
        values.filter(|(column, value)| fate.value(column) != Some(*value)).collect()
    }

    fn stayed(&self, was: &'a Row, is: &'a Row) -> Fate<'a> {
        let mut fate = self.fate(&self.before.columns, was);
        let mut differences = self.differences(was, is);
        let orphaned = |link: &&Link<'a>| link.lost(fate.value(&link.edge.key));
        let lost = self.links.iter().filter(|link| link.edge.child == self.name).find(orphaned);
        let class_of_lost = |link: &Link<'a>| Class::Orphaned {
            parent: link.edge.parent.clone(),
            value: fate.value(&link.edge.key).cloned().unwrap_or(Cell::Null),
        };
        let orphan = lost.map(class_of_lost);
        let updated = |(column, before, after): (&str, &Cell, &Cell)| Effect::Updated {
            column: column.to_owned(),
            before: before.clone(),
            after: after.clone(),
        };
        if self.deleted.contains(&fate.key) {
            match differences.first() {
                Some(&difference) => fate.push(updated(difference), Wanted::Gone, Class::DeletedTooLittle),
                None => fate.push(Effect::Stayed, Wanted::Gone, orphan.unwrap_or(Class::DeletedTooLittle)),
            }
            return fate;
        }
        for (column, value) in self.wanted_values(&fate) {
            let wanted = Wanted::Value { column: column.to_owned(), value: value.clone() };
            match differences.iter().position(|difference| difference.0.eq_ignore_ascii_case(column)) {
                Some(at) => {
                    let difference = differences.remove(at);
                    let class = if difference.2 == value { Class::AsExpected } else { Class::UpdatedWrong };
                    fate.push(updated(difference), wanted, class);
                }
                None => fate.push(Effect::Stayed, wanted, orphan.clone().unwrap_or(Class::UpdatedWrong)),
            }
        }
        for difference in differences {
            fate.push(updated(difference), Wanted::Same, Class::UpdatedWrong);
        }
        // A row that had to stay while its parent had to go is there on purpose.
        let on_purpose =
            lost.is_none_or(|link| fate.value(&link.edge.key).is_none_or(|value| link.had_to_go.contains(value)));
        if let Some(orphan) = orphan.filter(|_| fate.changes.is_empty() && !on_purpose) {
            fate.push(Effect::Stayed, Wanted::Same, orphan);
        }
        fate
    }

    fn gone(&self, was: &'a Row) -> Fate<'a> {
        let mut fate = self.fate(&self.before.columns, was);
        if self.deleted.contains(&fate.key) {
            fate.push(Effect::Deleted, Wanted::Gone, Class::AsExpected);
            return fate;
        }
        let pointed = self
            .links
            .iter()
            .filter(|link| link.edge.parent == self.name)
            .filter_map(|link| link.n_children.get(fate.value(&link.edge.parent_key)?));
        let n_pointed = pointed.sum();
        let class = if n_pointed > 1 { Class::SharedRowLost { n_pointed } } else { Class::DeletedTooMuch };
        let wanted = match self.wanted_values(&fate).first() {
            Some(&(column, value)) => Wanted::Value { column: column.to_owned(), value: value.clone() },
            None => Wanted::Same,
        };
        fate.push(Effect::Deleted, wanted, class);
        fate
    }

    fn added(&self, is: &'a Row) -> Fate<'a> {
        let mut fate = self.fate(&self.after.columns, is);
        fate.push(Effect::Inserted, Wanted::Same, Class::Inserted);
        fate
    }

    fn never_there(&self, key: Cell) -> Fate<'a> {
        let mut fate = Fate { table: self.name, columns: &[], row: None, key, label: None, changes: Vec::new() };
        if self.deleted.contains(&fate.key) {
            fate.push(Effect::NeverThere, Wanted::Gone, Class::DeletedTooLittle);
        } else {
            for (column, value) in self.wanted_values(&fate) {
                let wanted = Wanted::Value { column: column.to_owned(), value: value.clone() };
                fate.push(Effect::NeverThere, wanted, Class::UpdatedWrong);
            }
        }
        fate
    }
}
