//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::{customer, line_item, order, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    let items = line_item::Entity::find().find_also_related(order::Entity).all(db).await?;
    let mut products = product::Entity::find().all(db).await?;
    let is_theirs = |order: &Option<order::Model>| order.as_ref().is_some_and(|order| order.customer_id == customer.id);
    products.retain(|product| items.iter().any(|(item, order)| item.product_id == product.id && is_theirs(order)));
    Ok(products)
}
