//! Step 1: create one person and two tags. Given: it is the pattern for the steps that you write.

use sea_orm::DbErr;

use crate::{Statements, Tracker, sorted};

/// One person and two tags are stored as they were given, and nothing else is.
pub async fn step_1(tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    // Arrange: this step makes its own rows; the database is empty before each step.
    let before = statements.so_far();
    let ada = tracker.create_person("Ada", "ada@example.org").await?;
    let books = tracker.create_tag("Books").await?;
    let music = tracker.create_tag("Music").await?;
    assert!(statements.so_far() > before, "rows are stored in the database, and that takes statements");

    // Assert the rows, value by value: a count alone would accept rows of another's.
    let people = tracker.people().await?;
    assert_eq!(people.len(), 1, "one person was created: {people:?}");
    assert_eq!(people[0].id, ada, "create_person returns the key of the row that it made");
    assert_eq!((people[0].name.as_str(), people[0].email.as_str()), ("Ada", "ada@example.org"));

    // Lists come back in any order, so both sides are sorted.
    let tags = tracker.tags().await?;
    assert_eq!(
        sorted(tags.iter().map(|tag| (tag.id, tag.name.as_str()))),
        sorted([(books, "Books"), (music, "Music")]),
        "two tags were created"
    );

    // What must not be there: nothing was paid yet.
    let payments = tracker.payments().await?;
    assert!(payments.is_empty(), "no payment was created: {payments:?}");
    Ok(())
}
