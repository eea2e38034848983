//! Databases: what is put in comes out as SQLite stores it.

use super::*;

/// Runs `future` while no other test looks at the ledger, which is one for the whole process.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let _alone = crate::recorder::tests::alone();
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

/// `literal`, stored in a column of `declared_type`, is read as `want`.
#[track_caller]
fn check(declared_type: &str, literal: &str, want: impl Into<Cell>) {
    let tables = block_on(async {
        let db = Db::create().await.expect("a database");
        let create = format!("CREATE TABLE t (id INTEGER PRIMARY KEY, x {declared_type})");
        db.execute_all(&[create, format!("INSERT INTO t VALUES (7, {literal})")]).await.expect("a row");
        db.snapshot().await.expect("tables")
    });
    assert_eq!(tables["t"].rows, [[Cell::Integer(7), want.into()]], "{literal} as {declared_type:?}");
}

#[test]
fn each_kind_of_value_is_read_as_it_is_stored() {
    check("", "NULL", Cell::Null);
    check("", "''", "");
    check("", "0", 0);
    check("", "1", 1);
    check("", "'1'", "1");
    check("", "9223372036854775807", i64::MAX);
    check("", "1.5", 1.5);
    check("", "1e300", 1e300);
    check("", "x'00ff'", "x'00ff'");
    check("", "'a' || char(10) || 'b'", "a\nb");
}

#[test]
fn what_a_column_declares_changes_nothing_but_what_is_stored() {
    check("BOOLEAN", "1", 1);
    check("BOOLEAN", "'yes'", "yes");
    check("INTEGER", "'1'", 1);
    check("INTEGER", "'one'", "one");
    check("TEXT", "1", "1");
    check("REAL", "1", 1.0);
    check("NUMERIC", "'12.50'", 12.5);
    check("DATETIME", "'2026-01-01'", "2026-01-01");
    check("BLOB", "'text'", "text");
}

#[test]
fn cells_that_are_put_in_come_out_again() {
    let cells = [Cell::Null, "".into(), 0.into(), "1".into(), i64::MIN.into(), 0.5.into(), "x'00'".into()];
    let rows: Vec<Vec<Cell>> = cells.iter().zip(1..).map(|(cell, id)| vec![Cell::Integer(id), cell.clone()]).collect();
    let many: Vec<Vec<Cell>> = (8..400).map(|id| vec![Cell::Integer(id), "many".into()]).collect();
    let rows = [rows, many].concat();
    let data = TableRows { table: "t".to_owned(), columns: vec!["id".to_owned(), "x".to_owned()], rows: rows.clone() };
    let read = block_on(async {
        let db = Db::create().await.expect("a database");
        db.execute_all(&["CREATE TABLE t (id INTEGER PRIMARY KEY, x)".to_owned()]).await.expect("a table");
        db.fill(&[data]).await.expect("rows");
        db.snapshot().await.expect("tables")
    });
    assert_eq!(read["t"].rows, rows);
}

#[test]
fn two_databases_share_nothing_and_two_connections_of_one_share_all() {
    block_on(async {
        let (one, other) = (Db::create().await.expect("a database"), Db::create().await.expect("a database"));
        one.theirs.execute_unprepared("CREATE TABLE t (id INTEGER PRIMARY KEY)").await.expect("a table");
        assert_eq!(one.snapshot().await.expect("tables").len(), 1);
        assert_eq!(other.snapshot().await.expect("tables").len(), 0);
    });
}

#[test]
fn foreign_keys_are_enforced_and_read_back() {
    block_on(async {
        let db = Db::create().await.expect("a database");
        assert!(db.foreign_keys().await.expect("a pragma"));
        db.theirs.execute_unprepared("PRAGMA foreign_keys = OFF").await.expect("a pragma");
        assert!(!db.foreign_keys().await.expect("a pragma"));
    });
}
