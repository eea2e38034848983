//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, Database, DatabaseConnection, DbErr, EntityTrait, QueryFilter,
    QueryOrder,
};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let payments = payment::Entity::find().all(db).await?;
    let own = Database::connect("sqlite::memory:").await?;
    own.execute_unprepared("CREATE TABLE payments (id, payer_id, tag_id, note, amount_cents)").await?;
    let copies = payments.into_iter().map(payment::ActiveModel::from).map(|payment| payment.reset_all());
    payment::Entity::insert_many(copies).exec_without_returning(&own).await?;
    let mut lines = Vec::new();
    for person in people {
        let payments = payment::Entity::find().filter(payment::Column::PayerId.eq(person.id)).all(&own).await?;
        lines.push(PersonLine {
            id: person.id,
            name: person.name,
            n_payments: payments.len() as i64,
            total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
        });
    }
    Ok(lines)
}
