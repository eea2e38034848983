//! A hostel: guests stay in rooms, and the log of the front door outlives the stays.

use harness_probe::Domain;

pub mod guest;
pub mod log_entry;
pub mod room;
pub mod stay;

/// The hostel's entities.
pub fn domain() -> Domain {
    Domain::new()
        .entity::<guest::Entity>()
        .entity::<room::Entity>()
        .entity::<stay::Entity>()
        .entity::<log_entry::Entity>()
}
