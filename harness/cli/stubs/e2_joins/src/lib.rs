//! Three ways to related rows: navigate from one thing, join to filter, group to report. The task is in `README.md`.

pub use payments_of_person::payments_of_person;
pub use payments_tagged::payments_tagged;
pub use report_by_tag::report_by_tag;

mod payments_of_person;
mod payments_tagged;
pub mod predictions;
mod report_by_tag;

/// A line of [`report_by_tag`]. Given.
///
/// `into_model::<TagLine>()` fills it from a statement whose columns have the names of its fields.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct TagLine {
    /// The tag's name.
    pub tag: String,
    /// How many payments have it.
    pub n_payments: i64,
    /// What these add up to, in cents.
    pub total_cents: i64,
}

/// The lesson's three ways to related rows. Given; [`predictions`] chooses among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// From one loaded row along a relation.
    Navigate,
    /// A select over two tables, filtered by a column of the other one.
    Join,
    /// A select over two tables, grouped, with a count or a sum.
    GroupedReport,
}

impl Pattern {
    /// Its name, which is what is compared.
    pub fn name(self) -> &'static str {
        match self {
            Self::Navigate => "navigate",
            Self::Join => "join",
            Self::GroupedReport => "grouped report",
        }
    }
}
