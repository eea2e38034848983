//! Step 3: from an order to its line items, and on to their products.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait, QuerySelect};

use crate::{OrderLine, line_item, order, product};

/// The line items of `order`, each with the name of its product, in any order.
pub async fn lines_of_order(db: &DatabaseConnection, order: &order::Model) -> Result<Vec<OrderLine>, DbErr> {
    let items = order.find_related(line_item::Entity).all(db).await?;
    let products = order.find_related(product::Entity).distinct().all(db).await?;
    let line = |product: product::Model| {
        let item = items.iter().find(|item| item.product_id == product.id)?;
        let (id, quantity, unit_price_cents) = (item.id, item.quantity, item.unit_price_cents);
        Some(OrderLine { id, product: product.name, quantity, unit_price_cents })
    };
    Ok(products.into_iter().filter_map(line).collect())
}
