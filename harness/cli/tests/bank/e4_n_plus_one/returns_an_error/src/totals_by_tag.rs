//! Step 4: what was paid under each tag.

use budget::reports::TagTotal;
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

/// What was paid under each tag that is in use: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let sql = "SELECT tag, SUM(amount_cents) AS total_cents FROM payments GROUP BY tag";
    TagTotal::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
