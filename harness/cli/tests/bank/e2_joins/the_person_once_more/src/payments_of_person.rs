//! Step 3: from one loaded person to their payments.

use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait};

/// The payments that `person` made, in any order.
pub async fn payments_of_person(db: &DatabaseConnection, person: &person::Model) -> Result<Vec<payment::Model>, DbErr> {
    let Some(person) = person::Entity::find_by_id(person.id).one(db).await? else { return Ok(Vec::new()) };
    person.find_related(payment::Entity).all(db).await
}
