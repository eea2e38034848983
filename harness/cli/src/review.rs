//! `harness review`: contract rules over a database, a schema in SQL, or a schema with relations.
//!
//! ```text
//! TARGET ─► source ─► statements ─► a database in memory ─► its schema, asked of SQLite ─► core's review ─► words
//! ```
//!
//! What is reviewed is text of others. A database file is only read, and only what it says of its structure; of SQL nothing is
//! carried out but CREATE, ALTER and DROP of tables and indexes, in a database in memory without rows.

mod asked;
mod database;
mod document;
mod replica;
mod source;
mod statements;
mod structure;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use harness_core::review::{self, Document, Finding};

pub(crate) use source::Name;

/// What was found, and what was looked at.
#[derive(Debug)]
pub(crate) struct Reviewed {
    /// What is wrong.
    pub(crate) findings: Vec<Finding>,
    /// What it was found in.
    document: Document,
    /// The name of the target.
    name: Name,
    /// The line of the statement that made a table, by the table's name in small letters.
    lines: BTreeMap<String, usize>,
    /// What was left out, and why.
    notes: Vec<String>,
}

/// Reviews what stands at `target`.
///
/// # Errors
///
/// It cannot be read, or is nothing that can be reviewed: the caller's to put right, with line and field where there are any.
pub(crate) fn review(target: &Path) -> anyhow::Result<Reviewed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let (document, name, lines, notes) = runtime.block_on(source::read(target))?;
    Ok(Reviewed { findings: review::review(&document), document, name, lines, notes })
}
