//! The command line as typed.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::intake::{Attempt, IdFrom, Layout};
use clap::{Parser, Subcommand, ValueEnum};

/// Grades the course's exercises, and says whether the course itself can tell right from wrong.
#[derive(Debug, Parser)]
#[command(name = "harness", bin_name = "cargo harness", version, max_term_width = 100)]
#[command(after_help = "An exercise may be named by its beginning: `e1` for e1_relationships.\n\n\
    Exit codes: 0 done, 1 findings, 2 usage, 3 incomplete, 75 infrastructure (disk, sandbox, toolchain).")]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Grades your own copy of an exercise, also where a file of it does not compile.
    Check(Check),
    /// Lists the exercises with their checks and points.
    List(List),
    /// Shows the hints of an exercise, one level at a time; they cost nothing.
    Hint(Hint),
    /// Explains a finding: what it means, how to look at it, what to do about it.
    Explain(Explain),
    /// Puts an exercise back as it was handed out; what you wrote is kept beside it.
    Reset(Reset),
    /// Proves the course: stubs earn nothing, reference solutions everything, the bank exactly what its files say.
    Verify(Verify),
    /// Grades submissions of untrusted code, boxed in, and writes a gradebook; what is graded is not graded again.
    Grade(Grade),
    /// Grades a batch again under the course as it is now, and says whose score changes, and why.
    Regrade(Regrade),
    /// Makes the files of a graded run again, from its journal and its overrides.csv, and prints the summary.
    Report(Report),
    /// Shows the whole evidence of one student in a graded run, for a request to regrade.
    Show(Show),
    /// Finds N+1, redundant reads, repeated writes and growth in the statements that an application has logged.
    Queries(Queries),
    /// Says which isolation holds on this machine; runs a program in it, where one is given.
    #[command(hide = true)]
    Boxed(Boxed),
    /// Says what is different between two tables of your own, as graded rows are compared: CSV or JSON.
    Diff(Diff),
    /// Looks for broken rules in a schema of your own, and in the relations that are declared on it.
    Review(Review),
    /// Prints the JSON Schema of checkpoints.yaml, or of another file.
    Schema(Schema),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The exercise.
    pub(crate) exercise: String,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// How to write the list.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Hint {
    /// The exercise.
    pub(crate) exercise: String,
    /// The check: its id, the beginning of it, or the number of its step. All of them if not given.
    pub(crate) check: Option<String>,
    /// How much is said, up to this level: 1 a question, 2 a pointer, 3 nearly the code.
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
    pub(crate) level: u8,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The code of a finding, such as `FK_NO_INDEX`, or a misconception. All of them are listed if not given.
    pub(crate) code: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Reset {
    /// The exercise.
    pub(crate) exercise: String,
    /// Does it even though files have changed; they are kept in `.before-reset/` of the exercise.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The exercises; all of them if none is named.
    pub(crate) exercises: Vec<String>,
    /// Only candidates whose name contains this.
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
    /// How many candidates are built and run at a time; as many as there are cores if not given.
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Builds and runs candidates boxed in, as `grade` does, in the best tier of isolation that holds here, or in this one.
    #[arg(long, value_name = "TIER", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "best")]
    pub(crate) boxed: Option<Isolation>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Grades on data that follows from this text as well, beside the published data.
    #[arg(long, value_name = "TEXT", conflicts_with = "record")]
    pub(crate) seed: Option<String>,
    /// Runs each candidate by `cargo test` as well, as a student would, and says where that and the boxed-in grade on the
    /// published data differ, check by check.
    #[arg(long, conflicts_with_all = ["seed", "record", "jobs", "format"])]
    pub(crate) agree: bool,
    /// For authors: takes the exercises as they are now for the stubs that are handed out, instead of verifying.
    #[arg(long, conflicts_with = "only")]
    pub(crate) record: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Grade {
    /// What was handed in: a submission, a folder of them, or a zip or tar of either.
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// The folder of the batch: its journal, its gradebook, its feedback.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Who should have handed in: a CSV with the columns `id` and, where known, `name` and `group`.
    #[arg(long, value_name = "FILE")]
    pub(crate) roster: Option<PathBuf>,
    /// Which part of the name of a folder or archive is the student's id, where an LMS has made that name.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) id_from: IdFrom,
    /// Whether a PATH is one submission or a folder of them, where it could be either.
    #[arg(long, value_enum)]
    pub(crate) layout: Option<Layout>,
    /// Which of several attempts counts, where the names tell them apart.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) attempt: Attempt,
    /// Only this exercise; may be given several times. All of them if not given.
    #[arg(long = "exercise", value_name = "EX")]
    pub(crate) exercises: Vec<String>,
    /// The seed of the data that students have not seen; made up and kept with the batch if not given.
    #[arg(long, value_name = "TEXT")]
    pub(crate) seed: Option<String>,
    /// How it is run.
    #[command(flatten)]
    pub(crate) how: How,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Regrade {
    /// The folder of the batch, as given to `grade --out`.
    #[arg(value_name = "RUN")]
    pub(crate) run: PathBuf,
    /// How it is run.
    #[command(flatten)]
    pub(crate) how: How,
}

/// How a batch is run.
#[derive(Debug, clap::Args)]
pub(crate) struct How {
    /// How many units are built and run at a time; as many as there are cores if not given.
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Says nothing but what goes wrong, and the table at the end.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// How much must stand between the submissions and this machine.
    #[arg(long, value_enum, default_value = "best")]
    pub(crate) isolation: Isolation,
    /// Writes where the time goes into this file, one JSON line a unit; one unit is graded at a time.
    #[arg(long, value_name = "FILE")]
    pub(crate) timings: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Report {
    /// The folder of the run: the `--out` of grading.
    pub(crate) run: PathBuf,
    /// How to write the result: the summary, or the whole gradebook.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// The folder of the run: the `--out` of grading.
    pub(crate) run: PathBuf,
    /// The student's id.
    pub(crate) student: String,
    /// The exercise; all of them if not given.
    pub(crate) exercise: Option<String>,
    /// How to write the evidence.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The table as it should be: a CSV with a header, or JSON, `{"columns": [{"name": "id", "type": "integer"}], "rows": [[1]]}`;
    /// `-` is standard input.
    pub(crate) expected: PathBuf,
    /// The table as it is, in either form; types are taken from EXPECTED.
    pub(crate) actual: PathBuf,
    /// The columns that tell rows apart, such as `a,b`; rows are compared whole if not given.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub(crate) key: Vec<String>,
    /// The columns that rows have to be sorted by, such as `a,-b` for b descending; any order will do if not given.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', allow_hyphen_values = true)]
    pub(crate) order_by: Vec<String>,
    /// The text that stands for NULL in a CSV; nothing does if not given.
    #[arg(long, value_name = "TOKEN")]
    pub(crate) null: Option<String>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Queries {
    /// The log: a JSON object a line, or what `sqlx::query` prints at level debug; `-` is standard input.
    pub(crate) log: PathBuf,
    /// How to write what is found.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Review {
    /// An SQLite database, its schema or dump as SQL, or JSON with a schema and relations,
    /// `{"ddl": "CREATE TABLE …", "relations": […]}`; `-` is standard input.
    pub(crate) target: PathBuf,
    /// How to write what is found.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Schema {
    /// The file that the schema is of.
    #[arg(value_enum, default_value_t)]
    pub(crate) of: SchemaOf,
}

/// A file that has a JSON Schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// checkpoints.yaml.
    #[default]
    Course,
    /// gradebook.json of a graded run.
    Gradebook,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Boxed {
    /// The tier.
    #[arg(long, value_enum, default_value = "best")]
    pub(crate) tier: Isolation,
    /// How long the program may take, milliseconds.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) wall_ms: u64,
    /// The program, by its path, and its arguments.
    #[arg(trailing_var_arg = true)]
    pub(crate) program: Vec<OsString>,
}

/// How much stands between a candidate and the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Isolation {
    /// The best that holds here, A or B.
    Best,
    /// A file system, network and process table of its own, by bubblewrap; and all of B.
    A,
    /// Rules on files and system calls, by Landlock and seccomp; another user, where the harness is run by root; limits.
    B,
    /// Limits on time, memory and output, and nothing else.
    Unsandboxed,
}

/// How data is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON document.
    Json,
}
