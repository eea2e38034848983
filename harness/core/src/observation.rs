//! Everything that a run of a candidate leaves for the judge, and nothing else.

mod trial;

use serde::{Deserialize, Serialize};

use crate::query_log::QueryLog;
use crate::rows::Rows;
use crate::tables::{Schema, Tables};

pub use trial::{Deletion, Purpose, Refused, StepRows, Trial, Walk};

/// What one call did, on every case that it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// A run a case, in the order of the plan.
    pub runs: Vec<Run>,
}

impl Observation {
    /// The run of `case`, if it took place.
    #[must_use]
    pub fn run(&self, case: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.case == case)
    }
}

/// What one call did on one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The case, as [`crate::plan::Ask::case`] names it.
    pub case: String,
    /// How it ended.
    pub end: End,
    /// The rows that it returned; only where `end` is [`End::Returned`].
    pub returned: Option<Rows>,
    /// The statements that it sent.
    pub log: QueryLog,
    /// Whether the counter saw the canary, a statement of the harness's own after the candidate's code.
    /// `false` where the call ended otherwise than by returning: then nothing is said about it.
    pub counter_alive: bool,
    /// Whether SQLite enforced foreign keys.
    pub foreign_keys: bool,
    /// All tables before the call, if the ask wanted them.
    pub before: Tables,
    /// All tables after the call, if the ask wanted them.
    pub after: Tables,
    /// The schema that SQLite has; for the call `@entities` alone.
    pub schema: Option<Schema>,
    /// What the student's entities say of themselves; for the call `@entities` alone.
    pub entities: Vec<Entity>,
    /// What a domain of the student's own did; for the call `@domain` alone.
    pub trial: Option<Box<Trial>>,
    /// Why the call ran on the given tables instead of those of the student's entities, if it did.
    pub given_instead: Option<String>,
    /// What the candidate printed during the call, cut to the limit, decoded lossily.
    pub output: String,
}

impl Run {
    /// A run of `case` that left nothing but how it ended.
    #[must_use]
    pub fn ended(case: impl Into<String>, end: End) -> Self {
        Self {
            case: case.into(),
            end,
            returned: None,
            log: QueryLog::default(),
            counter_alive: false,
            foreign_keys: false,
            before: Tables::new(),
            after: Tables::new(),
            schema: None,
            entities: Vec::new(),
            trial: None,
            given_instead: None,
            output: String::new(),
        }
    }
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// It returned a value.
    Returned,
    /// It has not been written: it reached `todo!()`, or a prediction is blank.
    NotAttempted,
    /// It returned an error.
    Failed {
        /// The error, in words.
        message: String,
    },
    /// It panicked.
    Panicked {
        /// The message.
        message: String,
        /// The line, as `src/report.rs:14`.
        site: Option<String>,
    },
    /// The student's entities make no tables that take the fixture's rows.
    SchemaRefused {
        /// What SQLite or SeaORM said.
        message: String,
    },
    /// The process was ended by a signal.
    Crashed {
        /// The signal, as `SIGABRT`, or the exit code of a crash on Windows.
        signal: String,
        /// What is known of the cause, such as `stack overflow`.
        note: Option<String>,
    },
    /// The process left before the call returned.
    Exited {
        /// Its exit code.
        code: i32,
    },
    /// The call did not return in time.
    TimedOut {
        /// The limit, milliseconds.
        limit_ms: u64,
    },
    /// The call asked for more memory than it may have.
    MemoryLimit {
        /// The limit, MiB.
        limit_mib: u64,
    },
    /// The call printed more than is kept.
    OutputLimit {
        /// The limit, bytes.
        limit_bytes: u64,
    },
    /// The exercise's time was up before the call was made.
    NotReached {
        /// The limit of the exercise, milliseconds.
        limit_ms: u64,
    },
    /// The file that answers the call does not compile; the stub's was compiled instead.
    DoesNotCompile {
        /// The file, as `src/report.rs`.
        file: String,
        /// The compiler's words.
        message: String,
    },
    /// The compiler was ended over the file that answers the call, or over another one with it; the stub's was compiled
    /// instead.
    CompileLimit {
        /// The file, as `src/report.rs`.
        file: String,
        /// Which limit, in words.
        message: String,
    },
    /// The file that answers the call was not taken.
    Rejected {
        /// The file and line, and why.
        message: String,
    },
    /// The harness failed, not the candidate.
    Internal {
        /// What failed.
        message: String,
    },
}

impl End {
    /// Why the file was not taken, in the words of who refused it; `None` where the call was made, or not reached.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::DoesNotCompile { message, .. } | Self::CompileLimit { message, .. } | Self::Rejected { message } => {
                Some(message)
            }
            Self::Returned
            | Self::NotAttempted
            | Self::Failed { .. }
            | Self::Panicked { .. }
            | Self::SchemaRefused { .. }
            | Self::Crashed { .. }
            | Self::Exited { .. }
            | Self::TimedOut { .. }
            | Self::MemoryLimit { .. }
            | Self::OutputLimit { .. }
            | Self::NotReached { .. }
            | Self::Internal { .. } => None,
        }
    }

    /// The code of how a call ended, such as `TIMED_OUT`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Returned => "RETURNED",
            Self::NotAttempted => "NOT_ATTEMPTED",
            Self::Failed { .. } => "RETURNED_ERROR",
            Self::Panicked { .. } => "PANICKED",
            Self::SchemaRefused { .. } => "SCHEMA_REFUSED",
            Self::Crashed { .. } => "CRASHED",
            Self::Exited { .. } => "EXITED",
            Self::TimedOut { .. } => "TIMED_OUT",
            Self::MemoryLimit { .. } => "MEMORY_LIMIT",
            Self::OutputLimit { .. } => "OUTPUT_LIMIT",
            Self::NotReached { .. } => "NOT_REACHED",
            Self::DoesNotCompile { .. } => "DOES_NOT_COMPILE",
            Self::CompileLimit { .. } => "COMPILE_LIMIT",
            Self::Rejected { .. } => "REJECTED",
            Self::Internal { .. } => "INTERNAL",
        }
    }
}

/// What an entity says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Its table.
    pub table: String,
    /// Its columns: name, Rust-side type in SQL words, whether nullable.
    pub columns: Vec<EntityColumn>,
    /// The columns of its primary key.
    pub primary_key: Vec<String>,
    /// Its relations, in the order of their declaration.
    pub relations: Vec<EntityRelation>,
}

/// A column of an [`Entity`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityColumn {
    /// Its name in the database.
    pub name: String,
    /// Its type, as SeaORM's `ColumnType` prints it, such as `Integer` or `String`.
    pub column_type: String,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// What values it takes.
    pub kind: Kind,
}

/// What values a column takes, as its entity says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Whole numbers of one byte.
    Tiny,
    /// Floating-point numbers.
    Real,
    /// Decimal numbers.
    Decimal,
    /// Yes or no.
    Boolean,
    /// Text, of at most so many characters.
    Text(Option<u32>),
    /// One of these texts.
    Choice(Vec<String>),
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time of day.
    DateTime,
    /// A day and a time of day, with the offset from UTC.
    Timestamp,
    /// A JSON document.
    Json,
    /// A UUID, stored as its bytes.
    Uuid,
    /// Bytes.
    Bytes,
    /// What the harness makes no values for.
    Other,
}

/// A relation as an entity declares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRelation {
    /// The name of the variant of the entity's `Relation`.
    pub name: String,
    /// The columns on this entity's table.
    pub from_columns: Vec<String>,
    /// The other table.
    pub to_table: String,
    /// The columns there.
    pub to_columns: Vec<String>,
    /// Whether the other table holds the foreign key (`has_many`, `has_one`); SeaORM calls this `is_owner`.
    pub is_parent: bool,
    /// Whether it is to many.
    pub many: bool,
    /// `CASCADE`, `RESTRICT`, `SET NULL`, `SET DEFAULT` or `NO ACTION`; `None`: not said.
    pub on_delete: Option<String>,
    /// Whether no foreign key is made of it (`skip_fk`).
    pub skip_fk: bool,
}
