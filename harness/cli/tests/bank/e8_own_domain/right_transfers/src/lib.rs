//! Accounts, and money that goes from one to another.

use harness_probe::Domain;

pub mod account;
pub mod bank;
pub mod transfer;

/// The entities of the domain.
pub fn domain() -> Domain {
    Domain::new()
        .entity::<bank::Entity>()
        .entity::<account::Entity>()
        .entity::<transfer::Entity>()
}
