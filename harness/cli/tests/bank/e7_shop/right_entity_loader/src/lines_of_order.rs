//! Step 3: from an order to its line items, and on to their products.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, QueryFilter};

use crate::{OrderLine, line_item, order, product};

/// The line items of `order`, each with the name of its product, in any order.
pub async fn lines_of_order(db: &DatabaseConnection, order: &order::Model) -> Result<Vec<OrderLine>, DbErr> {
    let items = line_item::Entity::load().filter(line_item::Column::OrderId.eq(order.id));
    let items = items.with(product::Entity).all(db).await?;
    let line = |item: line_item::ModelEx| OrderLine {
        id: item.id,
        product: item.product.as_ref().map(|product| product.name.clone()).unwrap_or_default(),
        quantity: item.quantity,
        unit_price_cents: item.unit_price_cents,
    };
    Ok(items.into_iter().map(line).collect())
}
