//! Step 4: a report by product.

use std::collections::BTreeSet;

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::{ProductRevenue, line_item, order, product};

/// For every product, how many different customers ordered it, and what was earned with it, in any order.
pub async fn revenue_by_product(db: &DatabaseConnection) -> Result<Vec<ProductRevenue>, DbErr> {
    let products = product::Entity::find().all(db).await?;
    let items = line_item::Entity::find().all(db).await?;
    let orders = order::Entity::find().all(db).await?;
    let line = |product: product::Model| {
        let sold: Vec<&line_item::Model> = items.iter().filter(|item| item.product_id == product.id).collect();
        let of_sold = |order: &&order::Model| sold.iter().any(|item| item.order_id == order.id);
        let customers: BTreeSet<i32> = orders.iter().filter(of_sold).map(|order| order.customer_id).collect();
        ProductRevenue {
            id: product.id,
            product: product.name,
            n_customers: customers.len() as i64,
            revenue_cents: sold.iter().map(|item| i64::from(item.quantity) * item.unit_price_cents).sum(),
        }
    };
    Ok(products.into_iter().map(line).collect())
}
