//! A category is given up.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait};

use crate::category;

/// Deletes `category` if no expense is in it; otherwise the database refuses, and nothing changes.
pub async fn delete_category(db: &DatabaseConnection, category: &category::Model) -> Result<(), DbErr> {
    if let Some(category) = category::Entity::load().filter_by_id(category.id).one(db).await? {
        category.delete(db).await?;
    }
    Ok(())
}
