//! Money that goes from one account to another.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(indexed)]
    pub payer_id: i32,
    #[sea_orm(indexed)]
    pub payee_id: i32,
    pub amount_cents: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::PayerId",
        to = "super::account::Column::Id",
        on_delete = "Restrict"
    )]
    Payer,
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::PayeeId",
        to = "super::account::Column::Id",
        on_delete = "Restrict"
    )]
    Payee,
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Payer.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
