//! A room.

use sea_orm::entity::prelude::*;

/// How a room is.
#[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum State {
    #[sea_orm(string_value = "clean")]
    Clean,
    #[sea_orm(string_value = "in use")]
    InUse,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rooms")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(unique)]
    pub number: String,
    pub beds: i32,
    pub state: State,
    #[sea_orm(has_many)]
    pub stays: HasMany<super::stay::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
