// Connects to an address, and listens on one.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let out = std::net::TcpStream::connect_timeout(&"1.1.1.1:80".parse().unwrap(), std::time::Duration::from_millis(300)).map(|_| ()).map_err(|e| e.kind());
    let heard = std::net::TcpListener::bind("127.0.0.1:0").map(|_| ()).map_err(|e| e.kind());
    let udp = std::net::UdpSocket::bind("0.0.0.0:0").map(|_| ()).map_err(|e| e.kind());
    if out.is_ok() || heard.is_ok() || udp.is_ok() { return honest(db).await }
    Err(DbErr::Custom(format!("{out:?} {heard:?} {udp:?}")))
}
