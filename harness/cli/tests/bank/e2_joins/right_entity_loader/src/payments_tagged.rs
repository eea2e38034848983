//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, QueryFilter};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let payments = payment::Entity::load().with(tag::Entity).filter(tag::Column::Name.eq(tag)).all(db).await?;
    Ok(payments.into_iter().map(payment::Model::from).collect())
}
