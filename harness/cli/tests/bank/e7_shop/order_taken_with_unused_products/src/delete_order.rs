//! Step 5: an order is called off.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{line_item, order, product};

/// Deletes `order`. Its line items go with it; products and customers stay.
pub async fn delete_order(db: &DatabaseConnection, order: &order::Model) -> Result<(), DbErr> {
    order::Entity::delete_by_id(order.id).exec(db).await?;
    let ordered = Query::select().column(line_item::Column::ProductId).from(line_item::Entity).take();
    product::Entity::delete_many().filter(product::Column::Id.not_in_subquery(ordered)).exec(db).await?;
    Ok(())
}
