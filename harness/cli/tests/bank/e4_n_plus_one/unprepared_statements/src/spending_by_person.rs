//! Step 3: what each person paid.

use budget::person;
use budget::reports::PersonLine;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, FromQueryResult, QueryOrder, Statement};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    db.execute_unprepared("CREATE TEMP TABLE IF NOT EXISTS lines (id INT, name TEXT, n_payments INT, total_cents INT)")
        .await?;
    db.execute_unprepared("DELETE FROM lines").await?;
    for person in people {
        let sql = format!(
            "INSERT INTO lines SELECT people.id, name, COUNT(payments.id), COALESCE(SUM(amount_cents), 0) FROM people \
             LEFT JOIN payments ON payer_id = people.id WHERE people.id = {}",
            person.id
        );
        db.execute_unprepared(&sql).await?;
    }
    let all = Statement::from_string(db.get_database_backend(), "SELECT * FROM lines ORDER BY rowid");
    PersonLine::find_by_statement(all).all(db).await
}
