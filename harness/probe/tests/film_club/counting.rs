//! What counts and what does not, in tests that run side by side.

use std::sync::Barrier;

use harness_probe::{Failure, at_most, constant_in, exactly, no_n_plus_one, no_repeats, probe};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityLoaderTrait, Statement, TransactionTrait, sqlx,
};

use crate::entities::{film, screening};
use crate::{club, films};

const FILMS: &str = "SELECT id FROM films";

/// Sends a statement for each of `ids`, on one line.
async fn each(db: &DatabaseConnection, sql: &str, ids: &[i64]) -> Result<(), DbErr> {
    for id in ids {
        db.query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, [(*id).into()])).await?;
    }
    Ok(())
}

/// The first line of what is wrong, after what was expected.
#[track_caller]
fn said(found: Result<(), Failure>) -> String {
    let text = found.expect_err("it fails").to_string();
    text.lines().nth(1).unwrap_or(&text).trim().to_owned()
}

#[test]
fn statements_around_seaorm_count() {
    club().expect(exactly(4)).of(async |db| {
        db.execute_unprepared(FILMS).await?;
        sqlx::query(FILMS)
            .fetch_all(db.get_sqlite_connection_pool())
            .await
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        let mut clone = db.clone();
        clone.set_metric_callback(|_| {});
        each(&clone, "SELECT id FROM films WHERE id = ?", &[1]).await?;
        each(db, "SELECT id FROM films WHERE id = ?", &[1]).await
    });
}

#[test]
fn transactions_pragmas_failures_and_what_fills_the_tables_do_not_count() {
    let fill = async |db: &DatabaseConnection| films(db, 3).await;
    club().rows(fill).expect(exactly(1)).of(async |db| {
        let transaction = db.begin().await?;
        transaction.execute_unprepared("PRAGMA user_version").await?;
        transaction.execute_unprepared(FILMS).await?;
        transaction.execute_unprepared("SELECT id FROM actors").await.expect_err("no such table");
        transaction.commit().await
    });
}

#[test]
fn a_second_connection_inside_a_transaction_is_there_and_counts() {
    club().expect(exactly(2)).of(async |db| {
        let transaction = db.begin().await?;
        transaction.execute_unprepared(FILMS).await?;
        db.execute_unprepared(FILMS).await?;
        transaction.commit().await
    });
}

#[test]
fn two_tests_side_by_side_do_not_count_each_other_s_statements() {
    let both_are_here = Barrier::new(2);
    let send = |n: u64| {
        club().expect(exactly(n)).of(async |db| {
            // Both are open from here on, and until both have sent all of theirs.
            both_are_here.wait();
            for _ in 0..n {
                db.execute_unprepared(FILMS).await?;
            }
            both_are_here.wait();
            Ok::<_, DbErr>(())
        });
    };
    std::thread::scope(|scope| {
        scope.spawn(|| send(300));
        scope.spawn(|| send(200));
    });
}

#[test]
fn connections_of_other_tests_do_not_count() {
    club().expect(exactly(1)).of(async |db| {
        let other = sea_orm::Database::connect("sqlite::memory:").await?;
        other.execute_unprepared("CREATE TABLE t (id)").await?;
        db.execute_unprepared(FILMS).await
    });
}

#[test]
fn other_numbers_than_expected_fail() {
    let send = |n: i64| async move |db: &DatabaseConnection, _| each(db, "SELECT ?", &(0..n).collect::<Vec<_>>()).await;
    assert_eq!(said(club().expect(exactly(3)).try_of(send(2))), "sent: 2");
    assert_eq!(
        said(club().expect(exactly(1)).try_of(send(2))),
        "TOO_MANY_STATEMENTS  2 statements were sent, 1 is allowed"
    );
    club().expect(at_most(2)).of(async |db| send(2)(db, 0).await);
}

#[test]
fn repeats_fail_where_none_are_expected() {
    const BY_ID: &str = "SELECT title FROM films WHERE id = ?";
    let at = |ids: &'static [i64]| async move |db: &DatabaseConnection, _| each(db, BY_ID, ids).await;
    let same = said(club().expect(no_repeats()).try_of(at(&[1, 1, 1])));
    assert_eq!(
        same,
        "REDUNDANT  the same statement with the same values is sent again and again: 3 × SELECT title FROM films WHERE id = ?, \
         relation screenings → films (table films, the same values each time)"
    );
    club().expect(no_n_plus_one()).of(async |db| at(&[1, 1, 1])(db, 0).await);
    let different = said(club().expect(no_n_plus_one()).try_of(at(&[1, 2, 3])));
    assert_eq!(
        different,
        "N_PLUS_ONE  a statement is sent for each row: 3 × SELECT title FROM films WHERE id = ?, relation screenings → films \
         (table films, 3 different values)"
    );
    club().expect(no_repeats()).of(async |db| at(&[1, 2])(db, 0).await);
}

#[test]
fn nothing_sent_is_no_success_unless_it_is_expected() {
    let nothing = club().expect(constant_in(films)).try_of(async |_, _| {});
    assert!(matches!(nothing, Err(Failure::NotAsked(why)) if why.starts_with("no statement was sent")));
    club().expect(exactly(0)).of(async |_| {});
}

#[test]
fn what_cannot_be_asked_says_why() {
    let error = club().expect(at_most(1)).try_of(async |db, _| db.execute_unprepared("SELECT * FROM actors").await);
    assert!(
        matches!(error, Err(Failure::NotAsked(why)) if why.starts_with("the code returned an error: ") && why.contains("actors"))
    );
    let tables =
        probe!().tables(async |db| db.execute_unprepared("CREATE").await).expect(at_most(1)).try_of(async |_, _| {});
    assert!(matches!(tables, Err(Failure::NotAsked(why)) if why.starts_with("the tables cannot be made: ")));
}

#[test]
#[should_panic(expected = "as the code says")]
fn a_panic_of_the_code_is_the_test_s() {
    club().expect(at_most(1)).of(async |_| assert!(FILMS.is_empty(), "as the code says"));
}

#[test]
fn rows_that_the_code_writes_one_by_one_grow_with_the_size() {
    let nothing = async |_: &DatabaseConnection, _| {};
    let grown = club().expect(constant_in(nothing).named("films")).try_of(films);
    let text = grown.expect_err("it fails").to_string();
    assert!(text.contains("queries = 2 × films   allowed: the same number at any size"), "{text}");
}

#[test]
fn line_of_what_a_derive_has_written_is_that_of_its_caller() {
    let two = async |db: &DatabaseConnection| films(db, 1).await;
    let line = line!() + 3;
    let found = club().rows(two).expect(exactly(0)).try_of(async |db, _| {
        let film = film::Entity::load().filter_by_id(1).with(screening::Entity).one(db).await?;
        film.expect("a film").delete(db).await
    });
    let text = found.expect_err("it fails").to_string();
    assert!(
        text.contains(&format!("DELETE FROM films WHERE films.id = ?   from tests/film_club/counting.rs:{line}")),
        "{text}"
    );
}

#[test]
fn pairs_of_all_rows_are_no_way_around_one_statement_each() {
    let crossed = club()
        .expect(constant_in(films))
        .try_of(async |db, _| db.execute_unprepared("SELECT a.id FROM screenings a, screenings b").await);
    assert_eq!(
        said(crossed),
        "FETCHED_TOO_MUCH  one statement fetched 16 rows, and the tables have 6 in all   data: films 2"
    );
}
