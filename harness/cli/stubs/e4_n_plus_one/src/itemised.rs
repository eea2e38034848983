//! Step 3, one level deeper: the report of `budget::reports::itemised`, with a number of statements that does not grow.

use budget::reports::Item;
use sea_orm::{DatabaseConnection, DbErr};

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
///
/// At most three statements, however many people and payments there are.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let _ = db;
    todo!("return the lines of `budget::reports::itemised`, and ask at most three times")
}
