//! From an expense to its user.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait};

use crate::{expense, user};

/// The user who made `expense`.
pub async fn user_of_expense(db: &DatabaseConnection, expense: &expense::Model) -> Result<Option<user::Model>, DbErr> {
    let loaded = expense::Entity::load().filter_by_id(expense.id).with(user::Entity).one(db).await?;
    Ok(loaded.and_then(|expense| expense.user.into_option()).map(user::Model::from))
}
