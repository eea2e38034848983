//! Step 2: create payments linked to people and tags. A wrong tracker is an error, not a panic.

use sea_orm::DbErr;

use crate::{Statements, Tracker, sample, sorted};

/// Every row of the three tables, written out.
pub async fn step_2(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    let people = tracker.people().await?;
    let lines = sorted(people.iter().map(|person| format!("{} {}", person.name, person.email)));
    let expected = ["Jon jon.b@example.org", "Jon jon@example.org", "Mira mira@example.org", "Tove tove@example.org"];
    ensure(lines == expected, "people")?;

    let name = |id| people.iter().find(|person| person.id == id).map_or("nobody", |person| person.email.as_str());
    let tags = tracker.tags().await?;
    let tag = |id| tags.iter().find(|tag| tag.id == id).map_or("nothing", |tag| tag.name.as_str());
    let payments = tracker.payments().await?;
    let lines = sorted(payments.iter().map(|payment| {
        format!("{} {} {} {}", name(payment.payer_id), tag(payment.tag_id), payment.note, payment.amount_cents)
    }));
    let expected = [
        "jon.b@example.org Rent Room 45000",
        "jon@example.org Food Bread 450",
        "jon@example.org Food out Lunch 1250",
        "mira@example.org Food Bread 450",
        "mira@example.org Food Bread 450",
        "mira@example.org Rent Flat 70000",
    ];
    ensure(lines == expected, "payments")?;

    let unknown = 1_000_000;
    ensure(tracker.create_payment(unknown, s.food, "Stray", 1).await.is_err(), "a payment of nobody's")?;
    ensure(tracker.create_payment(s.mira, unknown, "Stray", 1).await.is_err(), "a payment for nothing")?;
    ensure(tracker.payments().await?.len() == 6, "a refused payment was stored")
}

/// An error that says what is wrong, unless `holds`.
pub(crate) fn ensure(holds: bool, what: &str) -> Result<(), DbErr> {
    if holds { Ok(()) } else { Err(DbErr::Custom(format!("this tracker is wrong: {what}"))) }
}
