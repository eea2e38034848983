//! The feed, as one writes it first: a question inside each loop.

use sea_orm::{DatabaseConnection, DbErr};

use crate::feed::FeedAuthor;

/// All authors with their posts and the comments below them: authors by name, then by id; posts and comments by id.
///
/// One statement for the authors, one for the posts of each author, one for the comments of each post.
pub async fn naive_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let _ = db;
    todo!("ask for the authors; for each of them, ask for the posts; for each of those, ask for the comments")
}
