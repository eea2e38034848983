//! The database is read back: by SQLite's own checks, along relations, and by our reports, whose statements are counted.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use harness_core::growth::{Law, Size, fit};
use sea_orm::{DbBackend, EntityTrait, LoaderTrait, ModelTrait, PaginatorTrait, QueryOrder, Statement};
use tempfile::TempDir;

use super::entities::{check_result, run, submission, unit};
use super::*;
use crate::gradebook::{Row, samples};

/// Writes `gradebook`, and asks the database for something.
fn ask<T>(gradebook: &Gradebook, question: impl AsyncFnOnce(&DatabaseConnection) -> anyhow::Result<T>) -> T {
    let folder = TempDir::new().unwrap();
    let path = written(&folder, gradebook);
    block_on(async {
        let db = open(&path).await.unwrap();
        let answer = question(&db).await.unwrap();
        db.close().await.unwrap();
        answer
    })
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

fn written(folder: &TempDir, gradebook: &Gradebook) -> PathBuf {
    // No sign in it means anything, as it would in a URL.
    let path = folder.path().join("a b?mode=ro#%41.sqlite");
    write(&path, gradebook).unwrap();
    path
}

/// A gradebook of `n` students, each like one of the samples.
fn gradebook_of(n: usize) -> Gradebook {
    let mut gradebook = samples::gradebook();
    let copies = gradebook.students.clone().into_iter().cycle().take(n).enumerate();
    gradebook.students = copies.map(|(number, row)| Row { id: format!("{number:05}"), ..row }).collect();
    gradebook
}

async fn texts(db: &DatabaseConnection, sql: &str, column: &str) -> anyhow::Result<Vec<String>> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
    rows.iter().map(|row| Ok(row.try_get("", column)?)).collect()
}

#[test]
fn relations_lead_down_and_up_again() {
    let gradebook = samples::gradebook();
    ask(&gradebook, async |db| {
        let run = run::Entity::find().one(db).await?.expect("a run");
        let submissions = run.find_related(submission::Entity).order_by_asc(submission::Column::Id).all(db).await?;
        let ids: Vec<&str> = submissions.iter().map(|submission| submission.student.as_str()).collect();
        assert_eq!(ids, gradebook.students.iter().map(|row| row.id.as_str()).collect::<Vec<_>>());
        let units = submissions.load_many(unit::Entity, db).await?;
        let units: Vec<unit::Model> = units.into_iter().flatten().collect();
        assert_eq!(units.len(), gradebook.students.len() * gradebook.exercises.len());
        let results = units.load_many(check_result::Entity, db).await?;
        for (unit, results) in units.iter().zip(&results) {
            for result in results {
                assert_eq!(result.find_related(unit::Entity).one(db).await?.as_ref(), Some(unit));
            }
            let submission = unit.find_related(submission::Entity).one(db).await?.expect("its submission");
            assert_eq!(submission.find_related(run::Entity).one(db).await?.as_ref(), Some(&run));
        }
        Ok(())
    });
}

#[test]
fn overrides_and_empty_cells_are_in_it() {
    ask(&samples::gradebook(), async |db| {
        let sql = "SELECT s.student || ' ' || c.check_id || ' ' || c.override_kind || ' ' || coalesce(c.judged, '-') || ' ' \
                   || coalesce(c.earned, '-') || ' ' || c.override_who AS line FROM check_results c \
                   JOIN units u ON u.id = c.unit_id JOIN submissions s ON s.id = u.submission_id \
                   WHERE c.override_kind IS NOT NULL ORDER BY c.id";
        let wanted = ["bo report_by_category points 0 12 Ana", "cy sides_user excused 0 - Ana"];
        assert_eq!(texts(db, sql, "line").await?, wanted);
        let sql = "SELECT DISTINCT s.student AS student FROM submissions s JOIN units u ON u.submission_id = s.id \
                   JOIN check_results c ON c.unit_id = u.id GROUP BY s.id HAVING count(c.earned) = 0";
        assert_eq!(texts(db, sql, "student").await?, ["../../x", "eve"]);
        Ok(())
    });
}

#[test]
fn keys_have_an_index_and_a_policy_and_hold() {
    ask(&samples::gradebook(), async |db| {
        for (table, key) in [("submissions", "run_id"), ("units", "submission_id"), ("check_results", "unit_id")] {
            let sql = format!("SELECT on_delete FROM pragma_foreign_key_list('{table}')");
            assert_eq!(texts(db, &sql, "on_delete").await?, ["CASCADE"], "{table}");
            let sql = format!(
                "SELECT i.name AS name FROM pragma_index_list('{table}') l JOIN pragma_index_info(l.name) i \
                 WHERE i.seqno = 0 AND i.name = '{key}'"
            );
            assert_eq!(texts(db, &sql, "name").await?, [key], "{table}");
        }
        assert_eq!(texts(db, "PRAGMA foreign_key_check", "table").await?, Vec::<String>::new());
        assert_eq!(texts(db, "PRAGMA integrity_check", "integrity_check").await?, ["ok"]);
        run::Entity::delete_by_id(1).exec(db).await?;
        assert_eq!(check_result::Entity::find().count(db).await?, 0);
        Ok(())
    });
}

#[test]
fn reports_send_one_statement_however_many_students_there_are() {
    for (name, n_sent) in [("totals", 0), ("passed", 1)] {
        let sizes: Vec<Size> = [1_usize, 7, 60, 200]
            .into_iter()
            .map(|n| Size {
                axes: [("students".to_owned(), u32::try_from(n).unwrap())].into(),
                rows: [("submissions".to_owned(), n as u64)].into(),
                sent: sent_by_reports(&gradebook_of(n))[n_sent],
            })
            .collect();
        assert!(sizes.iter().all(|size| size.sent == 1), "{name}: {sizes:?}");
        assert_eq!(fit(sizes, "students", &[], 1).law, Law::Constant, "{name}");
    }
}

/// How many statements `totals` and `passed` send, as SeaORM's own callback counts them.
fn sent_by_reports(gradebook: &Gradebook) -> [u64; 2] {
    ask(gradebook, async |db| {
        let n_sent = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&n_sent);
        let mut db = db.clone();
        db.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        let n_students = reports::totals(&db).await?.len();
        assert_eq!(n_students, gradebook.students.len());
        let after_totals = n_sent.swap(0, Ordering::Relaxed);
        assert!(!reports::passed(&db).await?.is_empty());
        Ok([after_totals, n_sent.load(Ordering::Relaxed)])
    })
}

#[test]
fn passed_is_counted_by_check() {
    let lines = ask(&samples::gradebook(), async |db| Ok(reports::passed(db).await?));
    let lines: Vec<String> = lines
        .iter()
        .map(|line| format!("{}.{} {}/{}", line.exercise, line.check_id, line.n_passed, line.n_judged))
        .collect();
    let wanted = [
        "e1_relationships.create_parents 0/0",
        "e1_relationships.expenses_of_user 2/4",
        "e1_relationships.sides_user 2/4",
        "e2_joins.report_by_category 1/3",
        "e2_joins.report_statements 1/3",
        "e2_joins.report_columns 3/3",
    ];
    assert_eq!(lines, wanted);
}

#[test]
fn the_same_gradebook_makes_the_same_bytes() {
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let [one, two] = folders.each_ref().map(|folder| fs::read(written(folder, &samples::gradebook())).unwrap());
    assert!(one == two && one.starts_with(b"SQLite format 3"));
}

#[test]
fn more_rows_than_one_statement_takes_are_written() {
    let n = 400;
    let n_found = ask(&gradebook_of(n), async |db| Ok(check_result::Entity::find().count(db).await?));
    assert_eq!(n_found, 6 * n as u64);
}

#[test]
fn a_database_that_cannot_be_made_leaves_the_one_before() {
    let folder = TempDir::new().unwrap();
    let path = written(&folder, &samples::gradebook());
    let before = fs::read(&path).unwrap();
    let mut twice = samples::gradebook();
    twice.students.push(twice.students[0].clone());
    assert!(write(&path, &twice).is_err());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
