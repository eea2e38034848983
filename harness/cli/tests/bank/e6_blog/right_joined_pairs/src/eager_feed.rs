//! The feed again: the authors, and one join of posts and comments.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().order_by_asc(author::Column::Name).order_by_asc(author::Column::Id);
    let entry = |author: author::Model| FeedAuthor { id: author.id, name: author.name, posts: Vec::new() };
    let mut feed: Vec<FeedAuthor> = authors.all(db).await?.into_iter().map(entry).collect();
    let pairs = post::Entity::find()
        .find_with_related(comment::Entity)
        .order_by_asc(post::Column::Id)
        .order_by_asc(comment::Column::Id);
    for (post, comments) in pairs.all(db).await? {
        let said = |comment: comment::Model| FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
        let comments = comments.into_iter().map(said).collect();
        if let Some(author) = feed.iter_mut().find(|author| author.id == post.written_by) {
            author.posts.push(FeedPost { id: post.id, title: post.title, comments });
        }
    }
    Ok(feed)
}
