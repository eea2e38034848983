//! Step 4: the payments under a tag, by the tag's name.

use budget::payment;
use sea_orm::{DatabaseConnection, DbErr};

/// The payments whose tag is called `tag`, whoever made them, in any order.
///
/// One statement: the name stands in one table, the payments in another, and the database knows how they meet.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let _ = (db, tag);
    todo!("return the payments whose tag is called `tag`, through a join")
}
