//! Step 3: navigate from a person to the payments and back. A wrong tracker is an error, not a panic.

use sea_orm::DbErr;

use crate::step_2::ensure;
use crate::{Statements, Tracker, sample, sorted};

/// The overview, the lists, the totals and the way back all agree with the sample.
pub async fn step_3(tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    let start = statements.so_far();
    let overview = tracker.overview().await?;
    ensure(statements.so_far() <= start + 2, "the overview sends too many statements")?;
    let emails = sorted(overview.iter().map(|(person, _)| person.email.as_str()));
    let everybody = ["jon.b@example.org", "jon@example.org", "mira@example.org", "tove@example.org"];
    ensure(emails == everybody, "the overview leaves somebody out")?;

    for (person, payments) in overview {
        let expected = match person.id {
            key if key == s.mira => vec![("Bread", 450), ("Bread", 450), ("Flat", 70_000)],
            key if key == s.jon => vec![("Bread", 450), ("Lunch", 1_250)],
            key if key == s.other_jon => vec![("Room", 45_000)],
            _ => vec![],
        };
        let start = statements.so_far();
        let list = tracker.payments_of(person.id).await?;
        ensure(statements.so_far() <= start + 2, "a list sends too many statements")?;
        for payments in [&payments, &list] {
            let lines = sorted(payments.iter().map(|payment| (payment.note.as_str(), payment.amount_cents)));
            ensure(lines == expected, "a person's payments")?;
        }
        let total: i64 = expected.iter().map(|(_, cents)| cents).sum();
        ensure(tracker.total_of(person.id).await? == total, "a person's total")?;
        for payment in list {
            let payer = tracker.payer_of(payment.id).await?;
            ensure(payer.as_ref() == Some(&person), "the way back")?;
        }
    }
    Ok(())
}
