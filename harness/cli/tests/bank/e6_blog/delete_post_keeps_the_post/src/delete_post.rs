//! A post is taken down.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{comment, post};

/// Deletes `post`, with the comments below it. Its author and their other posts stay.
pub async fn delete_post(db: &DatabaseConnection, post: &post::Model) -> Result<(), DbErr> {
    comment::Entity::delete_many().filter(comment::Column::OnPost.eq(post.id)).exec(db).await?;
    Ok(())
}
