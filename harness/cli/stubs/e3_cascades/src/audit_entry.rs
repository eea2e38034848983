//! An audit entry: what was done, and by whom. The columns are given; the relation and its policy are yours.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Who did it; NULL once they are gone.
    pub user_id: Option<i32>,
    pub action: String,
    // Yours: an audit entry may belong to a user, and outlives them.
}

impl ActiveModelBehavior for ActiveModel {}
