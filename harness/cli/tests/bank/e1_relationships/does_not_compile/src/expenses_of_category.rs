//! From a category to its expenses.

use sea_orm::{DatabaseConnection, DbErr};

use crate::{category, expense};

/// All expenses in `category`, whoever made them, in any order.
pub async fn expenses_of_category(
    db: &DatabaseConnection,
    category: &category::Model,
) -> Result<Vec<expense::Model>, DbErr> {
    category.expenses(db).await
}
