//! The feed again: three plain selects, put together by key.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().order_by_asc(author::Column::Name).order_by_asc(author::Column::Id);
    let authors = authors.all(db).await?;
    let keys = authors.iter().map(|author| author.id);
    let posts = post::Entity::find().filter(post::Column::WrittenBy.is_in(keys)).order_by_asc(post::Column::Id);
    let posts = posts.all(db).await?;
    let keys = posts.iter().map(|post| post.id);
    let comments =
        comment::Entity::find().filter(comment::Column::OnPost.is_in(keys)).order_by_asc(comment::Column::Id);
    let mut below: BTreeMap<i32, Vec<FeedComment>> = BTreeMap::new();
    for comment in comments.all(db).await? {
        let said = FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
        below.entry(comment.on_post).or_default().push(said);
    }
    let mut written: BTreeMap<i32, Vec<FeedPost>> = BTreeMap::new();
    for post in posts {
        let comments = below.remove(&post.id).unwrap_or_default();
        written.entry(post.written_by).or_default().push(FeedPost { id: post.id, title: post.title, comments });
    }
    let entry = |author: author::Model| FeedAuthor {
        posts: written.remove(&author.id).unwrap_or_default(),
        id: author.id,
        name: author.name,
    };
    Ok(authors.into_iter().map(entry).collect())
}
