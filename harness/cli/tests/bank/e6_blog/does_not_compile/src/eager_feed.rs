//! The feed again, with a field that a plain model does not have.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

use crate::author;
use crate::feed::FeedAuthor;

/// The same as `naive_feed`.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().all(db).await?;
    Ok(authors.into_iter().map(|author| FeedAuthor { id: author.id, name: author.name, posts: author.posts }).collect())
}
