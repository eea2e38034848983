//! An article.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "articles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(6))")]
    pub ean: String,
    pub label: String,
    #[sea_orm(has_many)]
    pub stocks: HasMany<super::stock::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
