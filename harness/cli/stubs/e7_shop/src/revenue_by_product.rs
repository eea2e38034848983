//! Step 4: a report by product.

use sea_orm::{DatabaseConnection, DbErr};

use crate::ProductRevenue;

/// For every product, how many different customers ordered it, and what was earned with it, in any order.
///
/// A product that nobody ordered has a line as well, with 0 and 0. One statement: the database counts and adds.
pub async fn revenue_by_product(db: &DatabaseConnection) -> Result<Vec<ProductRevenue>, DbErr> {
    let _ = db;
    todo!("return a line for every product, also for those that nobody ordered")
}
