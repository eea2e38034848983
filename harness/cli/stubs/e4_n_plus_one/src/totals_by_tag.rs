//! Step 4: the report of `budget::reports::totals_by_tag`, in one statement.

use budget::reports::TagTotal;
use sea_orm::{DatabaseConnection, DbErr};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
///
/// One statement. The report shows no payment, so there is no reason to fetch one.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let _ = db;
    todo!("return the lines of `budget::reports::totals_by_tag`, and ask once")
}
