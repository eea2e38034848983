//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let select = payment::Entity::find().find_also_related(tag::Entity).filter(tag::Column::Name.eq(tag));
    Ok(select.all(db).await?.into_iter().map(|(payment, _)| payment).collect())
}
