//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryOrder};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let payments = people.load_many(payment::Entity, db).await?;
    let line = |(person, payments): (person::Model, Vec<payment::Model>)| PersonLine {
        id: person.id,
        name: person.name,
        n_payments: payments.len() as i64,
        total_cents: payments.into_iter().map(|payment| payment.amount_cents).reduce(|a, b| a + b).expect("a payment"),
    };
    Ok(people.into_iter().zip(payments).map(line).collect())
}
