//! The feed again, handed on from the slow one.

use sea_orm::{DatabaseConnection, DbErr};

use crate::feed::FeedAuthor;

/// The same as `naive_feed`.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    crate::naive_feed(db).await
}
