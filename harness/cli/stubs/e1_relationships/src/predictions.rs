//! Your answers about `library.rs`. Read, do not run: no test will tell you in real life either.

use crate::library::Definition;

/// The definition that is silently wrong, and the line of `library.rs` on which the wrong column stands.
///
/// An answer looks like this: `Some((Definition::Gifts, 17))`.
pub fn wrong_definition() -> Option<(Definition, u32)> {
    None
}

/// What comes back: the ids of the rows that the wrong side of that definition finds for the parent with this id, in
/// ascending order. The rows stand at the top of `library.rs`.
///
/// An answer looks like this: `Some(vec![71, 72])`.
pub fn rows_found(parent: i32) -> Option<Vec<i32>> {
    match parent {
        1 => None,
        2 => None,
        3 => None,
        _ => None,
    }
}
