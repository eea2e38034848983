//! A task: of a project, for a person, perhaps a part of another task.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(indexed)]
    pub project_id: i32,
    #[sea_orm(indexed)]
    pub person_id: i32,
    #[sea_orm(indexed)]
    pub part_of_id: Option<i32>,
    pub what: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::project::Entity",
        from = "Column::ProjectId",
        to = "super::project::Column::Id",
        on_delete = "Cascade"
    )]
    Project,
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id",
        on_delete = "Restrict"
    )]
    Person,
    #[sea_orm(belongs_to = "Entity", from = "Column::PartOfId", to = "Column::Id", on_delete = "SetNull")]
    Whole,
    #[sea_orm(has_many = "Entity", from = "Column::Id", to = "Column::PartOfId")]
    Parts,
}

impl Related<super::project::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Project.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl Related<Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Whole.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
