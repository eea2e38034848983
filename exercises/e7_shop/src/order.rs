//! An order. The columns are given; the relations, the policy and the index are yours.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    // Yours: an index on the key.
    pub customer_id: i32,
    /// A day, such as 2026-03-02.
    pub placed_on: String,
    // Yours: an order belongs to a customer, and is part of the shop's books: who has ordered cannot be deleted.
    // It has many line items, and, through these, many products.
}

impl ActiveModelBehavior for ActiveModel {}
