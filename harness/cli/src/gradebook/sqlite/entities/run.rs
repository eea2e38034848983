//! A batch, and what its verdicts depend on.

use sea_orm::entity::prelude::*;

/// A row of `runs`; there is one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "runs")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The course's title.
    pub title: String,
    /// Hash of the course.
    pub course: String,
    /// Version and hash of the harness.
    pub harness: String,
    /// The toolchain.
    pub toolchain: String,
    /// The seed of the data that is not published.
    pub seed: String,
    /// What isolation was verified.
    pub isolation: String,
    /// Who handed in what.
    #[sea_orm(has_many)]
    pub submissions: HasMany<super::submission::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
