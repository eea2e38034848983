//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use budget::{payment, tag};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    tag::Entity::find()
        .select_only()
        .column_as(tag::Column::Name, "tag")
        .column_as(payment::Column::AmountCents.max(), "total_cents")
        .inner_join(payment::Entity)
        .group_by(tag::Column::Id)
        .order_by_desc(Expr::col("total_cents"))
        .order_by_asc(tag::Column::Name)
        .into_model::<TagTotal>()
        .all(db)
        .await
}
