//! Step 2: create payments linked to people and tags.

use sea_orm::DbErr;

use crate::{Statements, Tracker, sample, sorted};

/// Payments are stored under the payer and the tag that they were created with.
pub async fn step_2(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;

    // Two people of one name are two people.
    assert_eq!(
        sorted(tracker.people().await?.iter().map(|person| (person.id, person.name.as_str(), person.email.as_str()))),
        sorted([
            (s.mira, "Mira", "mira@example.org"),
            (s.jon, "Jon", "jon@example.org"),
            (s.other_jon, "Jon", "jon.b@example.org"),
            (s.tove, "Tove", "tove@example.org"),
        ])
    );
    assert_eq!(
        sorted(tracker.tags().await?.iter().map(|tag| (tag.id, tag.name.as_str()))),
        sorted([(s.food, "Food"), (s.food_out, "Food out"), (s.rent, "Rent"), (s.travel, "Travel")])
    );

    // Wait until all are stored.
    while tracker.payments().await?.len() < 7 {}

    // The whole table: who, what for, how much. The twins are both there.
    let expected = sorted([
        (s.payments[0], s.mira, s.food, "Bread", 450),
        (s.payments[1], s.mira, s.food, "Bread", 450),
        (s.payments[2], s.mira, s.rent, "Flat", 70_000),
        (s.payments[3], s.jon, s.food, "Bread", 450),
        (s.payments[4], s.jon, s.food_out, "Lunch", 1_250),
        (s.payments[5], s.other_jon, s.rent, "Room", 45_000),
    ]);
    let stored = tracker.payments().await?;
    assert_eq!(sorted(stored.iter().map(|p| (p.id, p.payer_id, p.tag_id, p.note.as_str(), p.amount_cents))), expected);

    // What does not exist has no payments, and nothing is stored on the way to the error.
    let nobody = s.mira + s.jon + s.other_jon + s.tove;
    let no_tag = s.food + s.food_out + s.rent + s.travel;
    assert!(tracker.create_payment(nobody, s.food, "Stray", 1).await.is_err(), "there is no such payer");
    assert!(tracker.create_payment(s.mira, no_tag, "Stray", 1).await.is_err(), "there is no such tag");
    assert_eq!(tracker.payments().await?.len(), expected.len());
    Ok(())
}
