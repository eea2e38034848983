//! From an expense to its user.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::{expense, user};

/// The user who made `expense`.
pub async fn user_of_expense(db: &DatabaseConnection, expense: &expense::Model) -> Result<Option<user::Model>, DbErr> {
    expense.find_related(user::Entity).one(db).await
}
