//! Given: what a feed is made of.

/// An author, with all of their posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedAuthor {
    pub id: i32,
    pub name: String,
    /// By id. Empty for an author who has not written anything.
    pub posts: Vec<FeedPost>,
}

/// A post, with all of its comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedPost {
    pub id: i32,
    pub title: String,
    /// By id. Empty for a post that nobody has said anything about.
    pub comments: Vec<FeedComment>,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedComment {
    pub id: i32,
    pub reader: String,
    pub body: String,
}
