//! Step 3: from one loaded person to their payments.

use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait, QuerySelect};

/// The payments that `person` made, in any order.
pub async fn payments_of_person(db: &DatabaseConnection, person: &person::Model) -> Result<Vec<payment::Model>, DbErr> {
    let select = person.find_related(payment::Entity).select_only().column(payment::Column::Id);
    let ids: Vec<i32> = select.into_tuple().all(db).await?;
    let mut payments = Vec::new();
    for id in ids {
        payments.extend(payment::Entity::find_by_id(id).one(db).await?);
    }
    Ok(payments)
}
