//! The answers.

use crate::questions::{Forum, Outcome, Tracker};

/// What becomes of these rows of the tracker.
pub fn tracker(question: Tracker) -> Option<Outcome> {
    Some(match question {
        Tracker::ExpenseOfDeletedUser | Tracker::CategoryNotInUse | Tracker::ExpenseRemoved => Outcome::Deleted,
        Tracker::CategoryOfThatExpense => Outcome::Kept,
        Tracker::AuditEntryOfDeletedUser => Outcome::Emptied,
        Tracker::CategoryInUse => Outcome::Refused,
    })
}

/// What becomes of these rows of the forum.
pub fn forum(question: Forum) -> Option<Outcome> {
    Some(match question {
        Forum::CommentOfDeletedMember => Outcome::Emptied,
        Forum::ReplyInThreadOfDeletedMember => Outcome::Kept,
        Forum::ThreadOfDeletedComment => Outcome::Kept,
    })
}
