//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use budget::{payment, tag};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let totals: Vec<(String, i64)> = tag::Entity::find()
        .inner_join(payment::Entity)
        .select_only()
        .column(tag::Column::Name)
        .column_as(payment::Column::AmountCents.sum(), "sum")
        .group_by(tag::Column::Id)
        .order_by_desc(Expr::cust("2"))
        .order_by_asc(tag::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    Ok(totals.into_iter().map(|(tag, total_cents)| TagTotal { tag, total_cents }).collect())
}
