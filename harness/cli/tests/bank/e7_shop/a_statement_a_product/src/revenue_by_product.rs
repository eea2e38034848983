//! Step 4: a report by product.

use std::collections::BTreeSet;

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait};

use crate::{ProductRevenue, line_item, order, product};

/// For every product, how many different customers ordered it, and what was earned with it, in any order.
pub async fn revenue_by_product(db: &DatabaseConnection) -> Result<Vec<ProductRevenue>, DbErr> {
    let mut lines = Vec::new();
    for product in product::Entity::find().all(db).await? {
        let items = product.find_related(line_item::Entity).find_also_related(order::Entity).all(db).await?;
        let customers: BTreeSet<i32> =
            items.iter().flat_map(|(_, order)| order).map(|order| order.customer_id).collect();
        lines.push(ProductRevenue {
            id: product.id,
            product: product.name,
            n_customers: customers.len() as i64,
            revenue_cents: items.iter().map(|(item, _)| i64::from(item.quantity) * item.unit_price_cents).sum(),
        });
    }
    Ok(lines)
}
