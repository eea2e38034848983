//! From a user to their expenses.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    expense::Entity::find().inner_join(user::Entity).filter(user::Column::Name.eq(&user.name)).all(db).await
}
