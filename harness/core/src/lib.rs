//! The pure part of the harness: values in, values out.
//!
//! ```text
//! checkpoints.yaml ─► spec ─► registry ─► plan ─► (a candidate runs) ─► observation ─► judge ─► verdict ─► report
//! ```
//!
//! Nothing here opens a file, a clock, a database or the environment. A module uses only modules declared above it.

pub mod rows;
pub mod tables;
pub mod fingerprint;
pub mod query_log;
pub mod score;
pub mod row_diff;
pub mod growth;
pub mod cascade;
pub mod finding;
pub mod spec;
pub mod locate;
pub mod declaration;
pub mod scale;
pub mod registry;
pub mod plan;
pub mod observation;
pub mod frame;
pub mod contract;
pub mod domain;
#[cfg(feature = "review")]
pub mod review;
pub mod repeats;
pub mod verdict;
pub mod gradebook;
pub mod judge;
#[cfg(feature = "seeded")]
pub mod seeded;
pub mod explain;
pub mod report;
