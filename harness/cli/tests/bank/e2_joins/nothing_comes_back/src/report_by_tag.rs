//! Step 4: a report by tag.

use sea_orm::{DatabaseConnection, DbErr};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let _ = db;
    Ok(Vec::new())
}
