//! One expense is removed from a user's collection: delete-orphan.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait, IntoActiveModel};

use sea_orm::entity::prelude::HasMany;

use crate::{expense, user};

/// Loads the collection, and puts it back without the expense `expense_id`: what is left out is deleted.
pub async fn remove_expense(db: &DatabaseConnection, user: &user::Model, expense_id: i32) -> Result<(), DbErr> {
    let loaded = user::Entity::load().filter_by_id(user.id).with(expense::Entity).one(db).await?;
    let mut user = loaded.ok_or_else(|| DbErr::RecordNotFound(format!("user {}", user.id)))?;
    if let HasMany::Loaded(expenses) = &mut user.expenses {
        expenses.retain(|expense| expense.id != expense_id);
    }
    user.into_active_model().save(db).await?;
    Ok(())
}
