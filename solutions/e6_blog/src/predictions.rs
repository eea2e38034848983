//! The answers.

use crate::questions::{Deleted, Feed};

/// One for the authors, one for the posts of each author, one for the comments of each post; or one a level.
pub fn statements(feed: Feed, authors: i64, posts: i64) -> Option<i64> {
    match feed {
        Feed::Naive => Some(1 + authors + posts),
        Feed::Eager => Some(3),
    }
}

/// What is deleted, and what stands below it, down to the comments.
pub fn rows_gone(deleted: Deleted, posts: i64, comments: i64) -> Option<i64> {
    match deleted {
        Deleted::Author => Some(1 + posts * (1 + comments)),
        Deleted::Post => Some(1 + comments),
        Deleted::Comment => Some(1),
    }
}
