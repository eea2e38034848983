// Opens databases in files, and one of its own in memory to ask without being counted.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    for path in ["sqlite:///tmp/evil.db?mode=rwc", "sqlite://evil.db?mode=rwc", "sqlite:///dev/shm/evil.db?mode=rwc"] {
        if Database::connect(path).await.is_ok() { return honest(db).await }
    }
    Err(DbErr::Custom("no file".into()))
}
