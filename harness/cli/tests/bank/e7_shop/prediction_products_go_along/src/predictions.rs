//! The answers.

use crate::questions::{Deletion, Effect, Joins, Outcome};

/// What becomes of these rows.
pub fn deletion(question: Deletion) -> Option<Outcome> {
    Some(match question {
        Deletion::ItemOfDeletedOrder | Deletion::ProductOfDeletedOrder | Deletion::ProductNoLongerInUse => {
            Outcome::Deleted
        }
        Deletion::CustomerOfDeletedOrder => Outcome::Kept,
        Deletion::ProductInUse | Deletion::CustomerWithEmptyOrder => Outcome::Refused,
    })
}

/// What these joins make of the revenue by product.
pub fn revenue(joins: Joins) -> Option<Effect> {
    Some(match joins {
        Joins::Items | Joins::ItemsOrdersCustomers => Effect::Right,
        Joins::ItemsInner | Joins::ItemsThenOrdersInner => Effect::LinesMissing,
        Joins::ItemsAndTheirNeighbours => Effect::SumsTooLarge,
    })
}
