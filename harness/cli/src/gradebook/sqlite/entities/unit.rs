//! What one submission holds of one exercise.

use sea_orm::entity::prelude::*;

/// A row of `units`; an exercise that was not handed in has one as well.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "units")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The submission.
    #[sea_orm(indexed)]
    pub submission_id: i32,
    /// The exercise.
    pub exercise: String,
    /// The key in the journal. Equal submissions share it.
    #[sea_orm(indexed)]
    pub unit_key: Option<String>,
    /// `graded`, `not_graded` or `not_handed_in`.
    pub state: String,
    /// Whether it is the stub, untouched.
    pub untouched: bool,
    /// The submission. A unit goes with it.
    #[sea_orm(belongs_to, from = "submission_id", to = "id", on_delete = "Cascade")]
    pub submission: BelongsTo<super::submission::Entity>,
    /// What came of its checks.
    #[sea_orm(has_many)]
    pub check_results: HasMany<super::check_result::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
