//! What a domain of the student's own did with rows that the harness made for it.

use serde::{Deserialize, Serialize};

use crate::declaration::Declaration;
use crate::rows::Row;
use crate::tables::Tables;

/// What a domain of the student's own did with rows that the harness made for it; [`crate::observation::Run::before`] has
/// them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// `domain.yaml`, or what is wrong with it.
    pub declaration: Result<Declaration, String>,
    /// Tables that did not take their rows.
    pub refused: Vec<Refused>,
    /// Tables whose rows cannot be read through their entity.
    pub unread: Vec<Refused>,
    /// The rows that the five steps are about; `None` where it cannot be told which, or where they could not be made.
    pub steps: Option<StepRows>,
    /// Steps 3 and 4, along the relations as the entities define them.
    pub walks: Vec<Walk>,
    /// Step 5, and a deletion along each relation, each on the rows as they were made.
    pub deletions: Vec<Deletion>,
}

/// A table with which something did not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The table; empty where it cannot be told.
    pub table: String,
    /// What SQLite, SeaORM or the harness says.
    pub message: String,
}

/// The rows that the five steps are about, each by its primary key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRows {
    /// The parent of step 1.
    pub parent: Row,
    /// The two groups of step 1.
    pub groups: [Row; 2],
    /// The children of step 2: the first one in the first group, the second one in the second.
    pub children: Vec<Row>,
}

/// Rows reached along a relation, as an entity defines it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// The step, 3 or 4.
    pub step: u8,
    /// The relation, by its name as declared: `child.key`.
    pub relation: String,
    /// The table that it starts from.
    pub from: String,
    /// The table that it goes to.
    pub to: String,
    /// The primary key of the row that it is about: of `from` in step 3, of `to` in step 4.
    pub key: Row,
    /// The primary keys of the rows that came back: of `to` in step 3, of `from` in step 4; or why none did.
    pub found: Result<Vec<Row>, String>,
}

/// A row deleted, with nothing but SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// Its table.
    pub table: String,
    /// Its primary key.
    pub key: Row,
    /// What it is for.
    pub purpose: Purpose,
    /// What SQLite said when it refused.
    pub refused: Option<String>,
    /// The tables that changed, as they were afterwards.
    pub after: Tables,
}

/// What a deletion is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Step 5: a child is removed.
    Step,
    /// A parent goes whose rows point to it through this relation alone, named as `child.key`.
    Relation(String),
    /// A parent goes that rows point to through every relation that they have.
    All,
}
