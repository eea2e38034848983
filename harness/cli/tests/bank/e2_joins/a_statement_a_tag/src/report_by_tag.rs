//! Step 4: a report by tag.

use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryOrder};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let mut lines = Vec::new();
    for tag in tag::Entity::find().order_by_asc(tag::Column::Name).all(db).await? {
        let payments = tag.find_related(payment::Entity).all(db).await?;
        lines.push(TagLine {
            tag: tag.name,
            n_payments: payments.len() as i64,
            total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
        });
    }
    Ok(lines)
}
