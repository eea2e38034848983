//! A post is taken down.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::post;

/// Deletes `post`, with the comments below it. Its author and their other posts stay.
pub async fn delete_post(db: &DatabaseConnection, post: &post::Model) -> Result<(), DbErr> {
    post.clone().delete(db).await?;
    Ok(())
}
