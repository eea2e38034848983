//! From a user to their expenses.

use sea_orm::{DatabaseConnection, DbErr};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    let _ = (db, user);
    todo!("return the expenses of `user`, through the relation")
}
