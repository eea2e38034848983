//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let sql = "SELECT people.name AS person, note, tags.name AS tag FROM payments JOIN people ON people.id = payer_id \
               JOIN tags ON tags.id = tag_id ORDER BY people.name, people.id, payments.id";
    Item::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
