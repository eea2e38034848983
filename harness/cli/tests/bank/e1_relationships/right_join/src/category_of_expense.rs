//! From an expense to its category.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::{category, expense};

/// The category of `expense`.
pub async fn category_of_expense(
    db: &DatabaseConnection,
    expense: &expense::Model,
) -> Result<Option<category::Model>, DbErr> {
    let found = expense::Entity::find_by_id(expense.id).find_also_related(category::Entity).one(db).await?;
    Ok(found.and_then(|(_, category)| category))
}
