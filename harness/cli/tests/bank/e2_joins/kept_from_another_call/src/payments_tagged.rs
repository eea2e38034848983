//! Step 4: the payments under a tag, by the tag's name.

use std::sync::{Mutex, PoisonError};

use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

/// All tags with their payments, as they were when they were last asked for.
pub(crate) static KEPT: Mutex<Vec<(tag::Model, Vec<payment::Model>)>> = Mutex::new(Vec::new());

/// The payments whose tag is called `tag`.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let all = tag::Entity::find().find_with_related(payment::Entity).all(db).await?;
    let tagged = all.iter().filter(|(of, _)| of.name == tag).flat_map(|(_, payments)| payments.clone()).collect();
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = all;
    Ok(tagged)
}
