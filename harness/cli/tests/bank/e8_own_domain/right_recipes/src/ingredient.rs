//! An ingredient.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ingredients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: Uuid,
    pub name: String,
    #[sea_orm(column_type = "Decimal(Some((10, 2)))")]
    pub price: Decimal,
    #[sea_orm(has_many)]
    pub lines: HasMany<super::line::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
