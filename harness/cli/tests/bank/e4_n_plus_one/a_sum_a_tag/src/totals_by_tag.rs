//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryOrder, QuerySelect};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let mut lines = Vec::new();
    for tag in tag::Entity::find().order_by_asc(tag::Column::Name).all(db).await? {
        let sum =
            tag.find_related(payment::Entity).select_only().column_as(payment::Column::AmountCents.sum(), "total");
        if let Some(Some(total_cents)) = sum.into_tuple::<Option<i64>>().one(db).await? {
            lines.push(TagTotal { tag: tag.name, total_cents });
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.total_cents));
    Ok(lines)
}
