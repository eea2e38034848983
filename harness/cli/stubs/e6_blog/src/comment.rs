//! A comment. The columns are given; the relation, its policy and the index are yours.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comments")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The key of its post. Yours: an index.
    pub on_post: i32,
    /// Who wrote it, in their own words: any reader, not a row of `authors`.
    pub reader: String,
    pub body: String,
    // Yours: a comment is owned by the post that it stands below.
}

impl ActiveModelBehavior for ActiveModel {}
