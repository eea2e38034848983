//! One expense is removed from a user's collection: delete-orphan.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait, IntoActiveModel};

use crate::{expense, user};

/// Loads the collection, and puts it back without the expense `expense_id`: what is left out is deleted.
pub async fn remove_expense(db: &DatabaseConnection, user: &user::Model, expense_id: i32) -> Result<(), DbErr> {
    let loaded = user::Entity::load().filter_by_id(user.id).one(db).await?;
    let user = loaded.ok_or_else(|| DbErr::RecordNotFound(format!("user {}", user.id)))?;
    let keep = user.expenses.iter().filter(|expense| expense.id != expense_id);
    let keep: Vec<expense::ActiveModelEx> = keep.map(|expense| expense.clone().into_active_model()).collect();
    let mut user = user.into_active_model();
    user.expenses.replace_all(keep);
    user.save(db).await?;
    Ok(())
}
