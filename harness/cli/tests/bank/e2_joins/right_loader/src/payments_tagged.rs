//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let tags = Query::select().column(tag::Column::Id).from(tag::Entity).and_where(tag::Column::Name.eq(tag)).take();
    payment::Entity::find().filter(payment::Column::TagId.in_subquery(tags)).all(db).await
}
