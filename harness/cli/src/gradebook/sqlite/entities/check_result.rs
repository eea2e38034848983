//! What came of one check.

use sea_orm::entity::prelude::*;

/// A row of `check_results`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "check_results")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The unit.
    #[sea_orm(indexed)]
    pub unit_id: i32,
    /// The check's id.
    pub check_id: String,
    /// Its place in the exercise, from 1.
    pub position: i32,
    /// Its section of the lesson.
    pub section: String,
    /// The verdict, in a word.
    pub verdict: String,
    /// What is wrong, as codes with a space between them.
    pub codes: String,
    /// Points that the judge gave.
    pub judged: Option<i32>,
    /// Points that count.
    pub earned: Option<i32>,
    /// Points possible.
    pub possible: i32,
    /// `points` or `excused`, where the instructor decided instead.
    pub override_kind: Option<String>,
    /// Why.
    pub override_reason: Option<String>,
    /// Who decided.
    pub override_who: Option<String>,
    /// The unit. A result goes with it.
    #[sea_orm(belongs_to, from = "unit_id", to = "id", on_delete = "Cascade")]
    pub unit: BelongsTo<super::unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
