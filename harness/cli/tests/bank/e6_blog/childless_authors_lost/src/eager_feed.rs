//! The feed again: posts with their authors, and then the comments.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let pairs = post::Entity::find()
        .find_also_related(author::Entity)
        .order_by_asc(author::Column::Name)
        .order_by_asc(author::Column::Id)
        .order_by_asc(post::Column::Id)
        .all(db)
        .await?;
    let posts: Vec<post::Model> = pairs.iter().map(|(post, _)| post.clone()).collect();
    let comments = posts.load_many(comment::Entity, db).await?;
    let mut feed: Vec<FeedAuthor> = Vec::new();
    for ((post, author), mut comments) in pairs.into_iter().zip(comments) {
        let Some(author) = author else { continue };
        if feed.last().is_none_or(|last| last.id != author.id) {
            feed.push(FeedAuthor { id: author.id, name: author.name, posts: Vec::new() });
        }
        comments.sort_by_key(|comment| comment.id);
        let said = |comment: comment::Model| FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
        let comments = comments.into_iter().map(said).collect();
        if let Some(last) = feed.last_mut() {
            last.posts.push(FeedPost { id: post.id, title: post.title, comments });
        }
    }
    Ok(feed)
}
