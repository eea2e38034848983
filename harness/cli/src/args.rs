//! The command line as typed.

use std::num::NonZeroUsize;

use clap::{Parser, Subcommand, ValueEnum};

/// Grades the course's exercises, and says whether the course itself can tell right from wrong.
#[derive(Debug, Parser)]
#[command(name = "harness", bin_name = "cargo harness", version, max_term_width = 100)]
#[command(after_help = "An exercise may be named by its beginning: `e1` for e1_relationships.\n\n\
    Exit codes: 0 done, 1 findings, 2 usage, 75 infrastructure (disk, toolchain).")]
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
    /// Prints the JSON Schema of checkpoints.yaml.
    Schema,
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
    /// How to write the result.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// For authors: takes the exercises as they are now for the stubs that are handed out, instead of verifying.
    #[arg(long, conflicts_with = "only")]
    pub(crate) record: bool,
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
