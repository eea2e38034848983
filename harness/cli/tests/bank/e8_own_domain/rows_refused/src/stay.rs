//! A stay of a guest in a room.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stays")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(indexed)]
    pub guest_id: i32,
    #[sea_orm(indexed)]
    pub room_id: i32,
    pub arrival: Date,
    #[sea_orm(extra = "CHECK (nights BETWEEN 1 AND 5)")]
    pub nights: i32,
    #[sea_orm(belongs_to, from = "guest_id", to = "id", on_delete = "Cascade")]
    pub guest: BelongsTo<super::guest::Entity>,
    #[sea_orm(belongs_to, from = "room_id", to = "id", on_delete = "Restrict")]
    pub room: BelongsTo<super::room::Entity>,
    #[sea_orm(has_many)]
    pub log_entries: HasMany<super::log_entry::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
