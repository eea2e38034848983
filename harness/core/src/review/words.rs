//! What findings are put into words with.

use super::Finding;
use crate::tables::ForeignKey;

/// `table(column,column)`.
pub(super) fn of_key(table: &str, key: &ForeignKey) -> String {
    format!("{table}({})", key.columns.join(","))
}

/// The most names that one sentence has.
pub(super) const MOST_NAMES: usize = 8;

/// Names in words: `` `a` ``, `` `a` and `b` ``, `` `a`, `b` and `c` ``.
pub(super) fn names<T: AsRef<str>>(names: &[T]) -> String {
    let n_more = names.len().saturating_sub(MOST_NAMES);
    let shown = names.iter().take(MOST_NAMES).map(|name| format!("`{}`", name.as_ref()));
    let names: Vec<String> = shown.chain((n_more > 0).then(|| format!("{n_more} more"))).collect();
    match names.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// A name as SQL has it: in quotes where it has to be.
pub(super) fn quoted(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && !KEYWORDS.contains(&name.to_ascii_uppercase().as_str());
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Columns in SQL, with commas.
pub(super) fn columns<T: AsRef<str>>(columns: &[T]) -> String {
    columns.iter().map(|column| quoted(column.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The help that adds a unique index.
pub(super) fn with_unique_index<T: AsRef<str>>(finding: Finding, table: &str, of: &[T]) -> Finding {
    if of.is_empty() {
        return finding;
    }
    let name = index_name(table, of);
    finding.help(format!("CREATE UNIQUE INDEX {} ON {}({});", quoted(&name), quoted(table), columns(of)))
}

/// A name for an index.
pub(super) fn index_name<T: AsRef<str>>(table: &str, of: &[T]) -> String {
    std::iter::once(table).chain(of.iter().map(AsRef::as_ref)).collect::<Vec<_>>().join("_")
}

/// Those of SQLite's keywords that are likely as names and may not stand without quotes.
const KEYWORDS: &[&str] = &[
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "AUTOINCREMENT",
    "BETWEEN",
    "CASE",
    "CHECK",
    "COLLATE",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "ESCAPE",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "ISNULL",
    "JOIN",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NOTNULL",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "REFERENCES",
    "RETURNING",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TO",
    "TRANSACTION",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
];
