//! A small application that is no exercise, a film club's, and the tests that it has of its own.
//!
//! `an_n_plus_one_is_found_…` is what a failing test prints; the others are the tests as somebody would write them.

mod counting;
mod entities;
mod programme;
mod relations;

use expect_test::expect_file;
use harness_probe::{Application, Failure, constant_in, probe};
use sea_orm::{ActiveValue::Set, DatabaseConnection, DbErr, EntityTrait};

use entities::{booking, film, member, screening};

/// The club's application: its tables, and nothing in them.
fn club() -> Application {
    probe!().entities::<(film::Entity, screening::Entity, member::Entity, booking::Entity)>()
}

/// Puts `n` films into the database, each with two screenings.
async fn films(db: &DatabaseConnection, n: u32) -> Result<(), DbErr> {
    for n in 1..=n {
        let film = film::ActiveModel { title: Set(format!("film {n}")), ..Default::default() };
        let film_id = film::Entity::insert(film).exec(db).await?.last_insert_id;
        let in_room = |room: &str| screening::ActiveModel {
            film_id: Set(film_id),
            room: Set(format!("{room} {n}")),
            ..Default::default()
        };
        screening::Entity::insert_many([in_room("hall"), in_room("cellar")]).exec(db).await?;
    }
    Ok(())
}

#[track_caller]
fn check(failed: Result<(), Failure>, want: &expect_test::ExpectFile) {
    let failure = failed.expect_err("it fails");
    want.assert_eq(&format!("{failure}\n"));
}

#[test]
fn programme_asks_twice_however_many_films_there_are() {
    club().expect(constant_in(films).at_most(2)).of(programme::at_once);
}

#[tokio::test]
async fn a_test_of_tokio_s_is_no_different() {
    club().expect(constant_in(films).at_most(2)).of(async |db| programme::at_once(db).await);
}

#[test]
fn programme_has_all_films_at_each_size() {
    club().expect(constant_in(films)).of_each_size(async |db, n| {
        let programme = programme::at_once(db).await?;
        assert_eq!(programme.len(), n as usize);
        assert!(programme.iter().all(|(_, rooms)| rooms.len() == 2));
        Ok::<_, DbErr>(())
    });
}

#[test]
fn an_n_plus_one_is_found_with_its_line_its_law_and_what_to_do() {
    let found = club().expect(constant_in(films).at_most(2)).try_of(async |db, _| programme::in_a_loop(db).await);
    check(found, &expect_file!["../../src/application/n_plus_one.txt"]);
}

#[test]
#[should_panic(expected = "N_PLUS_ONE  a statement is sent for each row: 12 × SELECT")]
fn an_n_plus_one_fails_the_test() {
    club().expect(constant_in(films)).of(programme::in_a_loop);
}
