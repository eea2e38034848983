//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, Statement};

use crate::{customer, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    let sql = "SELECT * FROM products WHERE EXISTS (SELECT 1 FROM line_items JOIN orders ON orders.id = order_id \
               WHERE product_id = products.id AND customer_id = ?)";
    let select = Statement::from_sql_and_values(db.get_database_backend(), sql, [customer.id.into()]);
    product::Entity::find().from_raw_sql(select).all(db).await
}
