//! Step 3: from an order to its line items, and on to their products.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::{OrderLine, line_item, order, product};

/// The line items of `order`, each with the name of its product, in any order.
pub async fn lines_of_order(db: &DatabaseConnection, order: &order::Model) -> Result<Vec<OrderLine>, DbErr> {
    let items = order.find_related(line_item::Entity).find_also_related(product::Entity).all(db).await?;
    let line = |(item, product): (line_item::Model, Option<product::Model>)| {
        let product = product?;
        let (product, unit_price_cents) = (product.name, product.price_cents);
        Some(OrderLine { id: item.id, product, quantity: item.quantity, unit_price_cents })
    };
    Ok(items.into_iter().filter_map(line).collect())
}
