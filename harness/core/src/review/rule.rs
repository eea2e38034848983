//! The rules of a review.

use std::fmt;

use crate::finding::Code;

/// A rule. Each has a page in `harness explain`; one that the relation contract has, too, has its name from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// No relation leads back.
    InverseMissing,
    /// The relation that is named as the way back is not there.
    InverseNameUnknown,
    /// The relation that is named as the way back goes the same way.
    InverseSameDirection,
    /// The way back is on other columns.
    InverseColumnsDiffer,
    /// Two relations of a table have one name.
    DuplicateAccessor,
    /// Two relations lead the same way, and neither says which one leads back.
    AmbiguousPair,
    /// The table that a relation leads to is not there.
    RelTargetMissing,
    /// A column that a relation is on is not there.
    RelColumnMissing,
    /// The columns that a relation is on are no foreign key to that table.
    RelWithoutFk,
    /// The table that a foreign key points to is not there.
    FkParentTableMissing,
    /// A column that a foreign key points to is not there.
    FkParentColumnMissing,
    /// What a foreign key points to may be there twice.
    FkParentNotUnique,
    /// The two ends of a foreign key have different affinities.
    FkTypeMismatch,
    /// No index serves a foreign key.
    FkNoIndex,
    /// The relation says one policy, and the foreign key has another.
    OnDeleteModelVsDb,
    /// The relation says no policy.
    OnDeleteNotExplicit,
    /// What is shared takes with it what uses it.
    CascadeFromShared,
    /// What is owned outlives its owner.
    OwnedChildNotCascaded,
    /// Tables that take each other with them.
    CascadeCycle,
    /// A key would be emptied that may not be.
    SetNullOnNotNull,
    /// A key would be set to a default that it has not.
    SetDefaultWithoutDefault,
    /// Whether the key may be empty is not what the relation says.
    NullabilityMismatch,
    /// There may be several where a relation says one.
    HasOneNotUnique,
    /// A pair may be there twice.
    JunctionPairNotUnique,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something fails, or is lost, or cannot be meant.
    Error,
    /// It may be meant, and has to be looked at.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::review::Rule;
    ///
    /// assert_eq!(Rule::FkNoIndex.severity().name(), "warning");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Rule {
    /// All of them, in the order of their declaration.
    pub const ALL: &[Self] = &[
        Self::InverseMissing,
        Self::InverseNameUnknown,
        Self::InverseSameDirection,
        Self::InverseColumnsDiffer,
        Self::DuplicateAccessor,
        Self::AmbiguousPair,
        Self::RelTargetMissing,
        Self::RelColumnMissing,
        Self::RelWithoutFk,
        Self::FkParentTableMissing,
        Self::FkParentColumnMissing,
        Self::FkParentNotUnique,
        Self::FkTypeMismatch,
        Self::FkNoIndex,
        Self::OnDeleteModelVsDb,
        Self::OnDeleteNotExplicit,
        Self::CascadeFromShared,
        Self::OwnedChildNotCascaded,
        Self::CascadeCycle,
        Self::SetNullOnNotNull,
        Self::SetDefaultWithoutDefault,
        Self::NullabilityMismatch,
        Self::HasOneNotUnique,
        Self::JunctionPairNotUnique,
    ];

    /// Its name, such as `FK_NO_INDEX`.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::finding::Code;
    /// use harness_core::review::Rule;
    ///
    /// assert_eq!(Rule::CascadeCycle.name(), "CASCADE_CYCLE");
    /// assert_eq!(Rule::FkNoIndex.name(), Code::FkNoIndex.name());
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InverseMissing => Code::InverseMissing.name(),
            Self::InverseNameUnknown => "INVERSE_NAME_UNKNOWN",
            Self::InverseSameDirection => "INVERSE_SAME_DIRECTION",
            Self::InverseColumnsDiffer => Code::InverseColumnsDiffer.name(),
            Self::DuplicateAccessor => "DUPLICATE_ACCESSOR",
            Self::AmbiguousPair => "AMBIGUOUS_PAIR",
            Self::RelTargetMissing => "REL_TARGET_MISSING",
            Self::RelColumnMissing => "REL_COLUMN_MISSING",
            Self::RelWithoutFk => Code::RelWithoutFk.name(),
            Self::FkParentTableMissing => "FK_PARENT_TABLE_MISSING",
            Self::FkParentColumnMissing => "FK_PARENT_COLUMN_MISSING",
            Self::FkParentNotUnique => "FK_PARENT_NOT_UNIQUE",
            Self::FkTypeMismatch => Code::FkTypeMismatch.name(),
            Self::FkNoIndex => Code::FkNoIndex.name(),
            Self::OnDeleteModelVsDb => Code::OnDeleteModelVsDb.name(),
            Self::OnDeleteNotExplicit => Code::OnDeleteNotExplicit.name(),
            Self::CascadeFromShared => "CASCADE_FROM_SHARED",
            Self::OwnedChildNotCascaded => "OWNED_CHILD_NOT_CASCADED",
            Self::CascadeCycle => "CASCADE_CYCLE",
            Self::SetNullOnNotNull => Code::SetNullOnNotNull.name(),
            Self::SetDefaultWithoutDefault => "SET_DEFAULT_WITHOUT_DEFAULT",
            Self::NullabilityMismatch => Code::NullabilityMismatch.name(),
            Self::HasOneNotUnique => "HAS_ONE_NOT_UNIQUE",
            Self::JunctionPairNotUnique => "JUNCTION_PAIR_NOT_UNIQUE",
        }
    }

    /// How bad it is to break it.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::review::{Rule, Severity};
    ///
    /// assert_eq!(Rule::RelWithoutFk.severity(), Severity::Error);
    /// ```
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::FkNoIndex | Self::OnDeleteNotExplicit | Self::CascadeCycle => Severity::Warning,
            Self::InverseMissing
            | Self::InverseNameUnknown
            | Self::InverseSameDirection
            | Self::InverseColumnsDiffer
            | Self::DuplicateAccessor
            | Self::AmbiguousPair
            | Self::RelTargetMissing
            | Self::RelColumnMissing
            | Self::RelWithoutFk
            | Self::FkParentTableMissing
            | Self::FkParentColumnMissing
            | Self::FkParentNotUnique
            | Self::FkTypeMismatch
            | Self::OnDeleteModelVsDb
            | Self::CascadeFromShared
            | Self::OwnedChildNotCascaded
            | Self::SetNullOnNotNull
            | Self::SetDefaultWithoutDefault
            | Self::NullabilityMismatch
            | Self::HasOneNotUnique
            | Self::JunctionPairNotUnique => Severity::Error,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
