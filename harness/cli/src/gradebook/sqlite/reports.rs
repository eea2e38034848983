//! What we ask the database ourselves: each report is one statement, however many students there are.

use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, Related,
};

use super::entities::{check_result, submission, unit};

/// What a student has in all.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(super) struct TotalLine {
    /// The student's id.
    pub(super) student: String,
    earned: i64,
    possible: i64,
}

impl TotalLine {
    /// Points earned.
    pub(super) fn points(&self) -> u32 {
        u32::try_from(self.earned).unwrap_or(u32::MAX)
    }

    /// Points possible.
    pub(super) fn n_possible(&self) -> u32 {
        u32::try_from(self.possible).unwrap_or(u32::MAX)
    }
}

/// How many passed a check.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(super) struct PassedLine {
    /// The exercise.
    pub(super) exercise: String,
    /// The check.
    pub(super) check_id: String,
    /// How many passed it.
    pub(super) n_passed: i64,
    /// How many were judged.
    pub(super) n_judged: i64,
}

/// Points of every student, in the order of the keys; students without units have 0 of 0.
pub(super) async fn totals<C: ConnectionTrait>(db: &C) -> Result<Vec<TotalLine>, DbErr> {
    // The sum of no rows, and of rows without points, is NULL.
    let sum = |column: check_result::Column| Expr::expr(Func::coalesce([column.sum(), Expr::val(0)]));
    submission::Entity::find()
        .select_only()
        .column(submission::Column::Student)
        .column_as(sum(check_result::Column::Earned), "earned")
        .column_as(sum(check_result::Column::Possible), "possible")
        .left_join(unit::Entity)
        .join(JoinType::LeftJoin, <unit::Entity as Related<check_result::Entity>>::to())
        .group_by(submission::Column::Id)
        .order_by_asc(submission::Column::Id)
        .into_model::<TotalLine>()
        .all(db)
        .await
}

/// How many passed each check, in the order of exercises and checks.
pub(super) async fn passed<C: ConnectionTrait>(db: &C) -> Result<Vec<PassedLine>, DbErr> {
    let verdict = || Expr::col((check_result::Entity, check_result::Column::Verdict));
    let passed = Expr::case(verdict().eq("passed"), 1).finally(0);
    check_result::Entity::find()
        .select_only()
        .column(unit::Column::Exercise)
        .column(check_result::Column::CheckId)
        .column_as(Expr::expr(Func::sum(passed)), "n_passed")
        .column_as(check_result::Column::Judged.count(), "n_judged")
        .inner_join(unit::Entity)
        .group_by(unit::Column::Exercise)
        .group_by(check_result::Column::CheckId)
        .order_by_asc(unit::Column::Exercise)
        .order_by_asc(check_result::Column::Position.min())
        .into_model::<PassedLine>()
        .all(db)
        .await
}
