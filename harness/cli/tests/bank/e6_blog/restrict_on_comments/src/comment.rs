//! A comment, below one post.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comments")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The key of its post.
    #[sea_orm(indexed)]
    pub on_post: i32,
    /// Who wrote it, in their own words: any reader, not a row of `authors`.
    pub reader: String,
    pub body: String,
    #[sea_orm(belongs_to, from = "on_post", to = "id", on_delete = "Restrict")]
    pub post: BelongsTo<super::post::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
