//! What somebody thought of a recipe.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ratings")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(indexed)]
    pub recipe_id: i64,
    pub stars: i8,
    pub given_at: DateTimeUtc,
    pub is_public: bool,
    #[sea_orm(belongs_to, from = "recipe_id", to = "id", on_delete = "Cascade")]
    pub recipe: BelongsTo<super::recipe::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
