//! The feed, in raw SQL, with a question inside each loop.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement, Value};

use crate::feed::{FeedAuthor, FeedComment, FeedPost};

/// All authors with their posts and the comments below them: authors by name, then by id; posts and comments by id.
pub async fn naive_feed(db: &DatabaseConnection) -> Result<Vec<FeedAuthor>, DbErr> {
    let mut feed = Vec::new();
    for author in ask(db, "SELECT id, name FROM authors ORDER BY name, id", []).await? {
        let author_id: i32 = author.try_get("", "id")?;
        let mut posts = Vec::new();
        let sql = "SELECT id, title FROM posts WHERE written_by = ? ORDER BY id";
        for post in ask(db, sql, [author_id.into()]).await? {
            let id: i32 = post.try_get("", "id")?;
            let mut comments = Vec::new();
            let sql = "SELECT id, reader, body FROM comments WHERE on_post = ? ORDER BY id";
            for comment in ask(db, sql, [id.into()]).await? {
                comments.push(FeedComment {
                    id: comment.try_get("", "id")?,
                    reader: comment.try_get("", "reader")?,
                    body: comment.try_get("", "body")?,
                });
            }
            posts.push(FeedPost { id, title: post.try_get("", "title")?, comments });
        }
        feed.push(FeedAuthor { id: author_id, name: author.try_get("", "name")?, posts });
    }
    Ok(feed)
}

async fn ask<const N: usize>(
    db: &DatabaseConnection,
    sql: &str,
    values: [Value; N],
) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}
