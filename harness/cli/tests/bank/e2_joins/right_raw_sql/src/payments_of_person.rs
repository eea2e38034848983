//! Step 3: from one loaded person to their payments.

use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, Statement};

/// The payments that `person` made, in any order.
pub async fn payments_of_person(db: &DatabaseConnection, person: &person::Model) -> Result<Vec<payment::Model>, DbErr> {
    let sql = "SELECT * FROM payments WHERE payer_id = ?";
    let select = Statement::from_sql_and_values(db.get_database_backend(), sql, [person.id.into()]);
    payment::Entity::find().from_raw_sql(select).all(db).await
}
