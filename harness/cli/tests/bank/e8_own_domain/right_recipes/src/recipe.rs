//! A recipe.

use sea_orm::entity::prelude::*;

/// When it is served.
#[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "course")]
pub enum Course {
    #[sea_orm(string_value = "starter")]
    Starter,
    #[sea_orm(string_value = "main")]
    Main,
    #[sea_orm(string_value = "dessert")]
    Dessert,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recipes")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub title: String,
    pub serves: i16,
    pub course: Course,
    pub first_cooked: Option<Date>,
    pub notes: Json,
    #[sea_orm(has_many)]
    pub lines: HasMany<super::line::Entity>,
    #[sea_orm(has_many)]
    pub ratings: HasMany<super::rating::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
