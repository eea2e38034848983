//! Exercise 8: relations in a domain of your own. The task stands in README.md.
//!
//! All of `src/` is yours: an entity a file, each named below as a module and in `domain`; and `domain.yaml`.

use harness_probe::Domain;

/// Your entities, 3 to 8 of them, one `.entity::<….::Entity>()` each.
pub fn domain() -> Domain {
    Domain::new()
}
