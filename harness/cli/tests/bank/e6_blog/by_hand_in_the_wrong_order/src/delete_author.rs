//! An author leaves, by hand.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryFilter};

use crate::{author, comment, post};

/// Deletes the posts of `author`, then the comments below each of them, then `author`.
pub async fn delete_author(db: &DatabaseConnection, author: &author::Model) -> Result<(), DbErr> {
    post::Entity::delete_many().filter(post::Column::WrittenBy.eq(author.id)).exec(db).await?;
    let first = author.find_related(post::Entity).one(db).await?;
    let first = first.ok_or_else(|| DbErr::RecordNotFound(format!("posts of author {}", author.id)))?;
    comment::Entity::delete_many().filter(comment::Column::OnPost.eq(first.id)).exec(db).await?;
    author::Entity::delete_by_id(author.id).exec(db).await?;
    Ok(())
}
