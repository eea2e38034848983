//! A category is given up.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::category;

/// Deletes `category` if no expense is in it; otherwise the database refuses, and nothing changes.
pub async fn delete_category(db: &DatabaseConnection, category: &category::Model) -> Result<(), DbErr> {
    category::Entity::delete_by_id(category.id).exec(db).await
}
