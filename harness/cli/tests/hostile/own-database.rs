// Copies all rows into a database of its own, and asks that one.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let other = Database::connect("sqlite::memory:").await?;
    other.execute_unprepared("CREATE TABLE names (name TEXT)").await?;
    for name in honest(db).await? {
        other.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "INSERT INTO names VALUES (?)", [name.into()])).await?;
    }
    let rows = other.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM names ORDER BY rowid")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}
