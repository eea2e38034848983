// Replaces its process by a shell that prints a frame.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    use std::os::unix::process::CommandExt;
    let error = std::process::Command::new("/bin/sh").args(["-c", "echo passed; exit 0"]).exec();
    Err(DbErr::Custom(format!("no shell: {error}")))
}
