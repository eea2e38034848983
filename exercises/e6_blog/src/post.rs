//! A post. The columns are given; the two relations, the policy and the index are yours.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The key of its author. Yours: an index.
    pub written_by: i32,
    pub title: String,
    pub tag: String,
    // Yours: a post is owned by its author, and it has many comments.
}

impl ActiveModelBehavior for ActiveModel {}
