//! The relations document of the club.

use expect_test::expect_file;
use harness_probe::probe;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::club;
use crate::entities::{booking, film, member, screening};

#[test]
fn document_has_what_dense_and_classic_entities_say_and_what_sqlite_has() {
    let relations = club().relations::<(film::Entity, screening::Entity, member::Entity, booking::Entity)>();
    expect_file!["relations.json"].assert_eq(&format!("{relations}\n"));
}

#[test]
fn schema_is_that_of_the_migrations_where_there_are_some() {
    let migrate = async |db: &DatabaseConnection| {
        db.execute_unprepared(
            "CREATE TABLE films (id INTEGER PRIMARY KEY, title TEXT); CREATE VIEW titles AS SELECT title FROM films",
        )
        .await
    };
    let relations = probe!().tables(migrate).relations::<(film::Entity,)>().to_string();
    let document: serde_json::Value = serde_json::from_str(&relations).expect("JSON");
    assert_eq!(
        document["ddl"],
        "CREATE TABLE films (id INTEGER PRIMARY KEY, title TEXT);\nCREATE VIEW titles AS SELECT title FROM films;\n"
    );
    assert_eq!(document["relations"][0]["kind"], "has_many");
}

#[test]
fn document_is_written_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("relations.json");
    probe!().relations::<(film::Entity, screening::Entity)>().write(&path).expect("a file");
    let written = std::fs::read_to_string(path).expect("what was written");
    assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok_and(|document| document["relations"].is_array()));
}
