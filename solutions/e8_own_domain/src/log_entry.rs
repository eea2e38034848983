//! An entry in the log of the front door.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_entries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Whose stay it was; empty once that is deleted.
    #[sea_orm(indexed)]
    pub stay_id: Option<i32>,
    pub opened_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "stay_id", to = "id", on_delete = "SetNull")]
    pub stay: BelongsTo<Option<super::stay::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
