//! From a category to its expenses.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{category, expense};

/// All expenses in `category`, whoever made them, in any order.
pub async fn expenses_of_category(
    db: &DatabaseConnection,
    category: &category::Model,
) -> Result<Vec<expense::Model>, DbErr> {
    expense::Entity::find().inner_join(category::Entity).filter(category::Column::Id.eq(category.id)).all(db).await
}
