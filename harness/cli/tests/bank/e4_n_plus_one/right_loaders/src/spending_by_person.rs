//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, QueryOrder};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people = person::Entity::load()
        .with(payment::Entity)
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .all(db)
        .await?;
    let line = |person: person::ModelEx| PersonLine {
        id: person.id,
        name: person.name,
        n_payments: person.payments.len() as i64,
        total_cents: person.payments.iter().map(|payment| payment.amount_cents).sum(),
    };
    Ok(people.into_iter().map(line).collect())
}
