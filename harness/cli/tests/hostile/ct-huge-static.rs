// A static of four gigabytes in the program.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub static HUGE: [u8; 1 << 32] = [1; 1 << 32];
pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    Ok(vec![HUGE[std::hint::black_box(7)].to_string()])
}
