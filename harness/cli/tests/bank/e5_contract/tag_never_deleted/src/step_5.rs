//! Step 5: remove, delete, and look at what went with it.

use sea_orm::DbErr;

use crate::{Statements, Tracker, sample, sorted};

/// A payment, a person and a tag go as the contract says, and nothing else goes.
pub async fn step_5(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    let [bread, bread_again, flat, jons_bread, lunch, room] = s.payments;
    let people = [s.mira, s.jon, s.other_jon, s.tove];
    let tags = [s.food, s.food_out, s.rent, s.travel];
    let miras = tracker.payments_of(s.mira).await?;
    assert_eq!(miras.len(), 3, "before anything is removed");

    // One of two twins goes: from the list and from the table. Nothing else does.
    tracker.remove_payment(bread).await?;
    let miras = tracker.payments_of(s.mira).await?;
    assert_eq!(sorted(miras.iter().map(|payment| payment.id)), sorted([bread_again, flat]));
    check(tracker, &people, &tags, &[bread_again, flat, jons_bread, lunch, room]).await?;

    // A person goes with the payments that are theirs.
    tracker.delete_person(s.other_jon).await?;
    assert_eq!(tracker.payments().await?.len(), 4);
    Ok(())
}

/// The tables hold exactly the rows with these keys.
async fn check(tracker: &dyn Tracker, people: &[i32], tags: &[i32], payments: &[i32]) -> Result<(), DbErr> {
    assert_eq!(sorted(tracker.people().await?.iter().map(|person| person.id)), sorted(people.iter().copied()));
    assert_eq!(sorted(tracker.tags().await?.iter().map(|tag| tag.id)), sorted(tags.iter().copied()));
    assert_eq!(sorted(tracker.payments().await?.iter().map(|payment| payment.id)), sorted(payments.iter().copied()));
    Ok(())
}
