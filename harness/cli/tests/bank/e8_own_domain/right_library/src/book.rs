//! A book.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "books")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub title: String,
    pub state: String,
    #[sea_orm(has_many)]
    pub loans: HasMany<super::loan::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
