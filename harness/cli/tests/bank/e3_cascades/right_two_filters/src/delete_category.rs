//! A category is given up.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::category;

/// Deletes `category` if no expense is in it; otherwise the database refuses, and nothing changes.
pub async fn delete_category(db: &DatabaseConnection, category: &category::Model) -> Result<(), DbErr> {
    category.clone().delete(db).await?;
    Ok(())
}
