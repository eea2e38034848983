//! One expense is removed from a user's collection: delete-orphan.

use sea_orm::{DatabaseConnection, DbErr};

use crate::user;

/// Removes the expense `expense_id` from the expenses of `user`. An expense means nothing without its user, so the row is
/// deleted. All others stay. An expense that is not one of this user's stays, too: then nothing happens.
pub async fn remove_expense(db: &DatabaseConnection, user: &user::Model, expense_id: i32) -> Result<(), DbErr> {
    let _ = (db, user, expense_id);
    todo!("remove one expense from the collection of `user`")
}
