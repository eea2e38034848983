//! Step 3: from one loaded person to their payments.

use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

/// The payments that `person` made, in any order.
pub async fn payments_of_person(db: &DatabaseConnection, person: &person::Model) -> Result<Vec<payment::Model>, DbErr> {
    let payments = person.find_related(payment::Entity).all(db).await?;
    let large = payments.iter().position(|payment| payment.amount_cents > 10_000).expect("a large payment");
    Ok(payments[large..].to_vec())
}
