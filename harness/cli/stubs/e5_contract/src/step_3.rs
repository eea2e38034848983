//! Step 3: navigate from a person to the payments and back. Yours to write.

use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// From a person to exactly their payments, from a payment to its payer, and within the promised statements.
pub async fn step_3(tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    let _ = (tracker, statements);
    todo!("compare lists, totals, payers and the overview with what you expect, and count statements")
}
