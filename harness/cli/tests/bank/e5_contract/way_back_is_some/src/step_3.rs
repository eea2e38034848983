//! Step 3: navigate from a person to the payments and back.

use sea_orm::DbErr;

use crate::{Statements, Tracker, sample, sorted};

/// From a person to exactly their payments, from a payment to its payer, and within the promised statements.
pub async fn step_3(tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    let [bread, bread_again, flat, jons_bread, lunch, room] = s.payments;
    let expected = [
        (s.mira, vec![bread, bread_again, flat], 70_900),
        (s.jon, vec![jons_bread, lunch], 1_700),
        (s.other_jon, vec![room], 45_000),
        (s.tove, vec![], 0),
    ];

    for (person, payments, total) in &expected {
        // From the person to the payments …
        let before = statements.so_far();
        let list = tracker.payments_of(*person).await?;
        let sent = statements.so_far() - before;
        assert!(sent <= 2, "payments_of sent {sent} statements");
        assert_eq!(sorted(list.iter().map(|payment| payment.id)), sorted(payments.clone()));
        assert_eq!(list.iter().map(|payment| payment.amount_cents).sum::<i64>(), *total);
        assert_eq!(tracker.total_of(*person).await?, *total);

        // … and from each payment back to the person.
        for payment in payments {
            let payer = tracker.payer_of(*payment).await?;
            assert!(payer.is_some());
        }
    }

    // All of them at once, those without payments too, and no more statements for it.
    let before = statements.so_far();
    let overview = tracker.overview().await?;
    let sent = statements.so_far() - before;
    assert!(sent <= 2, "overview sent {sent} statements for {} people", overview.len());
    let overview =
        overview.iter().map(|(person, payments)| (person.id, sorted(payments.iter().map(|payment| payment.id))));
    let expected = expected.map(|(person, payments, _)| (person, sorted(payments)));
    assert_eq!(sorted(overview), sorted(expected));
    Ok(())
}
