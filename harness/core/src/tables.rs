//! Whole tables: a fixture going into a database, and a snapshot coming out of one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rows::Rows;

/// Tables by name: the content of a database, or a part of it. A snapshot holds its rows in the order of the key.
pub type Tables = BTreeMap<String, Rows>;

/// What SQLite itself says about the structure of a database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// The tables, by name; views, virtual and internal tables are left out.
    pub tables: BTreeMap<String, Table>,
}

/// One table of a [`Schema`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The columns, in the order of their declaration (`PRAGMA table_xinfo`).
    pub columns: Vec<Column>,
    /// The columns of the primary key, in its order; empty if there is none.
    pub primary_key: Vec<String>,
    /// The foreign keys that the table holds (`PRAGMA foreign_key_list`), in the order of their columns.
    pub foreign_keys: Vec<ForeignKey>,
    /// The indexes (`PRAGMA index_list`), with those that a UNIQUE or a PRIMARY KEY makes.
    pub indexes: Vec<Index>,
}

/// One column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its declared type, as written; empty if none was.
    pub declared_type: String,
    /// Whether it is declared NOT NULL (a primary key counts).
    pub not_null: bool,
    /// Whether it has a DEFAULT other than NULL.
    pub has_default: bool,
}

/// One foreign key of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The columns of the child.
    pub columns: Vec<String>,
    /// The table that they point to.
    pub parent: String,
    /// The columns there; empty if the declaration leaves them to the primary key.
    pub parent_columns: Vec<String>,
    /// `NO ACTION`, `RESTRICT`, `SET NULL`, `SET DEFAULT` or `CASCADE`.
    pub on_delete: String,
}

/// One index of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The indexed columns, in order; `None` for an expression.
    pub columns: Vec<Option<String>>,
    /// Whether it is unique.
    pub unique: bool,
    /// Whether it has a WHERE clause.
    pub partial: bool,
}
