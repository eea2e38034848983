//! Rows and cells: what a query returns, what a table holds, what an author expects.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One value as SQLite stores it.
///
/// `Null`, `''`, `0` and `'NULL'` are four different cells. Equality of reals is bitwise order (`f64::total_cmp`),
/// so that cells can be sorted and used as keys; tolerance is the row diff's business.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Cell {
    /// SQL `NULL`; `null` or `~` in YAML.
    Null,
    /// A 64-bit integer; booleans are 0 and 1.
    Integer(i64),
    /// A double.
    Real(f64),
    /// Text; a blob is shown as its hexadecimal literal, `x'00ff'`.
    Text(String),
}

impl Cell {
    /// A number that orders the kinds as SQLite does: NULL, numbers, text.
    fn kind(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Integer(_) => 1,
            Self::Real(_) => 2,
            Self::Text(_) => 3,
        }
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Cell {}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Real(a), Self::Real(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => self.kind().cmp(&other.kind()),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Real(x) => write!(f, "{x:?}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Self {
        Self::Integer(n)
    }
}
impl From<i32> for Cell {
    fn from(n: i32) -> Self {
        Self::Integer(n.into())
    }
}
impl From<u32> for Cell {
    fn from(n: u32) -> Self {
        Self::Integer(n.into())
    }
}
impl From<u64> for Cell {
    /// Values above `i64::MAX`, which SQLite cannot store, become text.
    fn from(n: u64) -> Self {
        i64::try_from(n).map_or_else(|_| Self::Text(n.to_string()), Self::Integer)
    }
}
impl From<usize> for Cell {
    fn from(n: usize) -> Self {
        Self::from(n as u64)
    }
}
impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Integer(yes.into())
    }
}
impl From<f64> for Cell {
    fn from(x: f64) -> Self {
        Self::Real(x)
    }
}
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row, a cell a column.
pub type Row = Vec<Cell>;

/// A table of cells, row-major: `rows.len()` × `columns.len()`.
///
/// May be empty (no rows), and may have columns without rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The names of the columns, in order.
    pub columns: Vec<String>,
    /// The rows, in the order in which they came; each as long as `columns`.
    pub rows: Vec<Row>,
}

impl Rows {
    /// The position of the column `name`, compared without case as SQLite does.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::rows::Rows;
    ///
    /// let rows = Rows { columns: vec!["id".into(), "Name".into()], rows: vec![] };
    /// assert_eq!(rows.column("name"), Some(1));
    /// assert_eq!(rows.column("email"), None);
    /// ```
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}
