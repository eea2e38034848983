//! An expense. The columns are given; the two relations and their policies are yours.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "expenses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub user_id: i32,
    pub category_id: i32,
    pub description: String,
    /// Cents: 1250 is 12.50.
    pub amount_cents: i64,
    // Yours: an expense is owned by its user, and means nothing without them;
    // its category is shared: others have expenses in it too.
}

impl ActiveModelBehavior for ActiveModel {}
