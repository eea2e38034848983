//! A user, and the way to their expenses.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub name: String,
    #[sea_orm(unique)]
    pub email: String,
    #[sea_orm(has_many, on_delete = "Cascade")]
    pub expenses: HasMany<super::expense::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
