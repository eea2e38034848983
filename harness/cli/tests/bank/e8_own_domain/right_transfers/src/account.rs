//! An account.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(indexed)]
    pub bank_id: i32,
    #[sea_orm(unique)]
    pub iban: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::bank::Entity",
        from = "Column::BankId",
        to = "super::bank::Column::Id",
        on_delete = "Restrict"
    )]
    Bank,
    #[sea_orm(has_many = "super::transfer::Entity", from = "Column::Id", to = "super::transfer::Column::PayerId")]
    Paid,
    #[sea_orm(has_many = "super::transfer::Entity", from = "Column::Id", to = "super::transfer::Column::PayeeId")]
    Received,
}

impl Related<super::bank::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Bank.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
