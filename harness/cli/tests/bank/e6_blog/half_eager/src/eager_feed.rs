//! The feed again: posts are prefetched, and the comments are asked for post by post.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, ModelTrait, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `eager_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().order_by_asc(author::Column::Name).order_by_asc(author::Column::Id);
    let authors = authors.all(db).await?;
    let posts_of_each = authors.load_many(post::Entity, db).await?;
    let mut feed = Vec::new();
    for (author, mut written) in authors.into_iter().zip(posts_of_each) {
        written.sort_by_key(|post| post.id);
        let mut posts = Vec::new();
        for post in written {
            let comments = post.find_related(comment::Entity).order_by_asc(comment::Column::Id).all(db).await?;
            let said =
                |comment: comment::Model| FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
            posts.push(FeedPost { id: post.id, title: post.title, comments: comments.into_iter().map(said).collect() });
        }
        feed.push(FeedAuthor { id: author.id, name: author.name, posts });
    }
    Ok(feed)
}
