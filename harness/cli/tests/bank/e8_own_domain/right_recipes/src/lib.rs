//! A cookbook: decimals, days, documents, and a choice of words.

use harness_probe::Domain;

pub mod ingredient;
pub mod line;
pub mod rating;
pub mod recipe;

/// The entities of the domain.
pub fn domain() -> Domain {
    Domain::new()
        .entity::<recipe::Entity>()
        .entity::<ingredient::Entity>()
        .entity::<line::Entity>()
        .entity::<rating::Entity>()
}
