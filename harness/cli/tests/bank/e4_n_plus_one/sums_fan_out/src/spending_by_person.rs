//! Step 3: what each person paid.

use budget::reports::PersonLine;
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let sql = "SELECT people.id AS id, people.name AS name, COUNT(payments.id) AS n_payments, \
               COALESCE(SUM(payments.amount_cents), 0) AS total_cents FROM people \
               LEFT JOIN payments ON payments.payer_id = people.id \
               LEFT JOIN payments AS others ON others.payer_id = people.id \
               GROUP BY people.id ORDER BY people.name, people.id";
    PersonLine::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
