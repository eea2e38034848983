//! Step 4: a report by product.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement};

use crate::ProductRevenue;

/// For every product, how many different customers ordered it, and what was earned with it, in any order.
pub async fn revenue_by_product(db: &DatabaseConnection) -> Result<Vec<ProductRevenue>, DbErr> {
    let sql = "SELECT products.id, products.name AS product, COUNT(DISTINCT orders.customer_id) AS n_customers, \
               COALESCE(SUM(sold.quantity * sold.unit_price_cents), 0) AS revenue_cents FROM products \
               LEFT JOIN line_items AS sold ON sold.product_id = products.id \
               LEFT JOIN orders ON orders.id = sold.order_id \
               LEFT JOIN line_items AS basket ON basket.order_id = orders.id \
               GROUP BY products.id";
    ProductRevenue::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
