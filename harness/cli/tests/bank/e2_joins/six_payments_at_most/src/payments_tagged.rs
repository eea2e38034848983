//! Step 4: by a column of the other table.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// The payments whose tag is called `tag_name`, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag_name: &str) -> Result<Vec<payment::Model>, DbErr> {
    payment::Entity::find().inner_join(tag::Entity).filter(tag::Column::Name.eq(tag_name)).limit(6).all(db).await
}
