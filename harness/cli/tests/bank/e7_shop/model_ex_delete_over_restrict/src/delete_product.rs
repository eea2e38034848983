//! Step 5: a product is no longer offered.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait};

use crate::product;

/// Deletes `product` if no order has it; otherwise returns an error, and changes nothing.
pub async fn delete_product(db: &DatabaseConnection, product: &product::Model) -> Result<(), DbErr> {
    if let Some(product) = product::Entity::load().filter_by_id(product.id).one(db).await? {
        product.delete(db).await?;
    }
    Ok(())
}
