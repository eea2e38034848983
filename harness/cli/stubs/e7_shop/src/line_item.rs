//! A line item: so many of one product, in one order. The columns are given; the relations, their policies and the indexes
//! are yours.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "line_items")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    // Yours: an index on each of the two keys.
    pub order_id: i32,
    pub product_id: i32,
    pub quantity: i32,
    /// What each one cost when it was ordered, in cents. The product's own price may have changed since.
    pub unit_price_cents: i64,
    // Yours: a line item is owned by its order, and means nothing without it;
    // its product is shared: it stands in the orders of others too.
}

impl ActiveModelBehavior for ActiveModel {}
