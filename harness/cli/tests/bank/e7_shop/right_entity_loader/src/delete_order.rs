//! Step 5: an order is called off.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::order;

/// Deletes `order`. Its line items go with it; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    order.clone().delete(db).await?;
    Ok(())
}
