//! What lies where: the key of the table between is the pair.

use harness_probe::Domain;

pub mod article;
pub mod count;
pub mod stock;
pub mod warehouse;

/// The entities of the domain.
pub fn domain() -> Domain {
    Domain::new()
        .entity::<warehouse::Entity>()
        .entity::<article::Entity>()
        .entity::<stock::Entity>()
        .entity::<count::Entity>()
}
