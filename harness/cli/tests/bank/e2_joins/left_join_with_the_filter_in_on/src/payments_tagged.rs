//! Step 4: the payments under a tag, by the tag's name.

use budget::{payment, tag};
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, JoinType, QuerySelect, RelationTrait};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let tag = tag.to_owned();
    let relation = payment::Relation::Tag
        .def()
        .on_condition(move |_, tags| Expr::col((tags, tag::Column::Name)).eq(tag.as_str()).into_condition());
    payment::Entity::find().join(JoinType::LeftJoin, relation).all(db).await
}
