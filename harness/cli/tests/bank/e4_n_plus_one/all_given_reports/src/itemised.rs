//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use sea_orm::{DatabaseConnection, DbErr};

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    budget::reports::itemised(db).await
}
