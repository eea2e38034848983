//! Step 5: an order is called off.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::order;

/// Deletes `order`. Its line items go with it; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    let done = order::Entity::delete_by_id(order.id).exec(db).await?;
    assert!(done.rows_affected > 1, "an order has line items");
    Ok(())
}
