//! One expense is removed from a user's collection: delete-orphan.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, ModelTrait, QueryFilter};

use crate::{expense, user};

/// Loads the collection, and puts it back without the expense `expense_id`: what is left out is deleted.
pub async fn remove_expense(db: &DatabaseConnection, user: &user::Model, expense_id: i32) -> Result<(), DbErr> {
    let mine = user.find_related(expense::Entity).filter(expense::Column::Id.eq(expense_id));
    if let Some(expense) = mine.one(db).await? {
        expense.delete(db).await?;
    }
    Ok(())
}
