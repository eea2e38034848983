//! The statements of one call, in the order in which SQLite ran them.

use serde::{Deserialize, Serialize};

use crate::rows::Cell;

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The text as it was sent, with placeholders.
    pub sql: String,
    /// The bound values, in order. `None`: not known, since only SQLite saw the statement.
    pub params: Option<Vec<Cell>>,
    /// The line of the candidate's code that sent it, as `src/report.rs:14`. `None`: not known, or not captured.
    pub site: Option<String>,
    /// Whether it ended in an error. A failed statement is shown, and not counted.
    pub failed: bool,
    /// Whether SeaORM's own callback reported it. `false`: it went around SeaORM, and SQLite alone saw it.
    pub reported: bool,
    /// Rows that SQLite handed out for it.
    #[serde(default)]
    pub n_rows: u64,
}

/// The statements of one call, in the order in which SQLite ran them; failed attempts included.
///
/// Transaction control, PRAGMA, and the harness's own statements are not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryLog {
    /// The statements.
    pub statements: Vec<Statement>,
}

impl QueryLog {
    /// How many statements count: all that did not fail.
    #[must_use]
    pub fn n_sent(&self) -> u64 {
        self.sent().count() as u64
    }

    /// How many rows SQLite handed out, for all statements that count.
    #[must_use]
    pub fn n_fetched(&self) -> u64 {
        self.sent().map(|statement| statement.n_rows).sum()
    }

    /// The statements that count, in order.
    pub fn sent(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|statement| !statement.failed)
    }
}

/// A statement for a reader: names without their quotes, and `…` for a long list of columns.
///
/// # Examples
///
/// ```
/// use harness_core::query_log::brief;
///
/// let sql = r#"SELECT "cakes"."id", "cakes"."name", "cakes"."price" FROM "cakes" WHERE "cakes"."id" = ?"#;
/// assert_eq!(brief(sql), "SELECT … FROM cakes WHERE cakes.id = ?");
/// assert_eq!(brief("SELECT COUNT(*) FROM cakes"), "SELECT COUNT(*) FROM cakes");
/// ```
#[must_use]
pub fn brief(sql: &str) -> String {
    const LONG: usize = 30;
    // A quote that is part of a text stays where it is: only `"name"` with a plain name loses its quotes.
    let mut plain = String::with_capacity(sql.len());
    for (n, part) in sql.split('"').enumerate() {
        let is_name = n % 2 == 1 && part.chars().all(|c| c.is_alphanumeric() || c == '_');
        if n % 2 == 0 || is_name {
            plain.push_str(part);
        } else {
            plain.extend(["\"", part, "\""]);
        }
    }
    let list = plain.strip_prefix("SELECT ").and_then(|rest| rest.split_once(" FROM "));
    match list {
        Some((columns, rest)) if columns.len() > LONG && !columns.contains('(') => format!("SELECT … FROM {rest}"),
        _ => plain,
    }
}
