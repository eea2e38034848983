//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    payment::Entity::find()
        .inner_join(tag::Entity)
        .filter(tag::Column::Name.eq(tag))
        .group_by(payment::Column::Note)
        .group_by(payment::Column::AmountCents)
        .all(db)
        .await
}
