//! Step 5: an order is called off.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait};

use crate::order;

/// Deletes `order`. Its line items go with it; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    if let Some(order) = order::Entity::load().filter_by_id(order.id).one(db).await? {
        order.delete(db).await?;
    }
    Ok(())
}
