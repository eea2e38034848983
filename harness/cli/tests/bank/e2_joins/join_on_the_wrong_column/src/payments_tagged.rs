//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let by_payer = payment::Entity::belongs_to(tag::Entity).from(payment::Column::PayerId).to(tag::Column::Id).into();
    payment::Entity::find().join(JoinType::InnerJoin, by_payer).filter(tag::Column::Name.eq(tag)).all(db).await
}
