//! A member.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "members")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub name: String,
    #[sea_orm(has_one)]
    pub card: HasOne<super::card::Entity>,
    #[sea_orm(has_many)]
    pub loans: HasMany<super::loan::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
