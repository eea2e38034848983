//! A user leaves.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{expense, user};

/// Deletes `user`. What becomes of the rows that point to the user is decided by the policies of the relations.
pub async fn delete_user(db: &DatabaseConnection, user: &user::Model) -> Result<(), DbErr> {
    expense::Entity::delete_many().filter(expense::Column::UserId.eq(user.id)).exec(db).await?;
    Ok(())
}
