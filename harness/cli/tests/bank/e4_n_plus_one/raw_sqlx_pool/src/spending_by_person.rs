//! Step 3: what each person paid.

use budget::person;
use budget::reports::PersonLine;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder, sqlx};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let pool = db.get_sqlite_connection_pool();
    let mut lines = Vec::new();
    for person in people {
        let select = sqlx::query_as("SELECT COUNT(*), COALESCE(SUM(amount_cents), 0) FROM payments WHERE payer_id = ?")
            .bind(person.id);
        let (n_payments, total_cents) =
            select.fetch_one(pool).await.map_err(|error| DbErr::Custom(error.to_string()))?;
        lines.push(PersonLine { id: person.id, name: person.name, n_payments, total_cents });
    }
    Ok(lines)
}
