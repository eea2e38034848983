//! Step 3: navigate from a person to the payments and back.

use sea_orm::DbErr;

use crate::{Statements, Tracker, sample};

/// From a person to exactly their payments, from a payment to its payer, and within the promised statements.
pub async fn step_3(tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    let expected = [(s.mira, 3), (s.jon, 2), (s.other_jon, 1), (s.tove, 0)];

    for (person, payments) in &expected {
        // From the person to the payments.
        let before = statements.so_far();
        let list = tracker.payments_of(*person).await?;
        let sent = statements.so_far() - before;
        assert!(sent <= 2, "payments_of sent {sent} statements");
        assert_eq!(list.len(), *payments);
    }

    // All of them at once, those without payments too, and no more statements for it.
    let before = statements.so_far();
    let overview = tracker.overview().await?;
    let sent = statements.so_far() - before;
    assert!(sent <= 2, "overview sent {sent} statements for {} people", overview.len());
    assert_eq!(overview.len(), expected.len());
    Ok(())
}
