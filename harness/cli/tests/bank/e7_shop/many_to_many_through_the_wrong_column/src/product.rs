//! In SeaORM's older format: each side names its own columns.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub name: String,
    pub price_cents: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_many = "super::line_item::Entity")]
    LineItems,
}

impl Related<super::line_item::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::LineItems.def()
    }
}

impl Related<super::order::Entity> for Entity {
    fn to() -> RelationDef {
        super::line_item::Relation::Order.def()
    }

    fn via() -> Option<RelationDef> {
        let items = Entity::has_many(super::line_item::Entity);
        Some(items.from(Column::Id).to(super::line_item::Column::OrderId).into())
    }
}

impl ActiveModelBehavior for ActiveModel {}
