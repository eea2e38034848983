//! From an expense to its category.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::{category, expense};

/// The category of `expense`.
pub async fn category_of_expense(
    db: &DatabaseConnection,
    expense: &expense::Model,
) -> Result<Option<category::Model>, DbErr> {
    expense.find_related(category::Entity).one(db).await
}
