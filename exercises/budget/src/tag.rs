//! What a payment was for.

use sea_orm::entity::prelude::*;

/// A row of `tags`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tags")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Unique.
    #[sea_orm(unique)]
    pub name: String,
    /// The payments under this tag, whoever made them.
    #[sea_orm(has_many)]
    pub payments: HasMany<super::payment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
