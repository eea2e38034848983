//! What a database file says of its structure. It is opened to be read alone, and nothing is made beside it.

use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::TryStreamExt;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions, Connection, Row};

/// How long somebody who writes into it is waited for.
const PATIENCE: Duration = Duration::from_millis(500);
/// The longest SQL that is looked at, bytes.
const LONGEST: i64 = 1 << 20;
/// The header of a database, bytes.
const HEADER: usize = 100;

/// A table or an index.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// The statement that made it; `None` if it is too long.
    pub(super) sql: Option<String>,
}

/// Why it cannot be read, and what to do about it.
#[derive(Debug)]
pub(super) struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The tables and indexes of the database at `path`, in the order of their making.
///
/// # Errors
///
/// It is locked, encrypted, cut off or damaged, or has changes that are not in it yet.
pub(super) async fn read(path: &Path) -> Result<Vec<Entry>, Unreadable> {
    let path = fs::canonicalize(path).map_err(|error| Unreadable(error.to_string()))?;
    let is_immutable = is_complete(&path)?;
    let options = SqliteConnectOptions::new()
        .filename(&path)
        .read_only(true)
        .immutable(is_immutable)
        .foreign_keys(false)
        .busy_timeout(PATIENCE)
        .disable_statement_logging();
    entries(&options).await.map_err(|error| explained(&error))
}

async fn entries(options: &SqliteConnectOptions) -> Result<Vec<Entry>, sqlx::Error> {
    let mut db = options.connect().await?;
    let sql = "SELECT name, CASE WHEN length(sql) <= ? THEN sql END FROM sqlite_schema \
               WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
               ORDER BY type DESC, rowid";
    let mut rows = sqlx::query(sql).bind(LONGEST).fetch(&mut db);
    let mut entries = Vec::new();
    while let Some(row) = rows.try_next().await? {
        entries.push(Entry { name: row.try_get_unchecked(0)?, sql: row.try_get_unchecked(1)? });
    }
    drop(rows);
    db.close().await?;
    Ok(entries)
}

/// Whether all that the database holds is in this one file, so that SQLite need not look for others, nor make any.
fn is_complete(path: &Path) -> Result<bool, Unreadable> {
    let unreadable = |error: std::io::Error| Unreadable(error.to_string());
    let mut header = [0_u8; HEADER];
    let mut file = File::open(path).map_err(unreadable)?;
    let n_bytes = file.metadata().map_err(unreadable)?.len();
    file.read_exact(&mut header).map_err(|_| Unreadable("it is cut off: it ends within its header".to_owned()))?;
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let page_size = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 1 << 16,
        size => size,
    };
    let is_there = |suffix: &str| {
        let mut beside = path.as_os_str().to_owned();
        beside.push(suffix);
        fs::metadata(PathBuf::from(beside)).is_ok_and(|file| file.len() > 0)
    };
    let is_wal = header[18] == 2 || header[19] == 2;
    let is_pending = is_there(if is_wal { "-wal" } else { "-journal" });
    // The number of pages counts only where the last writer was one that keeps it.
    let counts = number(24) == number(92);
    if !is_pending && counts && n_bytes < page_size * u64::from(number(28)) {
        let want = page_size * u64::from(number(28));
        return Err(Unreadable(format!("it is cut off: {n_bytes} of {want} bytes are there\nhint: copy it again")));
    }
    if is_wal && is_pending && !is_there("-shm") {
        return Err(Unreadable(
            "it has changes in its -wal file that no program has taken up: reading them would write beside it\nhint: open \
             it once with sqlite3, and say PRAGMA wal_checkpoint(TRUNCATE)"
                .to_owned(),
        ));
    }
    Ok(is_wal && !is_pending)
}

/// SQLite's word for it, and what it means here.
fn explained(error: &sqlx::Error) -> Unreadable {
    let code = error.as_database_error().and_then(DatabaseError::code).and_then(|code| code.parse::<i32>().ok());
    let words = error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
    Unreadable(match code.map(|code| code & 0xff) {
        Some(5 | 6) => {
            format!("{words}\nhint: another program writes into it: wait until it is done, or review a copy")
        }
        Some(26) => format!("{words}\nhint: it may be encrypted: decrypt it first"),
        Some(11) => format!("{words}\nhint: it is damaged or cut off: try `sqlite3 FILE .recover`, and review that"),
        Some(8 | 14) => format!(
            "{words}\nhint: a writer was stopped in its midst, or the folder cannot be read: open it once with sqlite3, or \
             review a copy"
        ),
        Some(_) | None => words,
    })
}
