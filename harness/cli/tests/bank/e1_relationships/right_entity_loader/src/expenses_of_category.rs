//! From a category to its expenses.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait};

use crate::{category, expense};

/// All expenses in `category`, whoever made them, in any order.
pub async fn expenses_of_category(
    db: &DatabaseConnection,
    category: &category::Model,
) -> Result<Vec<expense::Model>, DbErr> {
    let loaded = category::Entity::load().filter_by_id(category.id).with(expense::Entity).one(db).await?;
    Ok(loaded.into_iter().flat_map(|category| category.expenses).map(expense::Model::from).collect())
}
