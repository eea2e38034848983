//! Step 5: remove, delete, and look at what went with it. Yours to write.

use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// A payment, a person and a tag go as the contract says, and nothing else goes.
pub async fn step_5(tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    let _ = (tracker, statements);
    todo!("remove and delete, and compare what is left with the rows that you expect")
}
