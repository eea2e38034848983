//! Step 5: an order is called off.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};

use crate::order;

/// Deletes `order`. Its line items go with it; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    let sql = "DELETE FROM orders WHERE id = ?";
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [order.id.into()])).await?;
    Ok(())
}
