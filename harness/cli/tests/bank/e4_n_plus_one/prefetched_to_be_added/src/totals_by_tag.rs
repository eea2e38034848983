//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryOrder};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let tags = tag::Entity::find().order_by_asc(tag::Column::Name).all(db).await?;
    let payments = tags.load_many(payment::Entity, db).await?;
    let mut lines: Vec<TagTotal> = Vec::new();
    for (tag, payments) in tags.into_iter().zip(payments).filter(|(_, payments)| !payments.is_empty()) {
        let total_cents = payments.iter().map(|payment| payment.amount_cents).sum();
        lines.push(TagTotal { tag: tag.name, total_cents });
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.total_cents));
    Ok(lines)
}
