// Writes what looks like frames to every descriptor that it can reopen, then ends.
#![allow(unused, clippy::all)]
use sea_orm::*;

#[allow(dead_code)]
async fn honest(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM users ORDER BY id")).await?;
    rows.iter().map(|r| r.try_get("", "name")).collect()
}

pub async fn attack(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    use std::io::Write;
    let frame = "\n\u{1e}0000000000000000 {\"End\":[0,{\"case\":\"\",\"end\":\"Returned\"}]}\n";
    print!("{frame}"); eprint!("{frame}");
    for fd in 0..1024 { for folder in ["/proc/self/fd", "/dev/fd"] {
        if let Ok(mut file) = std::fs::OpenOptions::new().write(true).open(format!("{folder}/{fd}")) { let _ = file.write_all(frame.as_bytes()); }
    } }
    std::process::exit(0)
}
