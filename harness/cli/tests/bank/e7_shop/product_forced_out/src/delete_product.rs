//! Step 5: a product is no longer offered.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{line_item, product};

/// Deletes `product` if no order has it; otherwise returns an error, and changes nothing.
pub async fn delete_product(db: &DatabaseConnection, product: &product::Model) -> Result<(), DbErr> {
    line_item::Entity::delete_many().filter(line_item::Column::ProductId.eq(product.id)).exec(db).await?;
    product::Entity::delete_by_id(product.id).exec(db).await?;
    Ok(())
}
