//! One thing wrong with an answer, as data; `report` puts it into words.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::cascade::CascadeDiff;
use crate::growth::Growth;
use crate::row_diff::RowDiff;

/// The kind of a finding. Each has a page in `harness explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// Expected rows did not come back.
    RowsMissing,
    /// Rows came back that were not asked for.
    RowsUnexpected,
    /// Rows came back with other values.
    CellsChanged,
    /// A row came back more than once.
    RowsDuplicated,
    /// The rows are right, and their order is not.
    WrongOrder,
    /// The columns are not those asked for.
    WrongColumns,
    /// More statements were sent than the budget allows.
    TooManyStatements,
    /// One statement a row: the count grows with the data.
    NPlusOne,
    /// The same statement with the same values, more than once.
    Redundant,
    /// The count grows faster than the data.
    SuperlinearGrowth,
    /// The count grows by steps.
    ChunkedGrowth,
    /// The count follows another law than the one that is asked for.
    WrongGrowth,
    /// Far fewer rows came back on larger data than it holds.
    WrongAtScale,
    /// More rows were fetched than came back.
    FetchedTooMuch,
    /// Statements went around SeaORM; they were counted all the same.
    AroundSeaorm,
    /// An entity lacks a relation, or its other side.
    InverseMissing,
    /// The two sides of a relation are not on the same columns.
    InverseColumnsDiffer,
    /// A relation is not on the columns of the foreign key that it should follow.
    RelWrongColumns,
    /// A relation has no foreign key in the database.
    RelWithoutFk,
    /// The foreign key and the key that it points to have different types.
    FkTypeMismatch,
    /// No index serves the foreign key.
    FkNoIndex,
    /// No policy is declared for the deletion of the parent.
    OnDeleteNotExplicit,
    /// The database's policy is not the one asked for.
    OnDeleteWrong,
    /// The entity says one policy and the database has another.
    OnDeleteModelVsDb,
    /// A key would be emptied that may not be.
    SetNullOnNotNull,
    /// Whether the key may be empty is not what the relation needs.
    NullabilityMismatch,
    /// A shared row was deleted.
    SharedRowLost,
    /// A row was deleted that had to stay.
    DeletedTooMuch,
    /// A row stayed that had to go.
    DeletedTooLittle,
    /// A row stayed, and what it points to is gone.
    Orphaned,
    /// A value changed that had to stay, or the other way round.
    UpdatedWrong,
    /// The deletion had to be refused, and was carried out.
    NotRefused,
    /// The deletion had to be carried out, and was refused.
    Refused,
    /// A prediction is not what happens.
    PredictionWrong,
    /// The suite accepts a broken implementation.
    BugNotCaught,
    /// The suite rejects a correct implementation.
    CorrectRejected,
    /// A domain is too small, too large, or has nothing for the five steps.
    DomainShape,
    /// A relation of a domain is not declared, or not in full.
    DomainUndeclared,
    /// A relation of a domain is declared otherwise than its entities have it.
    DeclaredOtherwise,
    /// The call returned an error.
    ReturnedError,
    /// Values came back that the published data has, and the database that was asked has not.
    HardCoded,
}

impl Code {
    /// All codes, in the order of their declaration.
    pub const ALL: &[Self] = &[
        Self::RowsMissing,
        Self::RowsUnexpected,
        Self::CellsChanged,
        Self::RowsDuplicated,
        Self::WrongOrder,
        Self::WrongColumns,
        Self::TooManyStatements,
        Self::NPlusOne,
        Self::Redundant,
        Self::SuperlinearGrowth,
        Self::ChunkedGrowth,
        Self::WrongGrowth,
        Self::WrongAtScale,
        Self::FetchedTooMuch,
        Self::AroundSeaorm,
        Self::InverseMissing,
        Self::InverseColumnsDiffer,
        Self::RelWrongColumns,
        Self::RelWithoutFk,
        Self::FkTypeMismatch,
        Self::FkNoIndex,
        Self::OnDeleteNotExplicit,
        Self::OnDeleteWrong,
        Self::OnDeleteModelVsDb,
        Self::SetNullOnNotNull,
        Self::NullabilityMismatch,
        Self::SharedRowLost,
        Self::DeletedTooMuch,
        Self::DeletedTooLittle,
        Self::Orphaned,
        Self::UpdatedWrong,
        Self::NotRefused,
        Self::Refused,
        Self::PredictionWrong,
        Self::BugNotCaught,
        Self::CorrectRejected,
        Self::DomainShape,
        Self::DomainUndeclared,
        Self::DeclaredOtherwise,
        Self::ReturnedError,
        Self::HardCoded,
    ];

    /// Those that are rules of the relation contract: a contract check may ask for these and for no others.
    pub const RULES: &[Self] = &[
        Self::InverseMissing,
        Self::InverseColumnsDiffer,
        Self::RelWrongColumns,
        Self::RelWithoutFk,
        Self::FkTypeMismatch,
        Self::FkNoIndex,
        Self::OnDeleteNotExplicit,
        Self::OnDeleteWrong,
        Self::OnDeleteModelVsDb,
        Self::SetNullOnNotNull,
        Self::NullabilityMismatch,
    ];

    /// Its name, such as `FK_NO_INDEX`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RowsMissing => "ROWS_MISSING",
            Self::RowsUnexpected => "ROWS_UNEXPECTED",
            Self::CellsChanged => "CELLS_CHANGED",
            Self::RowsDuplicated => "ROWS_DUPLICATED",
            Self::WrongOrder => "WRONG_ORDER",
            Self::WrongColumns => "WRONG_COLUMNS",
            Self::TooManyStatements => "TOO_MANY_STATEMENTS",
            Self::NPlusOne => "N_PLUS_ONE",
            Self::Redundant => "REDUNDANT",
            Self::SuperlinearGrowth => "SUPERLINEAR_GROWTH",
            Self::ChunkedGrowth => "CHUNKED_GROWTH",
            Self::WrongGrowth => "WRONG_GROWTH",
            Self::WrongAtScale => "WRONG_AT_SCALE",
            Self::FetchedTooMuch => "FETCHED_TOO_MUCH",
            Self::AroundSeaorm => "AROUND_SEAORM",
            Self::InverseMissing => "INVERSE_MISSING",
            Self::InverseColumnsDiffer => "INVERSE_COLUMNS_DIFFER",
            Self::RelWrongColumns => "REL_WRONG_COLUMNS",
            Self::RelWithoutFk => "REL_WITHOUT_FK",
            Self::FkTypeMismatch => "FK_TYPE_MISMATCH",
            Self::FkNoIndex => "FK_NO_INDEX",
            Self::OnDeleteNotExplicit => "ON_DELETE_NOT_EXPLICIT",
            Self::OnDeleteWrong => "ON_DELETE_WRONG",
            Self::OnDeleteModelVsDb => "ON_DELETE_MODEL_VS_DB",
            Self::SetNullOnNotNull => "SET_NULL_ON_NOT_NULL",
            Self::NullabilityMismatch => "NULLABILITY_MISMATCH",
            Self::SharedRowLost => "SHARED_ROW_LOST",
            Self::DeletedTooMuch => "DELETED_TOO_MUCH",
            Self::DeletedTooLittle => "DELETED_TOO_LITTLE",
            Self::Orphaned => "ORPHANED",
            Self::UpdatedWrong => "UPDATED_WRONG",
            Self::NotRefused => "NOT_REFUSED",
            Self::Refused => "REFUSED",
            Self::PredictionWrong => "PREDICTION_WRONG",
            Self::BugNotCaught => "BUG_NOT_CAUGHT",
            Self::CorrectRejected => "CORRECT_REJECTED",
            Self::DomainShape => "DOMAIN_SHAPE",
            Self::DomainUndeclared => "DOMAIN_UNDECLARED",
            Self::DeclaredOtherwise => "DECLARED_OTHERWISE",
            Self::ReturnedError => "RETURNED_ERROR",
            Self::HardCoded => "HARD_CODED",
        }
    }

    /// The code of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing wrong with an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its kind.
    pub code: Code,
    /// The case on which it showed, as `bakery(user: 11)`; empty where it is about none in particular.
    pub case: String,
    /// One sentence: what is wrong. No full stop.
    pub message: String,
    /// The line of the student's code, as `src/report.rs:14`, where one is known.
    pub site: Option<String>,
    /// What to look at next, where there is something to say.
    pub help: Option<String>,
    /// The evidence.
    pub detail: Detail,
}

/// The evidence of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Detail {
    /// The message says it all.
    None,
    /// Expected and actual rows.
    Rows(RowDiff),
    /// How the number of statements grows.
    Growth(Growth),
    /// Statements, each with how often it was sent.
    Statements(Vec<(String, u64)>),
    /// What was deleted, kept and changed.
    Cascade(CascadeDiff),
    /// Suite × bug: for each implementation, what steps 1 to 5 said.
    Matrix(Vec<MatrixRow>),
}

/// What the steps of a suite said of one implementation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The implementation.
    pub id: String,
    /// Whether it is correct.
    pub correct: bool,
    /// The step that should see it; 0 for a correct one.
    pub step: u8,
    /// What steps 1 to 5 said.
    pub steps: [StepVerdict; 5],
    /// Whether a step that accepts every correct implementation rejects this one.
    pub caught: bool,
}

/// What one step of a suite said of one implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepVerdict {
    /// It found nothing wrong.
    Accepts,
    /// It failed, or returned an error.
    Rejects,
    /// It has not been written.
    NotAttempted,
    /// It did not come to an end.
    Lost,
    /// It was not asked: another step had rejected this implementation already.
    NotAsked,
}
