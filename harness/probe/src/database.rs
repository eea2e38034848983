//! One fresh SQLite database an ask, in memory, with two connections: the candidate's and the harness's own.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use harness_core::rows::{Cell, Rows};
use harness_core::spec::TableRows;
use harness_core::tables::Tables;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, QueryResult, Statement, Value};

use crate::ledger::{self, Scope};
use crate::schema;

/// How long a connection is waited for that the candidate holds itself, in a transaction or a stream.
const ACQUIRE: Duration = Duration::from_secs(1);
/// How long a lock is waited for. Only one of the two connections is in use at a time: a lock that stays is the candidate's
/// open transaction.
const BUSY: Duration = Duration::from_millis(250);
/// How long code with several connections waits for either: they may be busy with each other, and nobody's time is limited.
const PATIENT: Duration = Duration::from_secs(5);
/// Rows an INSERT.
const ROWS_A_STATEMENT: usize = 100;

/// One database.
pub(crate) struct Db {
    number: NonZero<usize>,
    /// The candidate's connection: one, so that all of its statements come one after the other; the pool of a test of a
    /// user's own.
    pub(crate) theirs: DatabaseConnection,
    ours: OnceLock<DatabaseConnection>,
}

impl Db {
    /// A new, empty database.
    ///
    /// SQLite's `memdb` file system lets two connections of one process share a database that is no file, with the locks
    /// of a file: <https://sqlite.org/src/file/src/memdb.c>.
    pub(crate) async fn create() -> Result<Self, DbErr> {
        Self::with_connections(1).await
    }

    /// The same, with so many connections for the code that it is made for.
    pub(crate) async fn with_connections(most: u32) -> Result<Self, DbErr> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NonZero::<usize>::MIN.saturating_add(NEXT.fetch_add(1, Ordering::Relaxed));
        Ok(Self { theirs: connect(number, most).await?, number, ours: OnceLock::new() })
    }

    /// What the ledger keeps of this database alone.
    pub(crate) fn scope(&self) -> Scope {
        Scope::Database(self.number)
    }

    /// The harness's own connection, which keeps the database alive and reads it when the candidate's code is gone.
    /// Opened when it is first asked for, since most asks need none.
    pub(crate) async fn ours(&self) -> Result<&DatabaseConnection, DbErr> {
        if let Some(ours) = self.ours.get() {
            return Ok(ours);
        }
        let ours = connect(self.number, 1).await?;
        Ok(self.ours.get_or_init(|| ours))
    }

    /// Runs `statements`, all of them in one go.
    pub(crate) async fn execute_all(&self, statements: &[String]) -> Result<(), DbErr> {
        self.theirs.execute_unprepared(&statements.join(";\n")).await.map(drop)
    }

    /// Inserts `data`, in one transaction.
    pub(crate) async fn fill(&self, data: &[TableRows]) -> Result<(), DbErr> {
        self.theirs.execute_unprepared("BEGIN").await?;
        for table in data {
            for rows in table.rows.chunks(ROWS_A_STATEMENT) {
                self.theirs.execute_raw(insert(table, rows)).await.map_err(|error| in_table(&table.table, &error))?;
            }
        }
        self.theirs.execute_unprepared("COMMIT").await?;
        Ok(())
    }

    /// All tables, each in the order of its first column.
    pub(crate) async fn snapshot(&self) -> Result<Tables, DbErr> {
        snapshot(self.ours().await?).await
    }

    /// Whether SQLite enforces foreign keys on the candidate's connection.
    pub(crate) async fn foreign_keys(&self) -> Result<bool, DbErr> {
        Ok(query(&self.theirs, "PRAGMA foreign_keys".to_owned(), 1).await? == [[Cell::Integer(1)]])
    }
}

/// All tables as `db` sees them, each in the order of its first column.
pub(crate) async fn snapshot(db: &DatabaseConnection) -> Result<Tables, DbErr> {
    let mut tables = Tables::new();
    for (table, columns) in schema::columns(db).await? {
        let list: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
        let sql = format!("SELECT {} FROM {} ORDER BY 1", list.join(", "), quoted(&table));
        let rows = query(db, sql, columns.len()).await?;
        tables.insert(table, Rows { columns, rows });
    }
    Ok(tables)
}

async fn connect(number: NonZero<usize>, most: u32) -> Result<DatabaseConnection, DbErr> {
    let name = format!("/harness-{number}");
    let (acquire, busy) = if most == 1 { (ACQUIRE, BUSY) } else { (PATIENT, PATIENT) };
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(most).min_connections(1).acquire_timeout(acquire).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .filename(&name)
            .thread_name(move |_| ledger::thread_of(number))
            .in_memory(false)
            .shared_cache(false)
            .vfs("memdb")
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(busy)
    });
    Database::connect(options).await
}

fn insert(table: &TableRows, rows: &[Vec<Cell>]) -> Statement {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column)).collect();
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let sql = format!(
        "INSERT INTO {} ({}) VALUES {}",
        quoted(&table.table),
        columns.join(", "),
        vec![row; rows.len()].join(", ")
    );
    let values: Vec<Value> = rows.iter().flatten().map(value).collect();
    Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, sql, values)
}

fn in_table(table: &str, error: &DbErr) -> DbErr {
    DbErr::Custom(format!("the rows do not go into table {table}: {error}"))
}

/// A cell as a bound value.
pub(crate) fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::String(None),
        Cell::Integer(n) => (*n).into(),
        Cell::Real(x) => (*x).into(),
        Cell::Text(text) => text.clone().into(),
    }
}

/// A name as SQLite quotes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The rows of a statement of the harness's own, `n_columns` wide.
pub(crate) async fn query(db: &DatabaseConnection, sql: String, n_columns: usize) -> Result<Vec<Vec<Cell>>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, sql)).await?;
    rows.iter().map(|row| (0..n_columns).map(|column| stored(row, column)).collect()).collect()
}

/// A value in the type in which SQLite stores it.
fn stored(row: &QueryResult, column: usize) -> Result<Cell, DbErr> {
    use sea_orm::sqlx::{Row, TypeInfo, ValueRef};
    let Some(row) = row.try_as_sqlite_row() else { return Err(DbErr::Custom("not a row of SQLite".into())) };
    let raw = row.try_get_raw(column).map_err(|error| DbErr::Custom(error.to_string()))?;
    let wrong = |error: sea_orm::sqlx::Error| DbErr::Custom(error.to_string());
    if raw.is_null() {
        return Ok(Cell::Null);
    }
    let type_info = raw.type_info();
    Ok(match type_info.name() {
        "INTEGER" | "INT4" | "BOOLEAN" => row.try_get_unchecked::<i64, _>(column).map_err(wrong)?.into(),
        "REAL" | "NUMERIC" => row.try_get_unchecked::<f64, _>(column).map_err(wrong)?.into(),
        "BLOB" => crate::cells::blob(&row.try_get_unchecked::<Vec<u8>, _>(column).map_err(wrong)?).into(),
        _ => row.try_get_unchecked::<String, _>(column).map_err(wrong)?.into(),
    })
}

#[cfg(test)]
mod tests;
