//! An author leaves.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{author, comment};

/// Deletes `author`. The posts, and with each of them the comments below it, go by the policies of the relations.
pub async fn delete_author(db: &DatabaseConnection, author: &author::Model) -> Result<(), DbErr> {
    let by_name = comment::Column::Reader.eq(author.name.as_str());
    comment::Entity::delete_many().filter(by_name).exec(db).await?;
    author::Entity::delete_by_id(author.id).exec(db).await?;
    Ok(())
}
