//! Step 4: a report by tag.

use budget::{payment, tag};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let total = Func::coalesce([payment::Column::AmountCents.sum(), Expr::val(0)]);
    tag::Entity::find()
        .select_only()
        .column_as(tag::Column::Name, "tag")
        .column_as(Expr::cust("COUNT(*)"), "n_payments")
        .column_as(Expr::expr(total), "total_cents")
        .left_join(payment::Entity)
        .group_by(tag::Column::Id)
        .order_by_asc(tag::Column::Name)
        .into_model::<TagLine>()
        .all(db)
        .await
}
