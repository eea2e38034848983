//! An expense. The columns are given; the two relations, their policies and the indexes are yours.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "expenses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    // Yours: an index on each of the two keys.
    pub user_id: i32,
    pub category_id: i32,
    pub description: String,
    /// Cents: 1250 is 12.50.
    pub amount_cents: i64,
    // Yours: an expense belongs to a user, and goes when the user goes;
    // it belongs to a category, and a category in use cannot be deleted.
}

impl ActiveModelBehavior for ActiveModel {}
