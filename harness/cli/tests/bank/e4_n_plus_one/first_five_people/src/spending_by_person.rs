//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryOrder, QuerySelect};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people = person::Entity::find()
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .limit(5)
        .all(db)
        .await?;
    let payments = people.load_many(payment::Entity, db).await?;
    let line = |(person, payments): (person::Model, Vec<payment::Model>)| PersonLine {
        id: person.id,
        name: person.name,
        n_payments: payments.len() as i64,
        total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
    };
    Ok(people.into_iter().zip(payments).map(line).collect())
}
