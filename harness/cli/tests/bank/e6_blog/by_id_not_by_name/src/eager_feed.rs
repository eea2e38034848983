//! The feed again, with a number of statements that does not grow.

use sea_orm::{DatabaseConnection, DbErr, QueryOrder};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};
use crate::{author, comment, post};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
///
/// At most three statements, however many authors, posts and comments there are.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let authors =
        author::Entity::load().with((post::Entity, comment::Entity)).order_by_asc(author::Column::Id).all(db).await?;
    let entry = |author: author::ModelEx| {
        let mut posts: Vec<FeedPost> = author.posts.into_iter().map(with_comments).collect();
        posts.sort_by_key(|post| post.id);
        FeedAuthor { id: author.id, name: author.name, posts }
    };
    Ok(authors.into_iter().map(entry).collect())
}

/// A post with what was loaded along with it, by id.
fn with_comments(post: post::ModelEx) -> FeedPost {
    let said = |comment: comment::ModelEx| FeedComment { id: comment.id, reader: comment.reader, body: comment.body };
    let mut comments: Vec<FeedComment> = post.comments.into_iter().map(said).collect();
    comments.sort_by_key(|comment| comment.id);
    FeedPost { id: post.id, title: post.title, comments }
}
