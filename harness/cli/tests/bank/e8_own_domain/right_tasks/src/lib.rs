//! Projects and their tasks, of which some are parts of others.

use harness_probe::Domain;

pub mod person;
pub mod project;
pub mod task;

/// The entities of the domain.
pub fn domain() -> Domain {
    Domain::new()
        .entity::<project::Entity>()
        .entity::<person::Entity>()
        .entity::<task::Entity>()
}
