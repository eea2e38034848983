//! From an expense to its user.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{expense, user};

/// The user who made `expense`.
pub async fn user_of_expense(db: &DatabaseConnection, expense: &expense::Model) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find().inner_join(expense::Entity).filter(expense::Column::Id.eq(expense.id)).one(db).await
}
