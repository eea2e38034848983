//! Step 4: a report by tag.

use sea_orm::{DatabaseConnection, DbErr};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
///
/// A tag without payments has a line as well, with 0 and 0. One statement: the database counts and adds.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let _ = db;
    todo!("return a line for every tag, also for those without payments")
}
