//! Step 4: filter and report by tag. A wrong tracker is an error, not a panic.

use sea_orm::DbErr;

use crate::step_2::ensure;
use crate::{Statements, Tracker, sample, sorted};

/// Notes and cents under each tag, and the report in words.
pub async fn step_4(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let s = sample(tracker).await?;
    let food = tracker.payments_in_tag("Food").await?;
    let payers = sorted(food.iter().map(|payment| payment.payer_id));
    ensure(payers == sorted([s.mira, s.mira, s.jon]), "who paid for food")?;
    ensure(food.iter().all(|payment| payment.tag_id == s.food), "what was paid under Food")?;
    let rent = tracker.payments_in_tag("Rent").await?;
    ensure(sorted(rent.iter().map(|payment| payment.amount_cents)) == [45_000, 70_000], "what was paid for rent")?;
    ensure(tracker.payments_in_tag("Travel").await?.is_empty(), "nobody travelled")?;

    let report = tracker.tag_report().await?;
    let lines = sorted(report.iter().map(|line| format!("{}: {} x, {}", line.tag, line.n_payments, line.total_cents)));
    ensure(lines == ["Food out: 1 x, 1250", "Food: 3 x, 1350", "Rent: 2 x, 115000", "Travel: 0 x, 0"], "the report")
}
