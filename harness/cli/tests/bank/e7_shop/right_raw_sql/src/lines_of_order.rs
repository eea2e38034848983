//! Step 3: from an order to its line items, and on to their products.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

use crate::{OrderLine, order};

/// The line items of `order`, each with the name of its product, in any order.
pub async fn lines_of_order(db: &DatabaseConnection, order: &order::Model) -> Result<Vec<OrderLine>, DbErr> {
    let sql = "SELECT line_items.id, name AS product, quantity, unit_price_cents FROM line_items \
               JOIN products ON products.id = product_id WHERE order_id = ?";
    let select = Statement::from_sql_and_values(db.get_database_backend(), sql, [order.id.into()]);
    OrderLine::find_by_statement(select).all(db).await
}
