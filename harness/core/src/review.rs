//! The review: contract rules over a schema and relations of a user's own, with nothing expected of them beforehand.
//!
//! Where [`crate::contract`] holds entities against the relations that a task asks for, this looks for what cannot be meant:
//! keys that point nowhere, relations without a way back, deletions that lose what is shared.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::tables::Schema;

mod cycles;
mod keys;
mod relations;
mod rule;
mod words;

pub use rule::{Rule, Severity};

/// What is reviewed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What SQLite says of the structure.
    pub schema: Schema,
    /// Tables that are there and that [`Document::schema`] does not have, such as virtual ones: nothing is said of what
    /// points to them.
    pub unread: BTreeSet<String>,
    /// The relations, as the entities declare them; none where only a schema is reviewed.
    pub relations: Vec<Relation>,
    /// Whose rows the rows of a table are, by its name.
    pub policy: BTreeMap<String, Policy>,
    /// The tables that stand for pairs of others.
    pub junctions: Vec<String>,
    /// What SQLite was asked about foreign keys: by the table as [`Document::schema`] names it, and the position of the key
    /// in it. What was not asked is told from the schema.
    pub asked: BTreeMap<(String, usize), Asked>,
}

/// One relation, as an entity declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The table of the entity.
    pub from: String,
    /// The name by which the entity reaches the others.
    pub name: String,
    /// The table that it leads to.
    pub to: String,
    /// How many there are, and which side holds the key.
    pub kind: Kind,
    /// The columns of the foreign key: of `from` if it belongs to `to`, else of `to`.
    pub key: Vec<String>,
    /// The relation of the other table that leads back, where one is named.
    pub inverse: Option<String>,
    /// Whether the other may be absent, where that is said.
    pub optional: Option<bool>,
    /// What happens to the rows with the key when the row goes that they point to.
    pub on_delete: OnDelete,
}

/// How many a relation leads to, and which side holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// To one; the key is on this side.
    BelongsTo,
    /// To any number; the key is on the other side.
    HasMany,
    /// To one at most; the key is on the other side.
    HasOne,
}

/// What a relation says of deletions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDelete {
    /// It cannot be told what it says.
    Unknown,
    /// It says nothing.
    Undeclared,
    /// An action, as SQLite writes it: `SET NULL`.
    Declared(String),
}

/// Whose rows the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// It owns what points to it: that goes with its row.
    Owner,
    /// It is shared by what points to it: that outlives its row.
    Shared,
}

/// What SQLite says of one foreign key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whether a look-up by the whole key uses an index.
    pub is_served: Option<bool>,
    /// Whether the key that it points to is one that a foreign key may point to.
    pub is_accepted: Option<bool>,
    /// The collation that each of its columns is compared by; empty where it is not known.
    pub collations: Vec<String>,
}

/// One thing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it breaks.
    pub rule: Rule,
    /// What it is about: `table(column,column)`, `table.relation`, or `table`.
    pub subject: String,
    /// The table whose declaration has to be looked at.
    pub table: String,
    /// One sentence: what is wrong. No full stop.
    pub message: String,
    /// What follows from it, where that is not plain.
    pub note: Option<String>,
    /// What to do about it, where that can be told.
    pub help: Option<String>,
}

impl Finding {
    fn new(rule: Rule, subject: String, table: &str, message: String) -> Self {
        Self { rule, subject, table: table.to_owned(), message, note: None, help: None }
    }

    fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// What is wrong with `document`: first its foreign keys, in the order of the tables' names, then its relations in theirs, then
/// cycles and junctions.
///
/// Names are the same if SQLite takes them for the same. Nothing is told twice.
///
/// # Examples
///
/// ```
/// use harness_core::review::{Document, Rule, review};
/// use harness_core::tables::{ForeignKey, Schema, Table};
///
/// let key = ForeignKey {
///     columns: vec!["author_id".into()],
///     parent: "authors".into(),
///     parent_columns: vec![],
///     on_delete: "CASCADE".into(),
/// };
/// let posts = Table { foreign_keys: vec![key], ..Table::default() };
/// let document = Document { schema: Schema { tables: [("posts".into(), posts)].into() }, ..Document::default() };
/// let findings = review(&document);
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].rule, Rule::FkParentTableMissing);
/// assert_eq!(findings[0].subject, "posts(author_id)");
/// ```
#[must_use]
pub fn review(document: &Document) -> Vec<Finding> {
    let mut findings = keys::review(document);
    findings.extend(relations::review(document));
    findings.extend(cycles::review(&document.schema));
    findings.extend(keys::junctions(document));
    let mut told = BTreeSet::new();
    findings.retain(|finding| told.insert((finding.rule, finding.subject.clone(), finding.message.clone())));
    findings
}

#[cfg(test)]
mod tests;
