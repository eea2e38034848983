//! Step 3: what each person paid.

use budget::person;
use budget::reports::PersonLine;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, Statement};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let sql = "SELECT COUNT(*), COALESCE(SUM(amount_cents), 0) FROM payments WHERE payer_id = ?";
    let mut lines = Vec::new();
    for person in people {
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [person.id.into()]);
        let Some(row) = db.query_one_raw(statement).await? else { continue };
        lines.push(PersonLine {
            id: person.id,
            name: person.name,
            n_payments: row.try_get_by_index(0)?,
            total_cents: row.try_get_by_index(1)?,
        });
    }
    Ok(lines)
}
