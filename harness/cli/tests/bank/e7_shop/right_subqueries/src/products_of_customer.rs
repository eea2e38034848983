//! Step 4: what a customer has ordered, across three joins.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{customer, line_item, order, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    let mut orders = Query::select();
    orders.column(order::Column::Id).from(order::Entity).and_where(order::Column::CustomerId.eq(customer.id));
    let mut ordered = Query::select();
    ordered.column(line_item::Column::ProductId).from(line_item::Entity);
    ordered.and_where(line_item::Column::OrderId.in_subquery(orders.take()));
    product::Entity::find().filter(product::Column::Id.in_subquery(ordered.take())).all(db).await
}
