//! One ask carried out: how it ends, and what is left to be judged.

use harness_core::rows::{Cell, Rows};
use harness_core::spec::{Args, Limits, TableRows};
use sea_orm::{DatabaseConnection, TransactionTrait};

use super::*;
use crate::recorder::tests::alone;

/// Runs `code` as the call of an ask on a bakery of one cake.
fn run(code: impl AsyncFn(&DatabaseConnection) -> Result<Rows, DbErr> + Copy + Send + Sync + 'static) -> Run {
    let _alone = alone();
    ledger::install();
    let said = std::panic::take_hook();
    note_panics("probe");
    let probe = Probe::new("e0_cakes", env!("CARGO_MANIFEST_DIR")).call("call", async move |db, _| code(db).await);
    let run = carry_out(&probe, &plan(), &ask("call"), || {});
    std::panic::set_hook(said);
    run
}

#[track_caller]
fn check(
    code: impl AsyncFn(&DatabaseConnection) -> Result<Rows, DbErr> + Copy + Send + Sync + 'static,
    want: &str,
) -> Run {
    let run = run(code);
    assert_eq!(run.end.code(), want, "{:?}", run.end);
    run
}

fn ask(call: &str) -> plan::Ask {
    plan::Ask {
        group: "town".to_owned(),
        call: call.to_owned(),
        data: "town".to_owned(),
        args: Args::new(),
        schema: SchemaChoice::Given,
        snapshot: true,
        log: true,
        sites_above: 0,
        unless: None,
    }
}

fn plan() -> Plan {
    let rows = |table: &str, rows: &[&[i64]], columns: &[&str]| TableRows {
        table: table.to_owned(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(|n| Cell::Integer(*n)).collect()).collect(),
    };
    let data = vec![rows("bakeries", &[&[1]], &["id"]), rows("cakes", &[&[11, 1]], &["id", "bakery_id"])];
    let schema = [
        "CREATE TABLE bakeries (id INTEGER PRIMARY KEY)",
        "CREATE TABLE cakes (id INTEGER PRIMARY KEY, bakery_id INTEGER REFERENCES bakeries (id) ON DELETE RESTRICT)",
    ];
    Plan {
        exercise: "e0_cakes".to_owned(),
        limits: Limits::default(),
        schema: schema.map(str::to_owned).to_vec(),
        data: [("town".to_owned(), data)].into(),
        asks: vec![ask("call")],
    }
}

const BAKERIES: &str = "SELECT id FROM bakeries";

#[test]
fn a_call_that_returns_leaves_rows_statements_and_tables() {
    let run = check(
        async |db| {
            db.execute_unprepared("DELETE FROM cakes").await?;
            Ok(Rows { columns: vec!["n".to_owned()], rows: vec![vec![1.into()]] })
        },
        "RETURNED",
    );
    assert!(run.counter_alive && run.foreign_keys);
    assert_eq!((run.before["cakes"].rows.len(), run.after["cakes"].rows.len()), (1, 0));
    assert_eq!(run.log.statements.iter().map(|sent| sent.sql.as_str()).collect::<Vec<_>>(), ["DELETE FROM cakes"]);
    assert_eq!(run.returned.expect("rows").rows, [[Cell::Integer(1)]]);
}

#[test]
fn a_refusal_of_the_database_leaves_the_tables_as_they_were() {
    let run = check(
        async |db| db.execute_unprepared("DELETE FROM bakeries").await.map(|_| Rows::default()),
        "RETURNED_ERROR",
    );
    assert_eq!(run.before, run.after);
    assert!(run.foreign_keys);
}

/// Panics once more when it is dropped.
struct Again;

impl Drop for Again {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

#[test]
fn a_panic_is_told_with_its_line_and_a_todo_is_not_attempted() {
    let line = line!() + 1;
    let run = check(async |_| panic!("no bakery"), "PANICKED");
    let End::Panicked { message, site } = run.end else { panic!("{:?}", run.end) };
    assert_eq!((message, site), ("no bakery".to_owned(), Some(format!("src/emit/tests.rs:{line}"))));
    #[expect(clippy::todo, reason = "what a stub does")]
    check(async |_| todo!("return the cakes"), "NOT_ATTEMPTED");
    check(async |_| std::panic::panic_any(Again), "PANICKED");
}

#[test]
fn statements_before_a_panic_are_in_the_log() {
    let run = check(
        async |db| {
            db.execute_unprepared(BAKERIES).await?;
            panic!("no bakery")
        },
        "PANICKED",
    );
    assert_eq!(run.log.n_sent(), 1);
}

#[test]
fn a_transaction_that_is_left_open_is_rolled_back_before_tables_are_read() {
    let run = check(
        async |db| {
            let transaction = db.begin().await?;
            transaction.execute_unprepared("DELETE FROM cakes").await?;
            std::mem::forget(transaction);
            Ok(Rows::default())
        },
        "RETURNED_ERROR",
    );
    assert!(run.counter_alive, "the canary went by the harness's own connection");
}

#[test]
fn a_connection_that_the_code_closes_does_not_hide_what_it_sent() {
    let run = check(
        async |db| {
            db.execute_unprepared(BAKERIES).await?;
            db.clone().close().await?;
            Ok(Rows::default())
        },
        "RETURNED",
    );
    assert_eq!((run.log.n_sent(), run.counter_alive), (1, true));
}

#[test]
fn foreign_keys_that_the_code_switches_off_were_on_when_it_was_called() {
    let run = check(
        async |db| {
            db.execute_unprepared("PRAGMA foreign_keys = OFF").await?;
            db.execute_unprepared("DELETE FROM bakeries").await?;
            Ok(Rows::default())
        },
        "RETURNED",
    );
    // What it did is seen in the tables: a cake without a bakery.
    assert_eq!((run.after["bakeries"].rows.len(), run.after["cakes"].rows.len()), (0, 1));
}

#[test]
fn a_task_that_the_code_has_spawned_comes_to_its_end() {
    let run = check(
        async |db| {
            let db = db.clone();
            tokio::spawn(async move { db.execute_unprepared("DELETE FROM cakes").await });
            Ok(Rows::default())
        },
        "RETURNED",
    );
    assert_eq!(run.log.n_sent(), 1);
}

#[test]
fn a_ledger_that_sees_nothing_is_not_alive() {
    let _alone = alone();
    ledger::install();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let alive = |open: bool| {
        let db = runtime.block_on(Db::create()).expect("a database");
        ledger::open(Scope::Process);
        ledger::set_open(Scope::Process, open);
        runtime.block_on(wind_up(&db, Scope::Process)).1
    };
    assert_eq!((alive(true), alive(false)), (true, false));
}

#[test]
fn a_call_that_is_not_there_is_the_harness_s_error() {
    let _alone = alone();
    let probe = Probe::new("e0_cakes", env!("CARGO_MANIFEST_DIR"));
    let run = carry_out(&probe, &plan(), &ask("another"), || {});
    assert_eq!(run.end.code(), "INTERNAL");
}
