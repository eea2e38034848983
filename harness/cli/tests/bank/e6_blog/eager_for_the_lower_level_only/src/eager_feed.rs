//! The feed again: once an author, with the comments of all of that author's posts.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().order_by_asc(author::Column::Name).order_by_asc(author::Column::Id);
    let mut feed = Vec::new();
    for author in authors.all(db).await? {
        let written = author.find_related(post::Entity).find_with_related(comment::Entity);
        let written = written.order_by_asc(post::Column::Id).order_by_asc(comment::Column::Id).all(db).await?;
        let said = |comment: comment::Model| FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
        let entry = |(post, comments): (post::Model, Vec<comment::Model>)| FeedPost {
            id: post.id,
            title: post.title,
            comments: comments.into_iter().map(said).collect(),
        };
        feed.push(FeedAuthor { id: author.id, name: author.name, posts: written.into_iter().map(entry).collect() });
    }
    Ok(feed)
}
