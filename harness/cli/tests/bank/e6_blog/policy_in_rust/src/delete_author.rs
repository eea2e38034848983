//! An author leaves, by hand.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryFilter};

use crate::{author, comment, post};

/// Deletes the comments below the posts of `author`, then the posts, then `author`.
pub async fn delete_author(db: &DatabaseConnection, author: &author::Model) -> Result<(), DbErr> {
    for post in author.find_related(post::Entity).all(db).await? {
        comment::Entity::delete_many().filter(comment::Column::OnPost.eq(post.id)).exec(db).await?;
        post.delete(db).await?;
    }
    author::Entity::delete_by_id(author.id).exec(db).await?;
    Ok(())
}
