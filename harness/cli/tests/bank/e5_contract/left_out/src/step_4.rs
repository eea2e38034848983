//! Step 4: filter and report by tag.

use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// A tag has exactly its payments, and the report has a line for each tag.
pub async fn step_4(_tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    todo!("compare the payments under a tag and the report with what you expect")
}
