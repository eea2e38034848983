//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

/// The payments whose tag is called `tag`.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let all = payment::Entity::find().find_also_related(tag::Entity).all(db).await?;
    let tagged = all.into_iter().filter(|(_, of)| of.as_ref().is_some_and(|of| of.name == tag));
    Ok(tagged.map(|(payment, _)| payment).collect())
}
