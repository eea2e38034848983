//! A category is given up.

use sea_orm::{DatabaseConnection, DbErr};

use crate::category;

/// Deletes `category` if no expense is in it; otherwise returns an error, and changes nothing.
pub async fn delete_category(db: &DatabaseConnection, category: &category::Model) -> Result<(), DbErr> {
    let _ = (db, category);
    todo!("delete `category`, and let the database refuse where it is in use")
}
