//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryFilter};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let Some(tag) = tag::Entity::find().filter(tag::Column::Name.eq(tag)).one(db).await? else { return Ok(Vec::new()) };
    tag.find_related(payment::Entity).all(db).await
}
