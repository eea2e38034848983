// Answers rightly, and leaves a thread that ends the process a moment later, in the next call.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    std::thread::spawn(|| { std::thread::sleep(std::time::Duration::from_millis(5)); std::process::exit(0) });
    honest(db).await
}
