//! A product. The columns are given; the relations are yours.

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
    // Yours: a product has many line items, and, through these, many orders.
    // Write `line_item.rs` first: both are derived from it.
}

impl ActiveModelBehavior for ActiveModel {}
