//! A post: of one author, with the comments below it.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The key of its author.
    #[sea_orm(indexed)]
    pub written_by: i32,
    pub title: String,
    pub tag: String,
    #[sea_orm(belongs_to, from = "written_by", to = "id", on_delete = "Cascade")]
    pub author: BelongsTo<super::author::Entity>,
    #[sea_orm(has_many, on_delete = "Cascade")]
    pub comments: HasMany<super::comment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
