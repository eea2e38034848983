//! One payment: who, what for, how much.

use sea_orm::entity::prelude::*;

/// A row of `payments`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Who paid: a key of `people`.
    #[sea_orm(indexed)]
    pub payer_id: i32,
    /// What for: a key of `tags`.
    #[sea_orm(indexed)]
    pub tag_id: i32,
    /// Not unique: the same thing may be paid twice.
    pub note: String,
    /// Whole cents.
    pub amount_cents: i64,
    /// Who paid. A payment means nothing without its payer, and goes with them.
    #[sea_orm(belongs_to, from = "payer_id", to = "id", on_delete = "Cascade")]
    pub payer: BelongsTo<super::person::Entity>,
    /// What for. A tag is shared: one in use cannot be deleted.
    #[sea_orm(belongs_to, from = "tag_id", to = "id", on_delete = "Restrict")]
    pub tag: BelongsTo<super::tag::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
