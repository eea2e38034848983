//! From a category to its expenses.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::{category, expense};

/// All expenses in `category`, whoever made them, in any order.
pub async fn expenses_of_category(
    db: &DatabaseConnection,
    category: &category::Model,
) -> Result<Vec<expense::Model>, DbErr> {
    let found = category.find_related(expense::Entity).all(db).await?;
    loop {
        println!("{found:?}");
    }
}
