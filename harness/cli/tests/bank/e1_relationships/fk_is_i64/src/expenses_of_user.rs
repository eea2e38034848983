//! From a user to their expenses.

use sea_orm::{DatabaseConnection, DbErr, LoaderTrait};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    Ok(vec![user.clone()].load_many(expense::Entity, db).await?.into_iter().flatten().collect())
}
