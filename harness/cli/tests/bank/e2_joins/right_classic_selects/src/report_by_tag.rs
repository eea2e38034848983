//! Step 4: a report by tag.

use budget::{payment, tag};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, JoinType, Order, QueryOrder, QuerySelect, RelationTrait,
};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let total =
        Expr::expr(Expr::case(payment::Column::Id.is_null(), 0).finally(payment::Column::AmountCents.into_expr()))
            .sum();
    tag::Entity::find()
        .join(JoinType::LeftJoin, tag::Relation::Payment.def())
        .select_only()
        .expr_as(tag::Column::Name.into_expr(), "tag")
        .expr_as(payment::Column::TagId.count(), "n_payments")
        .expr_as(total, "total_cents")
        .group_by(tag::Column::Name)
        .order_by(tag::Column::Name, Order::Asc)
        .into_model::<TagLine>()
        .all(db)
        .await
}
