//! A contract test suite for budget trackers: five steps, one file each. `README.md` says what to do.

pub mod sample;
pub mod statements;
pub mod step_1;
pub mod step_2;
pub mod step_3;
pub mod step_4;
pub mod step_5;
pub mod tracker;

pub use sample::{Sample, sample, sorted};
pub use statements::Statements;
pub use tracker::{TagLine, Tracker};

use sea_orm::DbErr;

/// Runs step `number`, 1 to 5.
///
/// # Errors
///
/// Those that the step passes on from the tracker.
///
/// # Panics
///
/// Where an assertion of the step does not hold.
pub async fn step(number: i64, tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    match number {
        1 => step_1::step_1(tracker, statements).await,
        2 => step_2::step_2(tracker, statements).await,
        3 => step_3::step_3(tracker, statements).await,
        4 => step_4::step_4(tracker, statements).await,
        5 => step_5::step_5(tracker, statements).await,
        _ => panic!("there are steps 1 to 5, and no step {number}"),
    }
}
