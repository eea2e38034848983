//! A student, and what there is of them.

use sea_orm::entity::prelude::*;

/// A row of `submissions`; students who handed in nothing have one as well.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submissions")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The run.
    #[sea_orm(indexed)]
    pub run_id: i32,
    /// The student's id.
    #[sea_orm(unique)]
    pub student: String,
    /// The name.
    pub name: Option<String>,
    /// The group.
    pub group_name: Option<String>,
    /// `graded`, `incomplete`, `not submitted` or `refused`.
    pub standing: String,
    /// Whether it came late.
    pub late: bool,
    /// Where it was found.
    pub source: Option<String>,
    /// Why nothing of it can be graded.
    pub why: Option<String>,
    /// The run. A submission means nothing without it.
    #[sea_orm(belongs_to, from = "run_id", to = "id", on_delete = "Cascade")]
    pub run: BelongsTo<super::run::Entity>,
    /// What it holds of each exercise.
    #[sea_orm(has_many)]
    pub units: HasMany<super::unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
