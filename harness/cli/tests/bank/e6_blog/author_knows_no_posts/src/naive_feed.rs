//! The feed, as one writes it first: a question inside each loop.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryFilter, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// All authors with their posts and the comments below them: authors by name, then by id; posts and comments by id.
///
/// One statement for the authors, one for the posts of each author, one for the comments of each post.
pub async fn naive_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors = author::Entity::find().order_by_asc(author::Column::Name).order_by_asc(author::Column::Id);
    let mut feed = Vec::new();
    for author in authors.all(db).await? {
        let mut posts = Vec::new();
        for post in post::Entity::find()
            .filter(post::Column::WrittenBy.eq(author.id))
            .order_by_asc(post::Column::Id)
            .all(db)
            .await?
        {
            let comments = post.find_related(comment::Entity).order_by_asc(comment::Column::Id).all(db).await?;
            let said =
                |comment: comment::Model| FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
            posts.push(FeedPost { id: post.id, title: post.title, comments: comments.into_iter().map(said).collect() });
        }
        feed.push(FeedAuthor { id: author.id, name: author.name, posts });
    }
    Ok(feed)
}
