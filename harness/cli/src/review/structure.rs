//! What SQLite says of the tables of a database, read with its pragmas.

use std::collections::BTreeMap;

use harness_core::tables::{Column, ForeignKey, Index, Schema, Table};
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteRow};
use sea_orm::sqlx::{self, AssertSqlSafe, Row};

/// The table that was made last.
pub(super) async fn newest(db: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
               ORDER BY rowid DESC LIMIT 1";
    sqlx::query_scalar(sql).fetch_optional(db).await
}

/// The names of all tables.
pub(super) async fn names(db: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
    sqlx::query_scalar(sql).fetch_all(db).await
}

/// The whole structure.
pub(super) async fn read(db: &mut SqliteConnection) -> Result<Schema, sqlx::Error> {
    let mut tables = BTreeMap::new();
    for name in names(db).await? {
        let mut table = Table::default();
        let sql = "SELECT name, type, \"notnull\" <> 0 OR pk > 0, dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1";
        let mut primary_key: Vec<(i64, String)> = Vec::new();
        for row in rows(db, sql, &name).await? {
            let column: String = row.try_get_unchecked(0)?;
            let default: Option<String> = row.try_get_unchecked(3)?;
            let place: i64 = row.try_get_unchecked(4)?;
            if place > 0 {
                primary_key.push((place, column.clone()));
            }
            table.columns.push(Column {
                name: column,
                declared_type: row.try_get_unchecked(1)?,
                not_null: row.try_get_unchecked(2)?,
                has_default: default.is_some_and(|default| !default.eq_ignore_ascii_case("NULL")),
            });
        }
        primary_key.sort();
        table.primary_key = primary_key.into_iter().map(|(_, column)| column).collect();
        table.foreign_keys = foreign_keys(db, &name).await?;
        for (index, unique, partial) in indexes(db, &name).await? {
            let columns = rows(db, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", &index).await?;
            let columns = columns.iter().map(|row| row.try_get_unchecked(0)).collect::<Result<_, _>>()?;
            table.indexes.push(Index { columns, unique, partial });
        }
        tables.insert(name, table);
    }
    Ok(Schema { tables })
}

/// The indexes of a table: the name, whether it is unique, whether it is partial.
pub(super) async fn indexes(db: &mut SqliteConnection, table: &str) -> Result<Vec<(String, bool, bool)>, sqlx::Error> {
    let sql = "SELECT name, \"unique\", partial FROM pragma_index_list(?) ORDER BY name";
    let rows = rows(db, sql, table).await?;
    let index = |row: &SqliteRow| Ok((row.try_get_unchecked(0)?, row.try_get_unchecked(1)?, row.try_get_unchecked(2)?));
    rows.iter().map(index).collect()
}

async fn foreign_keys(db: &mut SqliteConnection, table: &str) -> Result<Vec<ForeignKey>, sqlx::Error> {
    let sql = "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq";
    let mut keys: BTreeMap<i64, ForeignKey> = BTreeMap::new();
    for row in rows(db, sql, table).await? {
        let key = keys.entry(row.try_get_unchecked(0)?).or_insert(ForeignKey {
            columns: Vec::new(),
            parent: row.try_get_unchecked(1)?,
            parent_columns: Vec::new(),
            on_delete: row.try_get_unchecked(4)?,
        });
        key.columns.push(row.try_get_unchecked(2)?);
        key.parent_columns.extend(row.try_get_unchecked::<Option<String>, _>(3)?);
    }
    // SQLite counts them from the last one to the first.
    Ok(keys.into_values().rev().collect())
}

/// What `sql` yields with `about` for its one parameter.
pub(super) async fn rows(db: &mut SqliteConnection, sql: &str, about: &str) -> Result<Vec<SqliteRow>, sqlx::Error> {
    sqlx::query(AssertSqlSafe(sql.to_owned())).bind(about).fetch_all(db).await
}

/// A name as SQLite quotes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
