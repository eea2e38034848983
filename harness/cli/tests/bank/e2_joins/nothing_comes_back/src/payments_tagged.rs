//! Step 4: the payments under a tag, by the tag's name.

use budget::payment;
use sea_orm::{DatabaseConnection, DbErr};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let _ = (db, tag);
    Ok(Vec::new())
}
