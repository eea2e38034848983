//! A hostel, of which half is forgotten.

use harness_probe::Domain;

pub mod guest;
pub mod log_entry;
pub mod room;
pub mod stay;

/// The entities of the domain.
pub fn domain() -> Domain {
    Domain::new()
        .entity::<guest::Entity>()
        .entity::<stay::Entity>()
}
