//! Given: the questions of `predictions.rs`, and the words to answer them.

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is gone.
    Deleted,
    /// It is still there, as it was.
    Kept,
    /// It is still there, as it was, because the database refused the deletion that was asked for.
    Refused,
    /// It is still there, and its key to the deleted row is empty: NULL.
    Emptied,
}

impl Outcome {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Kept => "kept",
            Self::Refused => "refused",
            Self::Emptied => "emptied",
        }
    }
}

/// Questions about the tracker, once your policies stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracker {
    /// A user is deleted: an expense of theirs.
    ExpenseOfDeletedUser,
    /// A user is deleted: the category of one of their expenses.
    CategoryOfThatExpense,
    /// A user is deleted: an audit entry that names them.
    AuditEntryOfDeletedUser,
    /// A category with expenses is to be deleted: the category.
    CategoryInUse,
    /// A category without expenses is to be deleted: the category.
    CategoryNotInUse,
    /// An expense is removed from its user's collection: the expense.
    ExpenseRemoved,
}

impl Tracker {
    /// The question of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "expense of deleted user" => Self::ExpenseOfDeletedUser,
            "category of that expense" => Self::CategoryOfThatExpense,
            "audit entry of deleted user" => Self::AuditEntryOfDeletedUser,
            "category in use" => Self::CategoryInUse,
            "category not in use" => Self::CategoryNotInUse,
            "expense removed" => Self::ExpenseRemoved,
            _ => return None,
        })
    }
}

/// Questions about the forum of `forum.rs`, as it is defined there. Mia and Noah are members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forum {
    /// Mia is deleted: her comment in a thread that Noah started.
    CommentOfDeletedMember,
    /// Mia is deleted: Noah's comment in a thread that Mia started.
    ReplyInThreadOfDeletedMember,
    /// Mia's only comment in Noah's thread is deleted: the thread.
    ThreadOfDeletedComment,
}

impl Forum {
    /// The question of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "comment of deleted member" => Self::CommentOfDeletedMember,
            "reply in thread of deleted member" => Self::ReplyInThreadOfDeletedMember,
            "thread of deleted comment" => Self::ThreadOfDeletedComment,
            _ => return None,
        })
    }
}
