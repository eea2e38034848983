//! Step 3: from an order to its line items, and on to their products.

use sea_orm::{DatabaseConnection, DbErr};

use crate::{OrderLine, order};

/// The line items of `order`, each with the name of its product, in any order.
///
/// At most two statements, however many line items there are.
pub async fn lines_of_order(db: &DatabaseConnection, order: &order::Model) -> Result<Vec<OrderLine>, DbErr> {
    let _ = (db, order);
    todo!("return the line items of `order`, each with the name of its product")
}
