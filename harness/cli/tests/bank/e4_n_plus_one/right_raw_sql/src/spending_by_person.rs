//! Step 3: what each person paid.

use budget::reports::PersonLine;
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let sql = "SELECT id, name, (SELECT COUNT(*) FROM payments WHERE payer_id = people.id) AS n_payments, \
               (SELECT COALESCE(SUM(amount_cents), 0) FROM payments WHERE payer_id = people.id) AS total_cents \
               FROM people ORDER BY name, id";
    PersonLine::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
