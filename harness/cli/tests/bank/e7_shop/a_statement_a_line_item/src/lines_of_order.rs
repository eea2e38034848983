//! Step 3: from an order to its line items, and on to their products.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait};

use crate::{OrderLine, line_item, order, product};

/// The line items of `order`, each with the name of its product, in any order.
pub async fn lines_of_order(db: &DatabaseConnection, order: &order::Model) -> Result<Vec<OrderLine>, DbErr> {
    let mut lines = Vec::new();
    for item in order.find_related(line_item::Entity).all(db).await? {
        let product = product::Entity::find_by_id(item.product_id).one(db).await?;
        lines.push(OrderLine {
            id: item.id,
            product: product.map(|product| product.name).unwrap_or_default(),
            quantity: item.quantity,
            unit_price_cents: item.unit_price_cents,
        });
    }
    Ok(lines)
}
