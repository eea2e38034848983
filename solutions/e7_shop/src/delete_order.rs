//! Step 5: an order is called off.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::order;

/// Deletes `order`. Its line items go with it, by the policies of the relations; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    order::Entity::delete_by_id(order.id).exec(db).await?;
    Ok(())
}
