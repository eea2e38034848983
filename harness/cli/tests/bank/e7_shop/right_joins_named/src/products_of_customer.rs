//! Step 4: what a customer has ordered, across three joins.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

use crate::{customer, line_item, order, product};

/// The products in the orders of `customer`, in any order. Each is there once, however often it was ordered.
pub async fn products_of_customer(
    db: &DatabaseConnection,
    customer: &customer::Model,
) -> Result<Vec<product::Model>, DbErr> {
    product::Entity::find()
        .join(JoinType::InnerJoin, product::Relation::LineItem.def())
        .join(JoinType::InnerJoin, line_item::Relation::Order.def())
        .join(JoinType::InnerJoin, order::Relation::Customer.def())
        .filter(customer::Column::Email.eq(&customer.email))
        .group_by(product::Column::Id)
        .all(db)
        .await
}
