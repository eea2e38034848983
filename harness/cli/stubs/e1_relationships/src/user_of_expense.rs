//! From an expense to its user.

use sea_orm::{DatabaseConnection, DbErr};

use crate::{expense, user};

/// The user who made `expense`.
pub async fn user_of_expense(db: &DatabaseConnection, expense: &expense::Model) -> Result<Option<user::Model>, DbErr> {
    let _ = (db, expense);
    todo!("return the user of `expense`, through the relation")
}
