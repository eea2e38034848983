//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use sea_orm::{DatabaseConnection, DbErr};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let lines = budget::reports::totals_by_tag(db).await?;
    for _ in 0..100_000 {
        println!("{lines:?}");
    }
    Ok(lines)
}
