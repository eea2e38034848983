//! From a category to its expenses.

use sea_orm::{DatabaseConnection, DbBackend, DbErr, EntityTrait, Statement};

use crate::{category, expense};

/// All expenses in `category`, whoever made them, in any order.
pub async fn expenses_of_category(
    db: &DatabaseConnection,
    category: &category::Model,
) -> Result<Vec<expense::Model>, DbErr> {
    let sql = "SELECT * FROM expenses WHERE category = ?";
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [category.id.into()]);
    expense::Entity::find().from_raw_sql(statement).all(db).await
}
