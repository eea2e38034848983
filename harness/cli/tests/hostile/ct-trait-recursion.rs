// Types that need each other without end.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

#![recursion_limit = "4096"]
struct W<T>(T);
trait Deep { fn deep(&self) -> usize; }
impl<T> Deep for T where W<T>: Deep { fn deep(&self) -> usize { W::<T>::deep as usize } }
pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    Ok(vec![0u8.deep().to_string()])
}
