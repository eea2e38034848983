//! Step 4: a report by tag.

use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryOrder};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let tags = tag::Entity::find().order_by_asc(tag::Column::Name).all(db).await?;
    let payments = tags.load_many(payment::Entity, db).await?;
    let line = |(tag, payments): (tag::Model, Vec<payment::Model>)| TagLine {
        tag: tag.name,
        n_payments: payments.len() as i64,
        total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
    };
    Ok(tags.into_iter().zip(payments).map(line).collect())
}
