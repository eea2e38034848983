//! Step 5: remove, delete, and look at what went with it. A wrong tracker is an error, not a panic.

use sea_orm::DbErr;

use crate::step_2::ensure;
use crate::{Statements, Tracker, sample, sorted};

/// What is left after each change, by notes and names.
pub async fn step_5(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    ensure(tracker.payments_of(s.mira).await?.len() == 3, "before")?;

    // The other twin, this time.
    tracker.remove_payment(s.payments[1]).await?;
    ensure(tracker.payments_of(s.mira).await?.len() == 2, "the list after a removal")?;
    left(tracker, &["Bread", "Bread", "Flat", "Lunch", "Room"], 4, 4).await?;
    ensure(tracker.delete_tag(s.food_out).await.is_err(), "a tag in use was deleted")?;
    left(tracker, &["Bread", "Bread", "Flat", "Lunch", "Room"], 4, 4).await?;
    tracker.delete_person(s.jon).await?;
    left(tracker, &["Bread", "Flat", "Room"], 3, 4).await?;
    tracker.delete_tag(s.food_out).await?;
    left(tracker, &["Bread", "Flat", "Room"], 3, 3).await
}

/// The tables hold payments with these notes, so many people and so many tags.
async fn left(tracker: &dyn Tracker, notes: &[&str], n_people: usize, n_tags: usize) -> Result<(), DbErr> {
    let payments = tracker.payments().await?;
    ensure(sorted(payments.iter().map(|payment| payment.note.as_str())) == notes, "the payments left")?;
    ensure(tracker.people().await?.len() == n_people, "the people left")?;
    ensure(tracker.tags().await?.len() == n_tags, "the tags left")
}
