//! Step 4: a report by product.

use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QuerySelect};

use crate::{ProductRevenue, line_item, order, product};

/// For every product, how many different customers ordered it, and what was earned with it, in any order.
///
/// A product that nobody ordered has a line as well, with 0 and 0. One statement: the database counts and adds.
pub async fn revenue_by_product(db: &DatabaseConnection) -> Result<Vec<ProductRevenue>, DbErr> {
    let quantity = Expr::col((line_item::Entity, line_item::Column::Quantity));
    let price = Expr::col((line_item::Entity, line_item::Column::UnitPriceCents));
    let customer = Expr::col((order::Entity, order::Column::CustomerId));
    let revenue = Func::coalesce([quantity.mul(price).sum(), Expr::val(0)]); // the sum of no rows is NULL
    product::Entity::find()
        .select_only()
        .column(product::Column::Id)
        .column_as(product::Column::Name, "product")
        .column_as(customer.count_distinct(), "n_customers")
        .column_as(Expr::expr(revenue), "revenue_cents")
        .inner_join(order::Entity)
        .group_by(product::Column::Id)
        .into_model::<ProductRevenue>()
        .all(db)
        .await
}
