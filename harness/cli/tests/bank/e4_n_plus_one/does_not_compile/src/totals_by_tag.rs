//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let tags = tag::Entity::load().with(payment::Entity).all(db).await?;
    Ok(tags.into_iter().map(|tag| TagTotal { tag: tag.name, total_cents: tag.payments.sum() }).collect())
}
