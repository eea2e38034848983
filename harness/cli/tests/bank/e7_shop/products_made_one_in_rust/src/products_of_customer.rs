//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::{customer, order, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    let mut products = product::Entity::find()
        .inner_join(order::Entity)
        .filter(order::Column::CustomerId.eq(customer.id))
        .order_by_asc(product::Column::Id)
        .all(db)
        .await?;
    products.dedup();
    Ok(products)
}
