//! What one line says: a statement, its values, where and on how much data it was sent.

use std::fmt;

use super::marks::Mark;

/// A line, read into the same memory again and again.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The statement's text.
    pub(super) sql: String,
    /// The bound values, in order; empty where they are not known.
    pub(super) params: Vec<Mark>,
    /// Whether the bound values are known.
    pub(super) has_params: bool,
    /// The line of code that sent it; empty where it is not known.
    pub(super) site: String,
    /// Whether it ended in an error.
    pub(super) failed: bool,
    /// The size of the data that it was sent on.
    pub(super) scale: Option<u64>,
}

impl Line {
    /// Makes it an empty line, without giving memory back.
    pub(super) fn clear(&mut self) {
        let Self { sql, params, has_params, site, failed, scale } = self;
        sql.clear();
        params.clear();
        site.clear();
        (*has_params, *failed, *scale) = (false, false, None);
    }
}

/// What a line turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A statement.
    Statement,
    /// What the application has logged beside its statements.
    Other,
}

/// Why a line cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The field.
    pub(super) field: Option<&'static str>,
    /// The column, from 1, where one is known.
    pub(super) column: Option<usize>,
    /// What is wrong.
    pub(super) what: String,
}

impl Wrong {
    /// `what` is wrong with `field`.
    pub(super) fn field(field: &'static str, what: &str) -> Self {
        Self { field: Some(field), column: None, what: what.to_owned() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(column) = self.column {
            write!(f, "column {column}: ")?;
        }
        if let Some(field) = self.field {
            write!(f, "field `{field}`: ")?;
        }
        f.write_str(&self.what)
    }
}
