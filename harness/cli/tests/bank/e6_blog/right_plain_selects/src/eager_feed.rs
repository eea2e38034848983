//! The feed again: three whole tables, put together by key.

use std::collections::BTreeMap;

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().order_by_asc(author::Column::Name).order_by_asc(author::Column::Id);
    let mut below: BTreeMap<i32, Vec<FeedComment>> = BTreeMap::new();
    for comment in comment::Entity::find().order_by_asc(comment::Column::Id).all(db).await? {
        let said = FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
        below.entry(comment.on_post).or_default().push(said);
    }
    let mut written: BTreeMap<i32, Vec<FeedPost>> = BTreeMap::new();
    for post in post::Entity::find().order_by_asc(post::Column::Id).all(db).await? {
        let comments = below.remove(&post.id).unwrap_or_default();
        written.entry(post.written_by).or_default().push(FeedPost { id: post.id, title: post.title, comments });
    }
    let entry = |author: author::Model| FeedAuthor {
        posts: written.remove(&author.id).unwrap_or_default(),
        id: author.id,
        name: author.name,
    };
    Ok(authors.all(db).await?.into_iter().map(entry).collect())
}
