//! Step 2: create payments linked to people and tags. Whole models are compared, row by row.

use budget::payment;
use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// What was created is what is stored, and what refers to nothing is refused.
pub async fn step_2(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let kim = tracker.create_person("Kim", "kim@example.org").await?;
    let namesake = tracker.create_person("Kim", "kim.two@example.org").await?;
    assert_ne!(kim, namesake, "two people");
    let tea = tracker.create_tag("Tea").await?;
    let trains = tracker.create_tag("Trains").await?;

    let mut expected = Vec::new();
    for (payer_id, tag_id, note, amount_cents) in
        [(namesake, tea, "Pot", 300), (kim, tea, "Pot", 300), (kim, tea, "Pot", 300), (kim, trains, "Home", 4_120)]
    {
        let id = tracker.create_payment(payer_id, tag_id, note, amount_cents).await?;
        expected.push(payment::Model { id, payer_id, tag_id, note: note.to_owned(), amount_cents });
    }
    let (no_payer, no_tag) = (kim + namesake, tea + trains);
    tracker.create_payment(no_payer, tea, "Nobody's", 5).await.expect_err("nobody can pay nothing");
    tracker.create_payment(kim, no_tag, "Untagged", 5).await.expect_err("a payment has a tag");

    let mut stored = tracker.payments().await?;
    stored.sort_by_key(|payment| payment.id);
    expected.sort_by_key(|payment| payment.id);
    assert_eq!(stored, expected);

    let people = tracker.people().await?;
    let email = |id| people.iter().find(|person| person.id == id).map(|person| person.email.as_str());
    assert_eq!((email(kim), email(namesake)), (Some("kim@example.org"), Some("kim.two@example.org")));
    Ok(())
}
