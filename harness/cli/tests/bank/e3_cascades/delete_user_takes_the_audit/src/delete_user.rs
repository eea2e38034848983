//! A user leaves.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{audit_entry, user};

/// Deletes `user`. What becomes of the rows that point to the user is decided by the policies of the relations.
pub async fn delete_user(db: &DatabaseConnection, user: &user::Model) -> Result<(), DbErr> {
    audit_entry::Entity::delete_many().filter(audit_entry::Column::UserId.eq(user.id)).exec(db).await?;
    user::Entity::delete_by_id(user.id).exec(db).await?;
    Ok(())
}
