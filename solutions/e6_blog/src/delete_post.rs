//! A post is taken down.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::post;

/// Deletes `post`, with the comments below it. Its author and their other posts stay.
pub async fn delete_post(db: &DatabaseConnection, post: &post::Model) -> Result<(), DbErr> {
    post::Entity::delete_by_id(post.id).exec(db).await?;
    Ok(())
}
