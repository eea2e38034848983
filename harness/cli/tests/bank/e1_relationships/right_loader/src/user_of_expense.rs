//! From an expense to its user.

use sea_orm::{DatabaseConnection, DbErr, LoaderTrait};

use crate::{expense, user};

/// The user who made `expense`.
pub async fn user_of_expense(db: &DatabaseConnection, expense: &expense::Model) -> Result<Option<user::Model>, DbErr> {
    Ok(vec![expense.clone()].load_one(user::Entity, db).await?.into_iter().flatten().next())
}
