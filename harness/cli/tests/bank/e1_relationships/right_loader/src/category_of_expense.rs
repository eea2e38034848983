//! From an expense to its category.

use sea_orm::{DatabaseConnection, DbErr, LoaderTrait};

use crate::{category, expense};

/// The category of `expense`.
pub async fn category_of_expense(
    db: &DatabaseConnection,
    expense: &expense::Model,
) -> Result<Option<category::Model>, DbErr> {
    Ok(vec![expense.clone()].load_one(category::Entity, db).await?.into_iter().flatten().next())
}
