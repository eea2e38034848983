//! Members, their cards, and what they have borrowed.

use harness_probe::Domain;

pub mod book;
pub mod card;
pub mod loan;
pub mod member;

/// The entities of the domain.
pub fn domain() -> Domain {
    Domain::new()
        .entity::<member::Entity>()
        .entity::<card::Entity>()
        .entity::<book::Entity>()
        .entity::<loan::Entity>()
}
