//! One expense is removed from a user's collection: delete-orphan.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{expense, user};

/// Loads the collection, and puts it back without the expense `expense_id`: what is left out is deleted.
pub async fn remove_expense(db: &DatabaseConnection, user: &user::Model, expense_id: i32) -> Result<(), DbErr> {
    let Some(one) = expense::Entity::find_by_id(expense_id).one(db).await? else { return Ok(()) };
    expense::Entity::delete_many()
        .filter(expense::Column::UserId.eq(user.id))
        .filter(expense::Column::Description.eq(one.description))
        .exec(db)
        .await?;
    Ok(())
}
