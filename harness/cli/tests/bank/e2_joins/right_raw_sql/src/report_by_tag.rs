//! Step 4: a report by tag.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let sql = "SELECT name AS tag, (SELECT COUNT(*) FROM payments WHERE tag_id = tags.id) AS n_payments, \
               (SELECT TOTAL(amount_cents) FROM payments WHERE tag_id = tags.id) AS total FROM tags ORDER BY name";
    let sql = format!("SELECT tag, n_payments, CAST(total AS INTEGER) AS total_cents FROM ({sql})");
    TagLine::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
