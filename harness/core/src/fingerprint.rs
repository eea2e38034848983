//! Fingerprint: a statement without its literals; and what the text of a statement says of tables, keys and values.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::rows::Cell;

mod clauses;
mod collapse;
mod keywords;
mod lexer;
#[cfg(test)]
mod tests;
mod values;

pub use values::{Values, parameters};

use clauses::Clauses;
use lexer::{Token, lex};

/// A statement without its literals: two statements that differ in nothing but values have the same one.
///
/// Each value is `?`; so is an `IN` list of any length and a row of `VALUES`, and rows of one shape are one row.
/// Comments are gone, keywords are in capitals, names in small letters as SQLite compares them, and quotes stand only
/// around names that need them. `NULL` is a value but after `IS`, `NOT` and `SET`; so are `TRUE` and `FALSE`.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::Fingerprint;
///
/// let batch = Fingerprint::new(r#"SELECT * FROM "posts" WHERE "author_id" IN (?, ?, ?)"#);
/// assert_eq!(batch.to_string(), "SELECT * FROM posts WHERE author_id IN (?)");
/// assert_eq!(batch, Fingerprint::new("select *  from posts where author_id in (7) -- one"));
/// ```
///
/// Source: the classes of statements in the tests of `prosopite` (Apache-2.0), less what is MySQL's alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It returns rows and changes none.
    Read,
    /// It inserts, updates or deletes rows.
    Write,
    /// It steers the transaction or the connection: BEGIN, SAVEPOINT, PRAGMA, EXPLAIN, SET and their like.
    Control,
    /// Anything else, such as CREATE TABLE; an empty text too.
    Other,
}

/// The column that a statement looks its rows up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The table whose column it is, an alias undone; the main table where the text does not say.
    pub table: String,
    /// The column, as written, without quotes.
    pub column: String,
}

impl Fingerprint {
    /// The fingerprint of `sql`. Text that is no SQL has one too.
    #[must_use]
    pub fn new(sql: &str) -> Self {
        Self(collapse::text(&tokens(sql)))
    }

    /// The text, as [`fmt::Display`] shows it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the statement does. A `WITH` is what follows it, or a write where one of its parts is.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::fingerprint::{Fingerprint, Kind};
    ///
    /// let kind = |sql| Fingerprint::new(sql).kind();
    /// assert_eq!(kind("WITH busy AS (SELECT 1) SELECT * FROM busy"), Kind::Read);
    /// assert_eq!(kind("DELETE FROM posts"), Kind::Write);
    /// assert_eq!(kind("ROLLBACK TO s1"), Kind::Control);
    /// assert_eq!(kind("CREATE TABLE posts (id)"), Kind::Other);
    /// ```
    #[must_use]
    pub fn kind(&self) -> Kind {
        let tokens = lex(&self.0);
        let words: Vec<&Token> = tokens.iter().skip_while(|token| token.is_symbol("(")).collect();
        let Some(first) = words.first() else { return Kind::Other };
        if !first.is("WITH") {
            return verb(first).unwrap_or(Kind::Other);
        }
        // The parts stand in parentheses: a write in one of them is a verb right after its `(`.
        let mut depth = 0_usize;
        let mut outside = None;
        for pair in words.windows(2) {
            match pair[0] {
                open if open.is_symbol("(") && verb(pair[1]) == Some(Kind::Write) => return Kind::Write,
                open if open.is_symbol("(") => depth += 1,
                close if close.is_symbol(")") => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && outside.is_none() {
                outside = verb(pair[1]).filter(|kind| *kind != Kind::Control);
            }
        }
        outside.unwrap_or(Kind::Other)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether `sql` is of [`Kind::Control`]: told by its first word alone, without reading the rest.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::is_control;
///
/// assert!(is_control("/* start */ begin immediate"));
/// assert!(!is_control("SELECT 'BEGIN'"));
/// ```
#[must_use]
pub fn is_control(sql: &str) -> bool {
    let mut rest = sql;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '(');
        rest = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map_or("", |(_, after)| after)
        } else {
            break;
        };
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    lex(&rest[..end]).first().and_then(verb) == Some(Kind::Control)
}

/// The literals in the text of `sql`, in order, each with its sign; placeholders are left out.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::literals;
/// use harness_core::rows::Cell;
///
/// let sql = "UPDATE posts SET title = 'it''s', score = -2, seen = NULL WHERE id = ? AND draft IS NULL";
/// assert_eq!(literals(sql), ["it's".into(), (-2_i64).into(), Cell::Null]);
/// ```
#[must_use]
pub fn literals(sql: &str) -> Vec<Cell> {
    tokens(sql)
        .into_iter()
        .filter_map(|token| if let Token::Literal(cell) = token { Some(cell) } else { None })
        .collect()
}

/// The values that were bound to the placeholders of `sql`, in order, where `all` are those of its text with the bound ones
/// filled in: what [`literals`] finds there.
///
/// `None`: the two do not fit.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::{bound, literals};
///
/// let sql = "SELECT COALESCE(SUM(n), 0) FROM posts WHERE author_id = ?";
/// let filled_in = "SELECT COALESCE(SUM(n), 0) FROM posts WHERE author_id = 7";
/// assert_eq!(bound(sql, &literals(filled_in)), Some(vec![7.into()]));
/// assert_eq!(bound(sql, &[7.into()]), None);
/// ```
#[must_use]
pub fn bound(sql: &str, all: &[Cell]) -> Option<Vec<Cell>> {
    let tokens = tokens(sql);
    let values: Vec<&Token> = tokens.iter().filter(|token| token.is_value()).collect();
    if values.len() != all.len() {
        return None;
    }
    let mut bound: Vec<Cell> = Vec::new();
    for (token, cell) in values.into_iter().zip(all) {
        match token {
            Token::Placeholder(None) => bound.push(cell.clone()),
            Token::Placeholder(Some(position)) => {
                // Positions are as far apart as the statement likes; none is beyond its values.
                let at = position.checked_sub(1).filter(|at| *at < all.len())?;
                bound.resize(bound.len().max(at + 1), Cell::Null);
                bound[at] = cell.clone();
            }
            Token::Literal(_) | Token::Word(_) | Token::Quoted(_) | Token::Symbol(_) => {}
        }
    }
    Some(bound)
}

/// The tables that `sql` names after FROM, JOIN, INTO and UPDATE, each once, without schema and quotes.
///
/// The main one comes first: that of the statement itself before those of its sub-selects. Names that a `WITH` makes,
/// table functions, and the FROM of `extract(year FROM x)` are left out.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::tables;
///
/// let sql = r#"SELECT (SELECT count(*) FROM posts) FROM "authors" a JOIN countries ON countries.id = a.country_id"#;
/// assert_eq!(tables(sql), ["authors", "countries", "posts"]);
/// ```
#[must_use]
pub fn tables(sql: &str) -> Vec<String> {
    Clauses::read(&tokens(sql)).tables()
}

/// The column by which `sql` looks its rows up: the one that its WHERE compares with a value by `=` or `IN`.
///
/// `None` where there is no such comparison, or more than one; those of sub-selects under WHERE do not count.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::key;
///
/// let sql = "SELECT p.* FROM posts AS p JOIN authors AS a ON a.id = p.author_id WHERE a.id = ?";
/// let key = key(sql).expect("one comparison with a value");
/// assert_eq!((key.table.as_str(), key.column.as_str()), ("authors", "id"));
/// ```
#[must_use]
pub fn key(sql: &str) -> Option<Key> {
    Clauses::read(&tokens(sql)).key()
}

/// The column of [`key`] alone.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::key_column;
///
/// assert_eq!(key_column("SELECT * FROM posts WHERE author_id IN (1, 2)").as_deref(), Some("author_id"));
/// assert_eq!(key_column("SELECT * FROM posts WHERE id = ? OR slug = ?"), None);
/// ```
#[must_use]
pub fn key_column(sql: &str) -> Option<String> {
    key(sql).map(|key| key.column)
}

/// The tokens of `sql`, with NULL, TRUE and FALSE as literals where they are values; no semicolon at the end.
fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut tokens = lex(sql);
    while tokens.last().is_some_and(|token| token.is_symbol(";")) {
        tokens.pop();
    }
    for i in 0..tokens.len() {
        let shape = i > 0 && ["IS", "NOT", "SET"].iter().any(|word| tokens[i - 1].is(word));
        let value = match &tokens[i] {
            token if shape || !matches!(token, Token::Word(_)) => None,
            token if token.is("NULL") => Some(Cell::Null),
            token if token.is("TRUE") => Some(Cell::Integer(1)),
            token if token.is("FALSE") => Some(Cell::Integer(0)),
            _ => None,
        };
        if let Some(value) = value {
            tokens[i] = Token::Literal(value);
        }
    }
    tokens
}

/// What the statement that starts with `token` does; `None` if none starts so.
fn verb(token: &Token) -> Option<Kind> {
    let Token::Word(word) = token else { return None };
    Some(match word.to_ascii_uppercase().as_str() {
        "SELECT" | "VALUES" => Kind::Read,
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "MERGE" | "TRUNCATE" => Kind::Write,
        "BEGIN" | "START" | "COMMIT" | "END" | "ROLLBACK" | "ABORT" | "SAVEPOINT" | "RELEASE" | "PRAGMA"
        | "EXPLAIN" | "SET" | "RESET" | "SHOW" | "USE" | "DISCARD" | "DEALLOCATE" => Kind::Control,
        _ => return None,
    })
}
