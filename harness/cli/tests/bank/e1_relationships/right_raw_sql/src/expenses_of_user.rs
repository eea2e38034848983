//! From a user to their expenses.

use sea_orm::{DatabaseConnection, DbBackend, DbErr, EntityTrait, Statement};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    let sql = "SELECT id, user_id, category_id, description, amount_cents FROM expenses WHERE user_id = ?";
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [user.id.into()]);
    expense::Entity::find().from_raw_sql(statement).all(db).await
}
