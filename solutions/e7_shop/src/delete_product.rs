//! Step 5: a product is no longer offered.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::product;

/// Deletes `product` if no order has it; otherwise the database refuses, and nothing changes.
pub async fn delete_product(db: &DatabaseConnection, product: &product::Model) -> Result<(), DbErr> {
    product::Entity::delete_by_id(product.id).exec(db).await?;
    Ok(())
}
