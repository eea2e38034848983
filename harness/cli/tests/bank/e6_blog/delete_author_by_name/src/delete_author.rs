//! An author leaves.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::author;

/// Deletes `author`. The posts, and with each of them the comments below it, go by the policies of the relations.
pub async fn delete_author(db: &DatabaseConnection, author: &author::Model) -> Result<(), DbErr> {
    author::Entity::delete_many().filter(author::Column::Name.eq(author.name.as_str())).exec(db).await?;
    Ok(())
}
