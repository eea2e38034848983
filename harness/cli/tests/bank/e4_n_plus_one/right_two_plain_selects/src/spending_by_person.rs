//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let mut people = person::Entity::find().find_with_related(payment::Entity).all(db).await?;
    people.sort_by(|(a, _), (b, _)| (&a.name, a.id).cmp(&(&b.name, b.id)));
    let line = |(person, payments): (person::Model, Vec<payment::Model>)| PersonLine {
        id: person.id,
        name: person.name,
        n_payments: payments.len() as i64,
        total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
    };
    Ok(people.into_iter().map(line).collect())
}
