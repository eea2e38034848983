//! An author leaves.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::author;

/// Deletes `author`. The posts, and with each of them the comments below it, go by the policies of the relations.
pub async fn delete_author(db: &DatabaseConnection, author: &author::Model) -> Result<(), DbErr> {
    author.clone().delete(db).await?;
    Ok(())
}
