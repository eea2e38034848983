//! A warehouse.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "warehouses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub city: String,
    #[sea_orm(has_many)]
    pub stocks: HasMany<super::stock::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
