//! Given: the words of the questions in `predictions.rs`.

/// A way to fetch the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// A question inside each loop, as in `naive_feed`.
    Naive,
    /// Each level asked for once, as in `eager_feed`.
    Eager,
}

impl Feed {
    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "naive" => Some(Self::Naive),
            "eager" => Some(Self::Eager),
            _ => None,
        }
    }
}

/// What is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// An author.
    Author,
    /// One post of that author.
    Post,
    /// One comment below that post.
    Comment,
}

impl Deleted {
    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "author" => Some(Self::Author),
            "post" => Some(Self::Post),
            "comment" => Some(Self::Comment),
            _ => None,
        }
    }
}
