//! What only SQLite itself can say of a foreign key: whether an index serves it, and whether it may point where it points.

use std::collections::{BTreeMap, BTreeSet};

use harness_core::review::Asked;
use harness_core::tables::{ForeignKey, Schema};
use sea_orm::sqlx::sqlite::SqliteConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, Row};

use super::replica::run;
use super::structure::{indexes, quoted, rows};

/// Asks about each foreign key of `schema`, which is what `db` has, whose parent's columns are there.
pub(super) async fn ask(
    db: &mut SqliteConnection,
    schema: &Schema,
) -> Result<BTreeMap<(String, usize), Asked>, sqlx::Error> {
    let mut answers = BTreeMap::new();
    // For INSERTs that are only explained.
    run(db, "PRAGMA foreign_keys = ON").await?;
    let sql = "SELECT DISTINCT lower(tbl_name) FROM sqlite_schema WHERE sql LIKE '%collate%'";
    let collated: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut *db).await?;
    let collated: BTreeSet<String> = collated.into_iter().collect();
    for (name, table) in &schema.tables {
        let indexes = indexes(db, name).await?;
        let indexes: Vec<String> = indexes.into_iter().map(|(index, _, _)| index).collect();
        for (at, key) in table.foreign_keys.iter().enumerate() {
            let Some((parent, columns)) = target(schema, key) else { continue };
            // Most schemas name no collation: nothing needs to be made to learn that there is one.
            let is_plain = [name, &parent].iter().all(|table| !collated.contains(&table.to_ascii_lowercase()));
            let collations = if is_plain { Vec::new() } else { collations(db, &parent, &columns).await? };
            let is_served = is_served(db, name, key, &indexes, &collations).await?;
            let is_accepted = if is_plain { None } else { Some(is_accepted(db, schema, &parent, &columns).await?) };
            let asked = Asked { is_served: Some(is_served), is_accepted, collations };
            answers.insert((name.clone(), at), asked);
        }
    }
    Ok(answers)
}

/// The table and the columns that `key` points to, if they are there.
fn target(schema: &Schema, key: &ForeignKey) -> Option<(String, Vec<String>)> {
    let (name, parent) = schema.tables.iter().find(|(name, _)| name.eq_ignore_ascii_case(&key.parent))?;
    let columns = if key.parent_columns.is_empty() { &parent.primary_key } else { &key.parent_columns };
    let is_there = |column: &String| parent.columns.iter().any(|of| of.name.eq_ignore_ascii_case(column));
    (columns.len() == key.columns.len() && columns.iter().all(is_there)).then(|| (name.clone(), columns.clone()))
}

/// The collation of each of `columns`, by which SQLite compares a key with it.
async fn collations(db: &mut SqliteConnection, table: &str, columns: &[String]) -> Result<Vec<String>, sqlx::Error> {
    // No pragma tells a column's collation, and an index over it has it.
    let index = unused(db, "harness_collations").await?;
    let names: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let made = run(db, &format!("CREATE INDEX {} ON {}({})", quoted(&index), quoted(table), names.join(", "))).await;
    if made.is_err() {
        return Ok(Vec::new());
    }
    let found = rows(db, "SELECT coll FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno", &index).await?;
    run(db, &format!("DROP INDEX {}", quoted(&index))).await?;
    found.iter().map(|row| row.try_get_unchecked(0)).collect()
}

/// Whether SQLite looks the whole key up in an index, as it does when the row goes that it points to.
async fn is_served(
    db: &mut SqliteConnection,
    table: &str,
    key: &ForeignKey,
    indexes: &[String],
    collations: &[String],
) -> Result<bool, sqlx::Error> {
    let terms = key.columns.iter().enumerate().map(|(at, column)| match collations.get(at) {
        Some(collation) => format!("{} = ? COLLATE {}", quoted(column), quoted(collation)),
        None => format!("{} = ?", quoted(column)),
    });
    let terms = terms.collect::<Vec<_>>().join(" AND ");
    // Each index by itself: the one that SQLite would rather take may serve a part of the key alone.
    let hints =
        std::iter::once(String::new()).chain(indexes.iter().map(|index| format!("INDEXED BY {}", quoted(index))));
    for hint in hints {
        let sql = format!("EXPLAIN QUERY PLAN SELECT 1 FROM {} {hint} WHERE {terms}", quoted(table));
        // An index that cannot be used at all is an error here.
        let Ok(plan) = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *db).await else { continue };
        for row in plan {
            let detail: String = row.try_get_unchecked("detail")?;
            if is_search_by(&detail, key.columns.len()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether a line of a plan is a search in which `n_columns` columns are looked up.
fn is_search_by(detail: &str, n_columns: usize) -> bool {
    let looked_up = detail.rsplit_once(" (").map_or("", |(_, looked_up)| looked_up);
    // With statistics SQLite may skip through a leading column: `ANY(a) AND b=?`.
    detail.starts_with("SEARCH ") && !detail.contains("ANY(") && looked_up.matches("=?").count() == n_columns
}

/// Whether SQLite lets a foreign key point to these columns.
async fn is_accepted(
    db: &mut SqliteConnection,
    schema: &Schema,
    parent: &str,
    columns: &[String],
) -> Result<bool, sqlx::Error> {
    let child = unused(db, "harness_child").await?;
    let own: Vec<String> = (0..columns.len()).map(|at| format!("c{at}")).collect();
    let names: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let key = format!("FOREIGN KEY ({}) REFERENCES {}({})", own.join(", "), quoted(parent), names.join(", "));
    run(db, &format!("CREATE TABLE {} ({}, {key})", quoted(&child), own.join(", "))).await?;
    let explained = run(db, &format!("EXPLAIN INSERT INTO {} DEFAULT VALUES", quoted(&child))).await;
    run(db, &format!("DROP TABLE {}", quoted(&child))).await?;
    let is_mismatch = explained.is_err_and(|error| error.to_string().contains("foreign key mismatch"));
    debug_assert!(!schema.tables.contains_key(&child), "the name is unused");
    Ok(!is_mismatch)
}

/// A name that nothing in the database has.
async fn unused(db: &mut SqliteConnection, name: &str) -> Result<String, sqlx::Error> {
    let mut unused = name.to_owned();
    while !rows(db, "SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE", &unused).await?.is_empty() {
        unused.push('_');
    }
    Ok(unused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_is_by_all_columns_of_the_key() {
        assert!(is_search_by("SEARCH c USING COVERING INDEX i (x=? AND y=?)", 2));
        assert!(!is_search_by("SEARCH c USING INDEX i (x=?)", 2));
        assert!(is_search_by("SEARCH c USING INTEGER PRIMARY KEY (rowid=?)", 1));
        assert!(!is_search_by("SCAN c USING COVERING INDEX i", 1));
        assert!(!is_search_by("SEARCH c USING COVERING INDEX i (ANY(x) AND y=?)", 1));
    }
}
