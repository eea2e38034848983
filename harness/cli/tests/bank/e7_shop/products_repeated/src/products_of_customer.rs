//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{customer, order, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
///
/// One statement, which fetches nothing but these products.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    product::Entity::find().inner_join(order::Entity).filter(order::Column::CustomerId.eq(customer.id)).all(db).await
}
