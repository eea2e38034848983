//! Step 5: a product is no longer offered.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::product;

/// Deletes `product` if no order has it; otherwise returns an error, and changes nothing.
pub async fn delete_product(db: &DatabaseConnection, product: &product::Model) -> Result<(), DbErr> {
    product.clone().delete(db).await?;
    Ok(())
}
