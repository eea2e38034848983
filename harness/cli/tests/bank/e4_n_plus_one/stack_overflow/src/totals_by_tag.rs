//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use sea_orm::{DatabaseConnection, DbErr};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let totals = totals_from(0);
    let _ = db;
    Ok(vec![TagTotal { tag: String::new(), total_cents: totals }])
}

#[expect(unconditional_recursion, reason = "this is the mistake")]
fn totals_from(first: i64) -> i64 {
    let rest = std::hint::black_box([first; 64]);
    rest[0] + totals_from(first + rest.len() as i64)
}
