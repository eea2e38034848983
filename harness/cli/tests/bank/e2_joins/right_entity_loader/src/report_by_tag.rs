//! Step 4: a report by tag.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let lines: Vec<(String, i64, Option<i64>)> = tag::Entity::find()
        .select_only()
        .column(tag::Column::Name)
        .column_as(payment::Column::Id.count(), "a_count")
        .column_as(payment::Column::AmountCents.sum(), "a_sum")
        .left_join(payment::Entity)
        .group_by(tag::Column::Id)
        .order_by_asc(tag::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    let line = |(tag, n_payments, total): (String, i64, Option<i64>)| TagLine {
        tag,
        n_payments,
        total_cents: total.unwrap_or(0),
    };
    Ok(lines.into_iter().map(line).collect())
}
