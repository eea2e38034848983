//! Step 4: a report by product.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

use crate::ProductRevenue;

/// For every product, how many different customers ordered it, and what was earned with it, in any order.
pub async fn revenue_by_product(db: &DatabaseConnection) -> Result<Vec<ProductRevenue>, DbErr> {
    let sql = "SELECT id, name AS product, \
               (SELECT COUNT(DISTINCT customer_id) FROM orders JOIN line_items ON order_id = orders.id \
               WHERE product_id = products.id) AS n_customers, \
               (SELECT COALESCE(SUM(quantity * unit_price_cents), 0) FROM line_items \
               WHERE product_id = products.id) AS revenue_cents FROM products";
    ProductRevenue::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
