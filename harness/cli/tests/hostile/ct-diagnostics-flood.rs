// A macro that makes a hundred thousand errors.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

macro_rules! e { ($($t:tt)*) => { $($t)* } }
macro_rules! d { () => { e!{ compile_error!("<script>a</script>"); } }; ($a:tt $($r:tt)*) => { d!{ $($r)* } d!{ $($r)* } } }
d! { 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 }
pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    honest(db).await
}
