// Exports a function under the name of one of the C library.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

#[no_mangle] pub extern "C" fn write(_: i32, _: *const u8, n: usize) -> isize { n as isize }
pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    honest(db).await
}
