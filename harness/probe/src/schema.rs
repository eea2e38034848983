//! What SQLite says of the structure of a database.

use harness_core::rows::Cell;
use harness_core::tables::{Column, ForeignKey, Index, Schema, Table};
use sea_orm::{DatabaseConnection, DbErr};

use crate::database::query;

/// The columns of all ordinary tables, in the order of their names.
pub(crate) async fn columns(db: &DatabaseConnection) -> Result<Vec<(String, Vec<String>)>, DbErr> {
    let sql = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid";
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for row in query(db, sql.to_owned(), 2).await? {
        let (table, column) = (text(&row[0]), text(&row[1]));
        match tables.last_mut() {
            Some((name, columns)) if *name == table => columns.push(column),
            _ => tables.push((table, vec![column])),
        }
    }
    Ok(tables)
}

/// The whole schema.
pub(crate) async fn read(db: &DatabaseConnection) -> Result<Schema, DbErr> {
    let mut schema = Schema::default();
    for (name, _) in columns(db).await? {
        let table = Table {
            columns: read_columns(db, &name).await?,
            primary_key: primary_key(db, &name).await?,
            foreign_keys: foreign_keys(db, &name).await?,
            indexes: indexes(db, &name).await?,
        };
        schema.tables.insert(name, table);
    }
    Ok(schema)
}

async fn read_columns(db: &DatabaseConnection, table: &str) -> Result<Vec<Column>, DbErr> {
    let sql = format!("SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_info({})", literal(table));
    Ok(query(db, sql, 5)
        .await?
        .iter()
        .map(|row| Column {
            name: text(&row[0]),
            declared_type: text(&row[1]),
            not_null: row[2] != Cell::Integer(0) || row[3] != Cell::Integer(0),
            has_default: row[4] != Cell::Null && text(&row[4]) != "NULL",
        })
        .collect())
}

async fn primary_key(db: &DatabaseConnection, table: &str) -> Result<Vec<String>, DbErr> {
    let sql = format!("SELECT name FROM pragma_table_info({}) WHERE pk > 0 ORDER BY pk", literal(table));
    Ok(query(db, sql, 1).await?.iter().map(|row| text(&row[0])).collect())
}

async fn foreign_keys(db: &DatabaseConnection, table: &str) -> Result<Vec<ForeignKey>, DbErr> {
    let sql = format!(
        "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list({}) ORDER BY id, seq",
        literal(table)
    );
    let mut keys: Vec<(Cell, ForeignKey)> = Vec::new();
    for row in query(db, sql, 5).await? {
        if keys.last().is_none_or(|(id, _)| *id != row[0]) {
            let (parent, on_delete) = (text(&row[1]), text(&row[4]));
            keys.push((row[0].clone(), ForeignKey { columns: vec![], parent, parent_columns: vec![], on_delete }));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.push(text(&row[2]));
            if row[3] != Cell::Null {
                key.parent_columns.push(text(&row[3]));
            }
        }
    }
    let mut keys: Vec<ForeignKey> = keys.into_iter().map(|(_, key)| key).collect();
    keys.sort_by(|a, b| (&a.columns, &a.parent).cmp(&(&b.columns, &b.parent)));
    Ok(keys)
}

async fn indexes(db: &DatabaseConnection, table: &str) -> Result<Vec<Index>, DbErr> {
    let sql = format!("SELECT name, \"unique\", partial FROM pragma_index_list({}) ORDER BY name", literal(table));
    let mut indexes = Vec::new();
    for row in query(db, sql, 3).await? {
        let sql = format!("SELECT name FROM pragma_index_info({}) ORDER BY seqno", literal(&text(&row[0])));
        let columns = query(db, sql, 1).await?;
        indexes.push(Index {
            columns: columns.iter().map(|row| (row[0] != Cell::Null).then(|| text(&row[0]))).collect(),
            unique: row[1] != Cell::Integer(0),
            partial: row[2] != Cell::Integer(0),
        });
    }
    Ok(indexes)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) => cell.to_string(),
    }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
