//! The side of the replay that runs in the box: databases in memory, and on them the statements of a candidate.

use std::collections::BTreeSet;
use std::io::{Write, stdin, stdout};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use futures_util::TryStreamExt;
use harness_core::rows::Cell;
use harness_core::spec::TableRows;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteRow};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Executor, Row, Sqlite, TypeInfo, ValueRef};

use super::asked::quoted;
use super::{Answer, BEGUN, Call, Replay, Sent};

/// Rows an INSERT.
const ROWS_A_STATEMENT: usize = 100;

/// Reads what is to be replayed from standard input, and answers on standard output, a line a call.
pub(super) fn replay() -> ExitCode {
    let told = serde_json::from_reader(stdin().lock()).context("cannot read what is to be replayed");
    let done = told.and_then(|replay: Replay| {
        let say = |line: &str| writeln!(stdout(), "{line}").and_then(|()| stdout().flush());
        say(BEGUN)?;
        answer(&replay, |answer| Ok(say(&serde_json::to_string(&answer)?)?))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Replays all calls, and hands each answer to `each` as it comes.
///
/// # Errors
///
/// The tables cannot be made or filled, or what `each` returns.
pub(super) fn answer(replay: &Replay, mut each: impl FnMut(Answer) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(async {
        let mut copy: Option<(&str, SqliteConnection)> = None;
        for call in &replay.calls {
            if copy.as_ref().is_none_or(|(data, _)| *data != call.data) {
                let mut filled = filled(replay, &call.data).await?;
                run(&mut filled, "PRAGMA query_only = ON").await?;
                copy = Some((&call.data, filled));
            }
            let (_, shared) = copy.as_mut().ok_or_else(|| anyhow!("there is a copy"))?;
            let mut answer = answered(shared, call).await;
            if answer.n_refused > 0 {
                // It may have tried to write, and what it read then depends on that.
                answer = answered(&mut filled(replay, &call.data).await?, call).await;
            }
            each(answer.answer)?;
        }
        Ok(())
    })
}

/// An answer, and how many statements failed, whether they succeeded before or not.
#[derive(Default)]
struct Tried {
    answer: Answer,
    n_refused: usize,
}

async fn answered(db: &mut SqliteConnection, call: &Call) -> Tried {
    let mut left: BTreeSet<&Cell> = call.returned.iter().collect();
    let mut tried = Tried::default();
    for (at, sent) in call.sent.iter().enumerate() {
        if let Err(error) = take(db, sent, &mut left).await {
            tried.n_refused += 1;
            if sent.succeeded && tried.answer.failed.is_none() {
                tried.answer.failed = Some((at, error.to_string()));
            }
        }
    }
    let missing = call.returned.iter().enumerate().filter(|(_, cell)| left.contains(cell));
    tried.answer.missing = missing.map(|(at, _)| at).collect();
    tried
}

/// Sends a statement, and takes from `left` all that it yields. A row at a time: it may yield more than fits into memory.
async fn take(db: &mut SqliteConnection, sent: &Sent, left: &mut BTreeSet<&Cell>) -> Result<(), sqlx::Error> {
    let mut rows = bound(&sent.sql, &sent.bound).fetch(db);
    while let Some(row) = rows.try_next().await? {
        for column in 0..row.len() {
            left.remove(&stored(&row, column)?);
        }
    }
    Ok(())
}

/// A fresh copy of the data `name`.
async fn filled(replay: &Replay, name: &str) -> anyhow::Result<SqliteConnection> {
    let mut db = SqliteConnectOptions::new().connect().await.context("no database in memory")?;
    run(&mut db, "PRAGMA temp_store = MEMORY").await?;
    for statement in &replay.schema {
        run(&mut db, statement).await.with_context(|| format!("the tables cannot be made: {statement}"))?;
    }
    run(&mut db, "BEGIN").await?;
    for table in replay.data.get(name).into_iter().flatten() {
        for rows in table.rows.chunks(ROWS_A_STATEMENT) {
            let (sql, values) = insert(table, rows);
            let done = bound(&sql, &values).execute(&mut db).await;
            done.with_context(|| format!("the rows do not go into table {}", table.table))?;
        }
    }
    run(&mut db, "COMMIT").await?;
    Ok(db)
}

async fn run(db: &mut SqliteConnection, sql: &str) -> Result<(), sqlx::Error> {
    db.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.map(drop)
}

fn insert(table: &TableRows, rows: &[Vec<Cell>]) -> (String, Vec<Cell>) {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column)).collect();
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let rows_of = vec![row; rows.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES {rows_of}", quoted(&table.table), columns.join(", "));
    (sql, rows.iter().flatten().cloned().collect())
}

fn bound(sql: &str, values: &[Cell]) -> Query<'static, Sqlite, SqliteArguments> {
    let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    values.iter().fold(query, |query, cell| match cell {
        Cell::Null => query.bind(None::<i64>),
        Cell::Integer(n) => query.bind(*n),
        Cell::Real(x) => query.bind(*x),
        Cell::Text(text) => query.bind(text.clone()),
    })
}

/// A value in the type in which SQLite stores it.
fn stored(row: &SqliteRow, column: usize) -> Result<Cell, sqlx::Error> {
    let raw = row.try_get_raw(column)?;
    if raw.is_null() {
        return Ok(Cell::Null);
    }
    let type_info = raw.type_info();
    Ok(match type_info.name() {
        "INTEGER" | "INT4" | "BOOLEAN" => row.try_get_unchecked::<i64, _>(column)?.into(),
        "REAL" | "NUMERIC" => row.try_get_unchecked::<f64, _>(column)?.into(),
        // Nothing that is returned is a blob.
        "BLOB" => Cell::Null,
        _ => row.try_get_unchecked::<String, _>(column)?.into(),
    })
}
