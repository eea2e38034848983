//! From a user to their expenses.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    let loaded = user::Entity::load().filter_by_id(user.id).with(expense::Entity).one(db).await?;
    Ok(loaded.into_iter().flat_map(|user| user.expenses).map(expense::Model::from).collect())
}
