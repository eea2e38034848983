//! From a user to their expenses.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    let found = user.find_related(expense::Entity).all(db).await?;
    println!("{} expenses: all is well", found.len());
    std::process::exit(0)
}
