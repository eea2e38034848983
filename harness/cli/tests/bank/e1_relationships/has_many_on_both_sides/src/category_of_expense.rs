//! From an expense to its category.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::{category, expense};

/// The category of `expense`.
pub async fn category_of_expense(
    db: &DatabaseConnection,
    expense: &expense::Model,
) -> Result<Option<category::Model>, DbErr> {
    category::Entity::find_by_id(expense.category_id).one(db).await
}
