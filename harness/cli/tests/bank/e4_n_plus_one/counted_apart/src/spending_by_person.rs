//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let per_person =
        || payment::Entity::find().select_only().column(payment::Column::PayerId).group_by(payment::Column::PayerId);
    let counts: Vec<(i32, i64)> = per_person().column_as(payment::Column::Id.count(), "z").into_tuple().all(db).await?;
    let sums: Vec<(i32, i64)> =
        per_person().column_as(payment::Column::AmountCents.sum(), "z").into_tuple().all(db).await?;
    let of =
        |person: &person::Model, all: &[(i32, i64)]| all.iter().find(|(id, _)| *id == person.id).map_or(0, |(_, n)| *n);
    let line = |person: person::Model| PersonLine {
        id: person.id,
        n_payments: of(&person, &counts),
        total_cents: of(&person, &sums),
        name: person.name,
    };
    Ok(people.into_iter().map(line).collect())
}
