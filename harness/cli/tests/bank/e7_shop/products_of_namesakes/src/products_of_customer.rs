//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

use crate::{customer, order, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    product::Entity::find()
        .inner_join(order::Entity)
        .join(JoinType::InnerJoin, order::Relation::Customer.def())
        .filter(customer::Column::Name.eq(&customer.name))
        .distinct()
        .all(db)
        .await
}
