//! A product: in the line items of many orders.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub name: String,
    /// What one costs today, in cents.
    pub price_cents: i64,
    #[sea_orm(has_many)]
    pub line_items: HasMany<super::line_item::Entity>,
    #[sea_orm(has_many, via = "line_items")]
    pub orders: HasMany<super::order::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
