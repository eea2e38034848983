//! A book that is out, or was.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "loans")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(indexed)]
    pub member_id: i32,
    #[sea_orm(indexed)]
    pub book_id: i32,
    pub taken_at: DateTime,
    #[sea_orm(belongs_to, from = "member_id", to = "id", on_delete = "Restrict")]
    pub member: BelongsTo<super::member::Entity>,
    #[sea_orm(belongs_to, from = "book_id", to = "id", on_delete = "Restrict")]
    pub book: BelongsTo<super::book::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
