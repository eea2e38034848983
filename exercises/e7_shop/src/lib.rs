//! A shop: customers order products, and a line item says of which one how many. The task stands in README.md.
//!
//! This file is given. You write in the entities (`customer`, `order`, `line_item`, `product`), in the five functions, each
//! in the file of its name, and in `predictions`.

pub mod customer;
pub mod line_item;
pub mod order;
pub mod predictions;
pub mod product;
pub mod questions;

mod delete_order;
mod delete_product;
mod lines_of_order;
mod products_of_customer;
mod revenue_by_product;

pub use delete_order::delete_order;
pub use delete_product::delete_product;
pub use lines_of_order::lines_of_order;
pub use products_of_customer::products_of_customer;
pub use revenue_by_product::revenue_by_product;

/// A line of [`lines_of_order`]: a line item with the name of its product. Given.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct OrderLine {
    /// The line item's id.
    pub id: i32,
    /// The product's name.
    pub product: String,
    /// How many were ordered.
    pub quantity: i32,
    /// What each one cost when it was ordered, in cents.
    pub unit_price_cents: i64,
}

/// A line of [`revenue_by_product`]. Given.
///
/// `into_model::<ProductRevenue>()` fills it from a statement whose columns have the names of its fields.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct ProductRevenue {
    /// The product's id: names are not unique.
    pub id: i32,
    /// The product's name.
    pub product: String,
    /// How many different customers have ordered it.
    pub n_customers: i64,
    /// What was earned with it: quantity times unit price, over all its line items, in cents.
    pub revenue_cents: i64,
}
