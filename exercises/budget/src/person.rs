//! Somebody who pays.

use sea_orm::entity::prelude::*;

/// A row of `people`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "people")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Not unique: two people may share a name.
    pub name: String,
    /// Unique.
    #[sea_orm(unique)]
    pub email: String,
    /// What they paid.
    #[sea_orm(has_many)]
    pub payments: HasMany<super::payment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
