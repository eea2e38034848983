//! From an expense to its user.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::{expense, user};

/// The user who made `expense`.
pub async fn user_of_expense(db: &DatabaseConnection, expense: &expense::Model) -> Result<Option<user::Model>, DbErr> {
    let user = user::Entity::find_by_id(expense.id).one(db).await?;
    Ok(Some(user.expect("each expense has a user")))
}
