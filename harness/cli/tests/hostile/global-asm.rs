// Code of its own in assembly, without the word unsafe.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

core::arch::global_asm!(".globl h4_nothing", "h4_nothing:", "ret");
pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    honest(db).await
}
