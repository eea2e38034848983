//! Step 4: filter and report by tag.

use sea_orm::DbErr;

use crate::{Statements, TagLine, Tracker, sample, sorted};

/// A tag has exactly its payments, and the report has a line for each tag.
pub async fn step_4(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    let [bread, bread_again, flat, jons_bread, lunch, room] = s.payments;

    // Whoever made them; a tag whose name goes on is another tag; an unused and an unknown tag have none.
    let expected = [
        ("Food", vec![bread, bread_again, jons_bread]),
        ("Food out", vec![lunch]),
        ("Rent", vec![flat, room]),
        ("Travel", vec![]),
        ("Gifts", vec![]),
    ];
    for (name, payments) in expected {
        let tagged = tracker.payments_in_tag(name).await?;
        assert_eq!(sorted(tagged.iter().map(|payment| payment.id)), sorted(payments), "payments under {name}");
    }

    let line = |tag: &str, n_payments, total_cents| TagLine { tag: tag.into(), n_payments, total_cents };
    assert_eq!(
        sorted(tracker.tag_report().await?.iter().map(|line| line.total_cents)),
        [line("Food", 3, 1_350), line("Food out", 1, 1_250), line("Rent", 2, 115_000), line("Travel", 0, 0)]
    );
    Ok(())
}
