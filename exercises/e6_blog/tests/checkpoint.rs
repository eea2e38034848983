//! What is graded, and how it is called. Changes here do not count.

use std::process::ExitCode;

use e6_blog::feed::{FeedAuthor, FeedComment, FeedPost};
use e6_blog::questions::{Deleted, Feed};
use e6_blog::{author, comment, delete_author, delete_post, eager_feed, naive_feed, post, predictions};
use harness_probe::rows::{Cell, Rows};
use harness_probe::{Probe, done, table};
use sea_orm::DbErr;

fn main() -> ExitCode {
    Probe::new("e6_blog", env!("CARGO_MANIFEST_DIR"))
        // Steps 1 and 2 are given: the tables are made from your entities, and authors, posts under two tags or more, and
        // comments are put into them. Step 4: the harness joins through your definitions itself.
        .entities::<(author::Entity, post::Entity, comment::Entity)>()
        // Step 3: from every author to the posts, and from every post to the comments, in two ways.
        .call("naive_feed", async |db, _| lines(naive_feed(db).await?))
        .one_and_one_for_each(["authors", "posts"])
        .call("eager_feed", async |db, _| lines(eager_feed(db).await?))
        .at_most(3)
        .constant_in("authors")
        // Step 5: the harness deletes rows of your tables itself, and your functions delete rows of given tables.
        // What all tables hold before and after decides.
        .call("delete_author", async |db, ask| {
            let author = ask.find::<author::Entity>(db, "author").await?;
            done(delete_author(db, &author).await?)
        })
        .call("delete_post", async |db, ask| {
            let post = ask.find::<post::Entity>(db, "post").await?;
            done(delete_post(db, &post).await?)
        })
        // Predictions.
        .predict("statements", |ask| {
            let feed = Feed::named(ask.text("feed"))?;
            predictions::statements(feed, ask.int("authors"), ask.int("posts"))
        })
        .predict("rows_gone", |ask| {
            let deleted = Deleted::named(ask.text("deleted"))?;
            predictions::rows_gone(deleted, ask.int("posts"), ask.int("comments"))
        })
        .run()
}

/// A feed as rows: a line a comment, one for a post without comments, and one for an author without posts. Each says how many
/// posts its author's entry has, and how many comments its post's.
fn lines(feed: Vec<FeedAuthor>) -> Result<Rows, DbErr> {
    let mut lines: Vec<[Cell; 9]> = Vec::new();
    for author in &feed {
        if author.posts.is_empty() {
            lines.push(line(author, None, None));
        }
        for post in &author.posts {
            if post.comments.is_empty() {
                lines.push(line(author, Some(post), None));
            }
            lines.extend(post.comments.iter().map(|comment| line(author, Some(post), Some(comment))));
        }
    }
    let columns = ["author_id", "author", "n_posts", "post_id", "title", "n_comments", "comment_id", "reader", "body"];
    table(columns, lines, |line| line)
}

fn line(author: &FeedAuthor, post: Option<&FeedPost>, comment: Option<&FeedComment>) -> [Cell; 9] {
    [
        author.id.into(),
        author.name.clone().into(),
        author.posts.len().into(),
        post.map(|post| post.id).into(),
        post.map(|post| post.title.clone()).into(),
        post.map(|post| post.comments.len()).into(),
        comment.map(|comment| comment.id).into(),
        comment.map(|comment| comment.reader.clone()).into(),
        comment.map(|comment| comment.body.clone()).into(),
    ]
}
