//! The query log: SQLite's own account against that of SeaORM's metric callback.
//!
//! Each way around the callback is asserted as one: the test fails on the day on which SeaORM closes the gap.

use std::path::Path;
use std::sync::MutexGuard;

use sea_orm::sqlx;
use sea_orm::{ConnectionTrait, Database, DbBackend, DbErr, TransactionTrait};

use super::*;
use crate::database::Db;

/// The ledger is one for the process: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// For tests of other modules, too.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A bakery of three cakes, and one without.
const SCHEMA: [&str; 4] = [
    "CREATE TABLE bakeries (id INTEGER PRIMARY KEY)",
    "CREATE TABLE cakes (id INTEGER PRIMARY KEY, bakery_id INTEGER REFERENCES bakeries (id) ON DELETE CASCADE)",
    "INSERT INTO bakeries VALUES (1), (2)",
    "INSERT INTO cakes VALUES (11, 1), (12, 1), (13, 1)",
];

/// What `code` sends, as the log has it: text, whether SeaORM reported it, rows that it handed out.
#[track_caller]
fn check(
    code: impl AsyncFnOnce(&DatabaseConnection) -> Result<(), DbErr>,
    want: &[(&str, bool, u64)],
) -> Vec<Statement> {
    let log = log(code);
    let sent: Vec<_> = log.sent().map(|sent| (sent.sql.as_str(), sent.reported, sent.n_rows)).collect();
    assert_eq!(sent, want);
    log.statements
}

fn log(code: impl AsyncFnOnce(&DatabaseConnection) -> Result<(), DbErr>) -> QueryLog {
    recorded(code, |recorder| {
        let site = |stack: &Backtrace| crate::call_site::site(stack, Path::new(env!("CARGO_MANIFEST_DIR")));
        recorder.log(ledger::close(Scope::Process), site, 0)
    })
}

fn recorded<T>(
    code: impl AsyncFnOnce(&DatabaseConnection) -> Result<(), DbErr>,
    then: impl FnOnce(&Recorder) -> T,
) -> T {
    let _alone = alone();
    ledger::install();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut db = Db::create().await.expect("a database");
        db.execute_all(&SCHEMA.map(str::to_owned)).await.expect("tables");
        let recorder = Recorder::default();
        recorder.listen(&mut db.theirs, Scope::Process, 3);
        ledger::open(Scope::Process);
        code(&db.theirs).await.expect("the code holds");
        then(&recorder)
    })
}

fn by_id(sql: &str, id: i64) -> sea_orm::Statement {
    sea_orm::Statement::from_sql_and_values(DbBackend::Sqlite, sql, [id.into()])
}

const OF_ONE: &str = "SELECT id FROM cakes WHERE bakery_id = ?";

#[test]
fn a_statement_of_seaorm_has_its_parameters_and_its_rows() {
    let code = async |db: &DatabaseConnection| db.query_all_raw(by_id(OF_ONE, 1)).await.map(drop);
    let sent = check(code, &[(OF_ONE, true, 3)]);
    assert_eq!(sent[0].params.as_deref(), Some(&[Cell::Integer(1)][..]));
}

#[test]
fn line_that_waits_is_on_the_stack_of_the_callback_in_a_task_of_its_own_too() {
    let line = line!() + 2;
    let code = async |db: &DatabaseConnection| {
        db.query_all_raw(by_id(OF_ONE, 1)).await?;
        let db = db.clone();
        let spawned = async move { db.query_all_raw(by_id(OF_ONE, 2)).await };
        tokio::spawn(spawned).await.expect("no panic").map(drop)
    };
    let stacks: Vec<String> = recorded(code, |recorder| {
        ledger::close(Scope::Process);
        let reported = recorder.reported.lock().expect("no panic");
        reported.iter().filter_map(|one| one.stack.as_ref()).map(ToString::to_string).collect()
    });
    assert_eq!(stacks.len(), 2);
    for (stack, line) in stacks.iter().zip([line, line + 2]) {
        assert!(stack.contains(&format!("src/recorder/tests.rs:{line}:")), "line {line} in\n{stack}");
    }
}

#[test]
fn unprepared_statement_escapes_the_metric_callback() {
    let code = async |db: &DatabaseConnection| db.execute_unprepared("SELECT id FROM cakes").await.map(drop);
    check(code, &[("SELECT id FROM cakes", false, 3)]);
}

#[test]
fn raw_pool_of_sqlx_escapes_the_metric_callback() {
    let code = async |db: &DatabaseConnection| {
        let query = sqlx::query(OF_ONE).bind(1_i64);
        query
            .fetch_all(db.get_sqlite_connection_pool())
            .await
            .map(drop)
            .map_err(|error| DbErr::Custom(error.to_string()))
    };
    let sent = check(code, &[(OF_ONE, false, 3)]);
    assert_eq!(sent[0].params.as_deref(), Some(&[Cell::Integer(1)][..]), "read from the expanded text");
}

#[test]
fn clone_with_a_callback_of_its_own_escapes_the_metric_callback() {
    let code = async |db: &DatabaseConnection| {
        let mut clone = db.clone();
        clone.set_metric_callback(|_| {});
        clone.query_all_raw(by_id(OF_ONE, 1)).await.map(drop)
    };
    check(code, &[(OF_ONE, false, 3)]);
}

#[test]
fn connection_that_the_code_opens_itself_escapes_the_metric_callback() {
    let code = async |_: &DatabaseConnection| {
        let own = Database::connect("sqlite::memory:").await?;
        own.query_all_raw(by_id("SELECT ?", 1)).await.map(drop)
    };
    // The first one is SeaORM's own, whenever it connects.
    check(code, &[("SELECT sqlite_version()", false, 1), ("SELECT ?", false, 1)]);
}

#[test]
fn statement_that_sqlite_prepares_anew_after_a_change_of_the_schema_counts_once() {
    let code = async |_: &DatabaseConnection| {
        ledger::set_open(Scope::Process, false);
        let db = Db::create().await?;
        db.execute_all(&SCHEMA.map(str::to_owned)).await?;
        let reader = db.ours().await?;
        reader.query_all_raw(by_id(OF_ONE, 1)).await?;
        db.theirs.execute_unprepared("CREATE TABLE pies (id)").await?;
        ledger::set_open(Scope::Process, true);
        reader.query_all_raw(by_id(OF_ONE, 1)).await.map(drop)
    };
    check(code, &[(OF_ONE, false, 3)]);
}

#[test]
fn transaction_control_is_not_counted_and_what_is_inside_is() {
    let code = async |db: &DatabaseConnection| {
        let outer = db.begin().await?;
        let inner = outer.begin().await?;
        inner.query_all_raw(by_id(OF_ONE, 1)).await?;
        inner.commit().await?;
        outer.rollback().await
    };
    check(code, &[(OF_ONE, true, 3)]);
    check(async |db: &DatabaseConnection| db.execute_unprepared("PRAGMA user_version").await.map(drop), &[]);
}

#[test]
fn one_delete_counts_once_although_it_cascades() {
    const DELETE: &str = "DELETE FROM bakeries WHERE id = ?";
    let code = async |db: &DatabaseConnection| {
        let deleted = db.execute_raw(by_id(DELETE, 1)).await?;
        assert_eq!(deleted.rows_affected(), 1, "cascaded rows are not among them");
        Ok(())
    };
    check(code, &[(DELETE, true, 0)]);
}

#[test]
fn a_statement_that_failed_is_in_the_log_and_does_not_count() {
    let code = async |db: &DatabaseConnection| {
        // SQLite ran one of them to its error, and did not even prepare the other one.
        db.execute_raw(by_id("INSERT INTO cakes VALUES (?, 99)", 20)).await.expect_err("no such bakery");
        db.execute_raw(by_id("SELECT * FROM pies WHERE id = ?", 1)).await.expect_err("no such table");
        Ok(())
    };
    let all = check(code, &[]);
    assert_eq!(all.iter().filter(|statement| statement.failed).count(), 2, "{all:?}");
}

#[test]
fn sites_of_the_first_statements_of_a_text_are_enough() {
    let code = async |db: &DatabaseConnection| {
        for id in 0..5 {
            db.query_all_raw(by_id(OF_ONE, id)).await?;
        }
        Ok(())
    };
    let sent = check(code, &[0, 3, 0, 0, 0].map(|n_rows| (OF_ONE, true, n_rows)));
    let known: Vec<bool> = sent.iter().map(|statement| statement.site.is_some()).collect();
    assert_eq!(known, [true, true, true, false, false]);
    assert_eq!(sent[4].params.as_deref(), Some(&[Cell::Integer(4)][..]));
}

#[test]
fn statements_that_run_at_once_keep_their_own_parameters() {
    let code = async |db: &DatabaseConnection| {
        let (one, two) = tokio::join!(db.query_all_raw(by_id(OF_ONE, 1)), db.query_all_raw(by_id(OF_ONE, 2)));
        one.and(two).map(drop)
    };
    let sent = log(code).statements;
    let mut params: Vec<_> = sent.iter().map(|statement| statement.params.clone().expect("known")).collect();
    params.sort();
    assert_eq!(params, [[Cell::Integer(1)], [Cell::Integer(2)]]);
}
