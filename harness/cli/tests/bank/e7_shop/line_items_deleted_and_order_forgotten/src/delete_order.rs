//! Step 5: an order is called off.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{line_item, order};

/// Deletes `order`. Its line items go with it; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    line_item::Entity::delete_many().filter(line_item::Column::OrderId.eq(order.id)).exec(db).await?;
    Ok(())
}
