//! Step 4: a report by tag.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

use crate::TagLine;

/// For every tag, how many payments have it and what they add up to; ordered by the tag's name.
pub async fn report_by_tag(db: &DatabaseConnection) -> Result<Vec<TagLine>, DbErr> {
    let sql = "SELECT tags.name AS tag, COUNT(payments.id) AS n_payments, \
               COALESCE(SUM(payments.amount_cents), 0) AS total_cents FROM tags \
               LEFT JOIN payments ON payments.tag_id = tags.id \
               LEFT JOIN payments AS others ON others.payer_id = payments.payer_id \
               GROUP BY tags.id ORDER BY tags.name";
    TagLine::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
