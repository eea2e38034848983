//! From an expense to its user.

use sea_orm::{DatabaseConnection, DbBackend, DbErr, EntityTrait, Statement};

use crate::{expense, user};

/// The user who made `expense`.
pub async fn user_of_expense(db: &DatabaseConnection, expense: &expense::Model) -> Result<Option<user::Model>, DbErr> {
    let sql = "SELECT u.* FROM users u JOIN expenses e ON e.user_id = u.id WHERE e.id = ?";
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [expense.id.into()]);
    user::Entity::find().from_raw_sql(statement).one(db).await
}
