//! Your answers. Write them down before you run anything; that is the point of them.

use crate::questions::{Deletion, Effect, Joins, Outcome};

/// What becomes of these rows. An answer looks like this: `Some(Outcome::Kept)`.
pub fn deletion(question: Deletion) -> Option<Outcome> {
    match question {
        Deletion::ItemOfDeletedOrder => None,
        Deletion::ProductOfDeletedOrder => None,
        Deletion::CustomerOfDeletedOrder => None,
        Deletion::ProductInUse => None,
        Deletion::ProductNoLongerInUse => None,
        Deletion::CustomerWithEmptyOrder => None,
    }
}

/// What these joins make of the revenue by product. An answer looks like this: `Some(Effect::Right)`.
pub fn revenue(joins: Joins) -> Option<Effect> {
    match joins {
        Joins::Items => None,
        Joins::ItemsInner => None,
        Joins::ItemsOrdersCustomers => None,
        Joins::ItemsThenOrdersInner => None,
        Joins::ItemsAndTheirNeighbours => None,
    }
}
