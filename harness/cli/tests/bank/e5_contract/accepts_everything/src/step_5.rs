//! Step 5: remove, delete, and look at what went with it.

use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// A payment, a person and a tag go as the contract says, and nothing else goes.
pub async fn step_5(_tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    Ok(())
}
