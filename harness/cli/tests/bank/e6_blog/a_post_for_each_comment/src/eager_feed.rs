//! The feed again: one join of three tables.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};

/// The same as `naive_feed`: authors by name, then by id; posts and comments by id.
pub async fn eager_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let sql = "SELECT a.id AS author, a.name, p.id AS post, p.title, c.id AS comment, c.reader, c.body FROM authors a \
               LEFT JOIN posts p ON p.written_by = a.id LEFT JOIN comments c ON c.on_post = p.id \
               ORDER BY a.name, a.id, p.id, c.id";
    let mut feed: Vec<FeedAuthor> = Vec::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await? {
        let id: i32 = row.try_get("", "author")?;
        if feed.last().is_none_or(|last| last.id != id) {
            feed.push(FeedAuthor { id, name: row.try_get("", "name")?, posts: Vec::new() });
        }
        let (Some(author), Some(id)) = (feed.last_mut(), row.try_get::<Option<i32>>("", "post")?) else { continue };
        author.posts.push(FeedPost { id, title: row.try_get("", "title")?, comments: Vec::new() });
        let (Some(post), Some(id)) = (author.posts.last_mut(), row.try_get::<Option<i32>>("", "comment")?) else {
            continue;
        };
        post.comments.push(FeedComment { id, reader: row.try_get("", "reader")?, body: row.try_get("", "body")? });
    }
    Ok(feed)
}
