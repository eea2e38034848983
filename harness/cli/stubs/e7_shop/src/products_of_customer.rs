//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{DatabaseConnection, DbErr};

use crate::{customer, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
///
/// One statement, which fetches nothing but these products.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    let _ = (db, customer);
    todo!("return the products that `customer` has ordered, each once")
}
