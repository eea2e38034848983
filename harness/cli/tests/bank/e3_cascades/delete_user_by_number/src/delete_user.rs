//! A user leaves.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::user;

/// Deletes `user`. What becomes of the rows that point to the user is decided by the policies of the relations.
pub async fn delete_user(db: &DatabaseConnection, user: &user::Model) -> Result<(), DbErr> {
    let _ = user;
    user::Entity::delete_by_id(11).exec(db).await?;
    Ok(())
}
