// Rows with escapes, HTML, a formula and a null in them.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    Ok(vec!["\u{1b}[2J\u{1b}[32m=1+1|1|1".into(), "<script>alert(1)</script>|2|2".into(), "\0\u{202e}|3|3".into(), "@SUM(A1)|4|4".into()])
}
