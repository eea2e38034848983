//! The feed again: two prefetches.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().order_by_asc(author::Column::Name).order_by_asc(author::Column::Id);
    let authors = authors.all(db).await?;
    let mut posts_of_each = authors.load_many(post::Entity, db).await?;
    posts_of_each.iter_mut().for_each(|posts| posts.sort_by_key(|post| post.id));
    let all_posts: Vec<post::Model> = posts_of_each.iter().flatten().cloned().collect();
    let mut comments = all_posts.load_many(comment::Entity, db).await?.into_iter();
    let mut feed = Vec::new();
    for (author, written) in authors.into_iter().zip(posts_of_each) {
        let mut posts = Vec::new();
        for (post, mut below) in written.into_iter().zip(comments.by_ref()) {
            below.sort_by_key(|comment| comment.id);
            let said =
                |comment: comment::Model| FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
            posts.push(FeedPost { id: post.id, title: post.title, comments: below.into_iter().map(said).collect() });
        }
        feed.push(FeedAuthor { id: author.id, name: author.name, posts });
    }
    Ok(feed)
}
