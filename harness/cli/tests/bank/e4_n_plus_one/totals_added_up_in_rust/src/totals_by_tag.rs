//! Step 4: the report of `budget::reports::totals_by_tag`, in one statement.

use budget::reports::TagTotal;
use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let tags = tag::Entity::find().find_with_related(payment::Entity).all(db).await?;
    let mut totals: Vec<TagTotal> = tags
        .into_iter()
        .filter(|(_, payments)| !payments.is_empty())
        .map(|(tag, payments)| TagTotal {
            tag: tag.name,
            total_cents: payments.iter().map(|one| one.amount_cents).sum(),
        })
        .collect();
    totals.sort_by(|a, b| b.total_cents.cmp(&a.total_cents).then_with(|| a.tag.cmp(&b.tag)));
    Ok(totals)
}
