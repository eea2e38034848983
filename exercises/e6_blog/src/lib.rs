//! Exercise 6: authors, their posts, the comments below them. The task stands in README.md.
//!
//! This file is given. You write in the entities (`author`, `post`, `comment`), in the four functions, each in the file of
//! its name, and in `predictions`.

pub mod author;
pub mod comment;
pub mod feed;
pub mod post;
pub mod predictions;
pub mod questions;

mod delete_author;
mod delete_post;
mod eager_feed;
mod naive_feed;

pub use delete_author::delete_author;
pub use delete_post::delete_post;
pub use eager_feed::eager_feed;
pub use naive_feed::naive_feed;
