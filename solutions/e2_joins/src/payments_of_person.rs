//! Step 3: from one loaded person to their payments.

use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

/// The payments that `person` made, in any order.
///
/// One statement: `person` is loaded already, and needs no second look.
pub async fn payments_of_person(db: &DatabaseConnection, person: &person::Model) -> Result<Vec<payment::Model>, DbErr> {
    person.find_related(payment::Entity).all(db).await
}
