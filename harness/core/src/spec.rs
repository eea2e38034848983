//! `checkpoints.yaml` as written: the shape of the course, nothing checked but the shape.

mod claims;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rows::{Cell, Row};
use crate::score::Points;

pub use claims::{
    AnswerCase, AnswerSpec, Broken, BudgetSpec, CascadeCase, CascadeSpec, ContractSpec, DomainAspect, DomainSpec,
    GrowthSpec, LawSpec, RowsCase, RowsSpec, SuiteSpec,
};

/// The version of the format that this harness reads.
pub const FORMAT_VERSION: u32 = 1;

/// Named arguments of a call.
pub type Args = BTreeMap<String, Cell>;

/// The whole file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The version of the format: 1.
    pub format_version: u32,
    /// The course's title.
    pub title: String,
    /// The sections of the lesson, in order; a check belongs to one.
    pub sections: Vec<Section>,
    /// Ways through the course: each a choice of sections, worth 100 % by itself.
    pub tracks: Vec<Track>,
    /// Bounds on time and output.
    #[serde(default)]
    pub limits: Limits,
    /// What the lesson teaches and asks: each item is covered by a check, or is in `not_assessed`.
    pub items: Vec<Item>,
    /// Items that no check covers, and why.
    #[serde(default)]
    pub not_assessed: Vec<NotAssessed>,
    /// The lines of the lesson's checklist, each proved by one exercise.
    pub checkpoints: Vec<Checkpoint>,
    /// Schemas and rows, by name; an exercise uses one.
    pub fixtures: Vec<Fixture>,
    /// The exercises, in the order of the course.
    pub exercises: Vec<Exercise>,
}

/// A part of the lesson.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id, such as `A`.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A way through the course.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Its id, such as `remedial`.
    pub id: String,
    /// For whom it is.
    pub title: String,
    /// The ids of its sections.
    pub sections: Vec<String>,
}

/// Bounds on building and running a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Wall time of one call on one data set, milliseconds.
    pub check_ms: u64,
    /// Wall time of all calls of an exercise, milliseconds.
    pub exercise_ms: u64,
    /// Output of the candidate that is kept, bytes a call.
    pub output_bytes: u64,
    /// Times are multiplied by this on a student's machine, under `cargo test`.
    pub at_home_factor: u64,
    /// Wall time of one call of the compiler, milliseconds.
    pub build_ms: u64,
    /// Memory that a candidate may ask for when it is boxed in, MiB.
    pub run_memory_mib: u64,
    /// Memory that the compiler may ask for when it is boxed in, MiB.
    pub build_memory_mib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            check_ms: 2_000,
            exercise_ms: 8_000,
            output_bytes: 65_536,
            at_home_factor: 4,
            build_ms: 30_000,
            run_memory_mib: 256,
            build_memory_mib: 1_024,
        }
    }
}

/// Something that the lesson teaches or asks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id: `KIND.NAME`, such as `objective.join`.
    pub id: String,
    /// What it says.
    pub says: String,
}

/// An item that no check covers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NotAssessed {
    /// The item's id.
    pub item: String,
    /// Why no check covers it.
    pub why: String,
}

/// A line of the lesson's checklist.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Its id.
    pub id: String,
    /// The line: "I can …".
    pub says: String,
    /// The exercise that proves it.
    pub proved_by: String,
}

/// A schema with rows for it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fixture {
    /// Its id.
    pub id: String,
    /// The given schema: one `CREATE` statement each, parents first.
    pub schema: Vec<String>,
    /// The published data sets, at least three. The first one is the one that hints and texts speak of.
    pub data: Vec<DataSet>,
    /// How rows are made when the data grows; for query budgets with a growth law.
    #[serde(default)]
    pub scaled: Vec<ScaledTable>,
}

/// One published data set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DataSet {
    /// Its id.
    pub id: String,
    /// The rows, table by table, parents first.
    pub tables: Vec<TableRows>,
}

/// The rows of one table.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TableRows {
    /// The table.
    pub table: String,
    /// Its columns; the first one is its key.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// How the rows of one table are made at a given size.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScaledTable {
    /// The table.
    pub table: String,
    /// The axes whose product is its number of rows, such as `[people, each]`.
    pub rows: Vec<String>,
    /// How each column is made, by name.
    pub columns: BTreeMap<String, Generator>,
}

/// How the value of a column is made for row `n` = 0, 1, ….
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "GeneratorSpec")]
pub enum Generator {
    /// This number plus `n`.
    Serial(i64),
    /// This text, `{n}` replaced by `n + 1`.
    Text(String),
    /// These values, over and over.
    Cycle(Vec<Cell>),
    /// The key of the named table's row, each used for a run of neighbouring rows of equal length.
    Parent(String),
    /// The keys of the named table, dealt out in turn.
    Spread(String),
}

/// A [`Generator`] as written: a map of one entry.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
struct GeneratorSpec {
    /// This number plus `n`.
    serial: Option<i64>,
    /// This text, `{n}` replaced by `n + 1`.
    text: Option<String>,
    /// These values, over and over.
    cycle: Option<Vec<Cell>>,
    /// The key of the named table's row, each used for a run of neighbouring rows of equal length.
    parent: Option<String>,
    /// The keys of the named table, dealt out in turn.
    spread: Option<String>,
}

impl TryFrom<GeneratorSpec> for Generator {
    type Error = &'static str;

    fn try_from(spec: GeneratorSpec) -> Result<Self, Self::Error> {
        let GeneratorSpec { serial, text, cycle, parent, spread } = spec;
        let made = [
            serial.map(Self::Serial),
            text.map(Self::Text),
            cycle.map(Self::Cycle),
            parent.map(Self::Parent),
            spread.map(Self::Spread),
        ];
        let mut made = made.into_iter().flatten();
        match (made.next(), made.next()) {
            (Some(generator), None) => Ok(generator),
            _ => Err("expected one of `serial`, `text`, `cycle`, `parent`, `spread`"),
        }
    }
}

/// One exercise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Its id, which is its folder and its package: `e2_joins`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How long it takes, minutes.
    pub minutes: u32,
    /// The id of its fixture; none where the tables are the student's own, and the rows are made for them.
    #[serde(default)]
    pub fixture: Option<String>,
    /// Its limits, where they are not the course's.
    #[serde(default)]
    pub limits: Option<Limits>,
    /// The relations that its tables have, each named from the child's side; what contract checks ask for.
    #[serde(default)]
    pub relations: Vec<Relation>,
    /// Its checks, in the order of the report. Their points add up to 100.
    pub checks: Vec<CheckSpec>,
}

/// A relation as it should be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The table that holds the foreign key.
    pub child: String,
    /// The foreign key's column.
    pub key: String,
    /// The table that it points to.
    pub parent: String,
    /// The column there.
    #[serde(default = "id")]
    pub parent_key: String,
    /// What the database does with the child when the parent goes.
    #[serde(default)]
    pub on_delete: Option<OnDelete>,
}

fn id() -> String {
    "id".to_owned()
}

/// What the database does with a child when its parent goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    /// Deletes it.
    Cascade,
    /// Refuses the deletion of the parent.
    Restrict,
    /// Empties the key.
    SetNull,
}

/// One check. Exactly one of `given`, `rows`, `budget`, `contract`, `cascade`, `answer`, `suite` and `domain` says what it
/// claims.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckSpec {
    /// Its id, unique in the exercise.
    pub id: String,
    /// What it claims, in a sentence for students.
    pub title: String,
    /// The step of the five-step contract that it stands for, 1 to 5.
    #[serde(default)]
    pub step: Option<u8>,
    /// Its section of the lesson.
    pub section: String,
    /// Its points, at least 1; none where the step is given.
    #[serde(default)]
    pub points: Points,
    /// The call that it observes, by the name in `tests/checkpoint.rs`; the calls that the harness itself makes start with `@`.
    #[serde(default)]
    pub call: Option<String>,
    /// The files under `src/` which answer it: when one does not compile, this check is lost, and no other. `*`: any file.
    #[serde(default)]
    pub files: Vec<String>,
    /// On which tables the call runs.
    #[serde(default)]
    pub schema: SchemaChoice,
    /// The ids of the items that it covers.
    #[serde(default)]
    pub covers: Vec<String>,
    /// Three hints: a question, a pointer, nearly the code.
    #[serde(default)]
    pub hints: Vec<String>,
    /// The step is not the student's to write: what the harness does instead, in a sentence.
    #[serde(default)]
    pub given: Option<String>,
    /// The rows that must come back.
    #[serde(default)]
    pub rows: Option<RowsSpec>,
    /// The statements that may be sent.
    #[serde(default)]
    pub budget: Option<BudgetSpec>,
    /// The rules that the entities and the schema must keep.
    #[serde(default)]
    pub contract: Option<ContractSpec>,
    /// What the tables must hold afterwards.
    #[serde(default)]
    pub cascade: Option<CascadeSpec>,
    /// The answer to a question, from `src/predictions.rs`.
    #[serde(default)]
    pub answer: Option<AnswerSpec>,
    /// What the student's own suite must accept and catch.
    #[serde(default)]
    pub suite: Option<SuiteSpec>,
    /// What a domain of the student's own must say and do.
    #[serde(default)]
    pub domain: Option<DomainSpec>,
}

/// On which tables a call runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchemaChoice {
    /// The given ones.
    #[default]
    Given,
    /// Those that the student's entities make; the given ones, with a note, where these cannot be made or filled.
    OwnOrGiven,
    /// Those that the student's entities make, whatever comes of it.
    Own,
}
