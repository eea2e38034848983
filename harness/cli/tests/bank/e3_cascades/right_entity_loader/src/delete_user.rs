//! A user leaves.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait};

use crate::user;

/// Deletes `user`. What becomes of the rows that point to the user is decided by the policies of the relations.
pub async fn delete_user(db: &DatabaseConnection, user: &user::Model) -> Result<(), DbErr> {
    if let Some(user) = user::Entity::load().filter_by_id(user.id).one(db).await? {
        user.delete(db).await?;
    }
    Ok(())
}
