//! So much of an ingredient in a recipe.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lines")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(indexed)]
    pub recipe_id: i64,
    #[sea_orm(indexed)]
    pub ingredient_code: Uuid,
    pub grams: f64,
    #[sea_orm(belongs_to, from = "recipe_id", to = "id", on_delete = "Cascade")]
    pub recipe: BelongsTo<super::recipe::Entity>,
    #[sea_orm(belongs_to, from = "ingredient_code", to = "code", on_delete = "Restrict")]
    pub ingredient: BelongsTo<super::ingredient::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
