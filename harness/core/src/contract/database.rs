//! What SQLite has: foreign keys, the types of their ends, and indexes. For any number of columns.

use std::fmt;

use crate::contract::Wanted;
use crate::contract::sides;
use crate::contract::sides::is_same;
use crate::observation::Entity;
use crate::tables::Column;
use crate::tables::ForeignKey;
use crate::tables::Schema;
use crate::tables::Table;

/// What a column makes of the values that are put into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affinity {
    /// Whole numbers.
    Integer,
    /// Text.
    Text,
    /// Anything, as it comes.
    Blob,
    /// Floating-point numbers.
    Real,
    /// Numbers where they can be told.
    Numeric,
}

impl fmt::Display for Affinity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Integer => "INTEGER",
            Self::Text => "TEXT",
            Self::Blob => "BLOB",
            Self::Real => "REAL",
            Self::Numeric => "NUMERIC",
        })
    }
}

/// The affinity of a declared type; an empty one is [`Affinity::Blob`].
///
/// # Examples
///
/// ```
/// use harness_core::contract::{Affinity, affinity};
///
/// assert_eq!(affinity("bigint"), Affinity::Integer);
/// assert_eq!(affinity("varchar(50)"), Affinity::Text);
/// assert_eq!(affinity("FLOATING POINT"), Affinity::Integer); // it ends in INT
/// assert_eq!(affinity("boolean"), Affinity::Numeric);
/// ```
///
/// Source: SQLite's documentation, "Datatypes In SQLite", §3.1: the first of its five rules that fits.
#[must_use]
pub fn affinity(declared_type: &str) -> Affinity {
    let upper = declared_type.to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| upper.contains(part));
    if has(&["INT"]) {
        Affinity::Integer
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        Affinity::Text
    } else if upper.is_empty() || has(&["BLOB"]) {
        Affinity::Blob
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

/// Whether an index serves look-ups by `columns`: its leading columns are these, in any order, and it has no WHERE clause.
/// The primary key counts.
///
/// # Examples
///
/// ```
/// use harness_core::contract::is_indexed;
/// use harness_core::tables::{Index, Table};
///
/// let index = Index { columns: vec![Some("user_id".into()), Some("day".into())], unique: false, partial: false };
/// let table = Table { indexes: vec![index], ..Table::default() };
/// assert!(is_indexed(&table, &["user_id".into()]));
/// assert!(!is_indexed(&table, &["day".into()]));
/// ```
#[must_use]
pub fn is_indexed(table: &Table, columns: &[String]) -> bool {
    let leads = |names: &[Option<&str>]| {
        names.get(..columns.len()).is_some_and(|leading| {
            columns.iter().all(|column| leading.iter().flatten().any(|name| is_same(name, column)))
        })
    };
    let primary_key: Vec<Option<&str>> = table.primary_key.iter().map(|name| Some(name.as_str())).collect();
    let full = table.indexes.iter().filter(|index| !index.partial);
    leads(&primary_key)
        || full.map(|index| index.columns.iter().map(Option::as_deref).collect()).any(|names: Vec<_>| leads(&names))
}

/// The foreign key from `columns` of `child` to `parent_columns` of `parent`, if the database has it.
///
/// # Examples
///
/// ```
/// use harness_core::contract::foreign_key;
/// use harness_core::tables::{ForeignKey, Schema, Table};
///
/// let key = ForeignKey {
///     columns: vec!["user_id".into()],
///     parent: "users".into(),
///     parent_columns: vec![], // its primary key
///     on_delete: "CASCADE".into(),
/// };
/// let expenses = Table { foreign_keys: vec![key], ..Table::default() };
/// let users = Table { primary_key: vec!["id".into()], ..Table::default() };
/// let schema = Schema { tables: [("expenses".into(), expenses), ("users".into(), users)].into() };
///
/// assert!(foreign_key(&schema, "expenses", &["user_id"], "users", &["id"]).is_some());
/// assert!(foreign_key(&schema, "expenses", &["user_id"], "users", &["email"]).is_none());
/// ```
#[must_use]
pub fn foreign_key<'a>(
    schema: &'a Schema,
    child: &str,
    columns: &[&str],
    parent: &str,
    parent_columns: &[&str],
) -> Option<&'a ForeignKey> {
    let are_same = |a: &[String], b: &[&str]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b));
    table(schema, child)?.foreign_keys.iter().find(|key| {
        is_same(&key.parent, parent)
            && are_same(&key.columns, columns)
            && are_same(points_to(schema, key), parent_columns)
    })
}

/// The columns that `key` points to: those it names, else the parent's primary key; empty if that has none.
pub(crate) fn points_to<'a>(schema: &'a Schema, key: &'a ForeignKey) -> &'a [String] {
    if key.parent_columns.is_empty() {
        table(schema, &key.parent).map_or(&[][..], |table| &table.primary_key)
    } else {
        &key.parent_columns
    }
}

/// Whether an index without a WHERE clause, or the primary key, is over exactly `columns`, and unique.
pub(crate) fn is_unique<T: AsRef<str>>(table: &Table, columns: &[T]) -> bool {
    let unique = table.indexes.iter().filter(|index| index.unique && !index.partial);
    let mut all = unique.filter_map(|index| index.columns.iter().map(Option::as_deref).collect::<Option<Vec<_>>>());
    let primary_key: Vec<&str> = table.primary_key.iter().map(String::as_str).collect();
    let is_over = |names: &[&str]| {
        !names.is_empty()
            && names.len() == columns.len()
            && columns.iter().all(|column| names.iter().any(|name| is_same(name, column.as_ref())))
    };
    is_over(&primary_key) || all.any(|names| is_over(&names))
}

/// A table by its name.
pub(crate) fn table<'a>(schema: &'a Schema, name: &str) -> Option<&'a Table> {
    schema.tables.iter().find(|(table, _)| is_same(table, name)).map(|pair| pair.1)
}

/// A column by its name.
pub(crate) fn column<'a>(schema: &'a Schema, of_table: &str, name: &str) -> Option<&'a Column> {
    table(schema, of_table)?.columns.iter().find(|column| is_same(&column.name, name))
}

/// The types of the key and of what it points to, where they are not the same: to Rust, or else to SQLite.
///
/// What is not known, since there is no such column, is no mismatch.
pub(super) fn type_mismatch(relation: &Wanted, entities: &[Entity], schema: &Schema) -> Option<[String; 2]> {
    relation.key.iter().zip(&*relation.parent_key).find_map(|(key, parent_key)| {
        of_ends([(&relation.child, key), (&relation.parent, parent_key)], entities, schema)
    })
}

/// The types of one column of the key and of the one that it points to, each in its table, where they are not the same.
fn of_ends(ends: [(&String, &String); 2], entities: &[Entity], schema: &Schema) -> Option<[String; 2]> {
    if let [Some(key), Some(parent_key)] = ends.map(|(table, name)| sides::column(entities, table, name)) {
        let types = [key, parent_key].map(|column| rust_type(&column.column_type));
        if types[0] != types[1] {
            return Some(types.map(str::to_owned));
        }
    }
    let [Some(key), Some(parent_key)] = ends.map(|(table, name)| column(schema, table, name)) else {
        return None;
    };
    let types = [key, parent_key].map(|column| affinity(&column.declared_type));
    (types[0] != types[1]).then(|| types.map(|affinity| affinity.to_string()))
}

/// A column type of SeaORM without its length: those that are one type to Rust get one name.
fn rust_type(column_type: &str) -> &str {
    let end = column_type.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(column_type.len());
    match &column_type[..end] {
        "Char" | "Text" => "String",
        name => name,
    }
}
