//! Step 5: an order is called off.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::order;

/// Deletes `order`. Its line items go with it; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    order::Entity::delete_many().filter(order::Column::CustomerId.eq(order.customer_id)).exec(db).await?;
    Ok(())
}
