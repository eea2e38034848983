//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::{customer, line_item, order, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    let mut products: Vec<product::Model> = Vec::new();
    for order in customer.find_related(order::Entity).all(db).await? {
        for item in order.find_related(line_item::Entity).all(db).await? {
            let product = item.find_related(product::Entity).one(db).await?;
            products.extend(product.filter(|product| !products.contains(product)));
        }
    }
    Ok(products)
}
