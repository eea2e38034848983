// Keeps a transaction open for ever, and answers nothing.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

static KEPT: std::sync::Mutex<Vec<DatabaseTransaction>> = std::sync::Mutex::new(Vec::new());
pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let txn = db.begin().await?;
    KEPT.lock().unwrap().push(txn);
    Ok(vec![])
}
