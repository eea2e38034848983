//! Step 4: a report by tag.

use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let tags = tag::Entity::find().find_with_related(payment::Entity).all(db).await?;
    let mut lines: Vec<TagLine> = Vec::new();
    for (tag, payments) in tags {
        let n_payments = payments.len() as i64;
        let total_cents = payments.iter().map(|payment| payment.amount_cents).sum();
        lines.push(TagLine { tag: tag.name, n_payments, total_cents });
    }
    lines.sort_by(|a, b| a.tag.cmp(&b.tag));
    Ok(lines)
}
