//! The commands: each wires stages together and decides nothing.

mod agree;
mod boxed;
mod check;
mod course;
mod diff;
mod explain;
mod grade;
mod hint;
mod list;
mod queries;
mod record;
mod report;
mod reset;
mod review;
mod schema;
mod show;
mod verify;

use crate::args::Command;
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// Carries out `command`.
///
/// # Errors
///
/// What the caller or the machine has to put right; `exit::code_of` tells which.
pub(crate) fn run(command: Command, terminal: &Terminal) -> anyhow::Result<Exit> {
    let open = || Workspace::open(terminal.folder()?);
    match command {
        Command::Boxed(args) => boxed::run(&args, terminal),
        Command::Check(args) => check::run(&open()?, &args, terminal),
        Command::List(args) => list::run(&open()?, &args, terminal),
        Command::Hint(args) => hint::run(&open()?, &args, terminal),
        Command::Diff(args) => diff::run(&args, terminal),
        Command::Explain(args) => explain::run(&args, terminal),
        Command::Reset(args) => reset::run(&open()?, &args, terminal),
        Command::Verify(args) if args.record => record::run(&open()?, &args, terminal),
        Command::Verify(args) if args.agree => agree::run(&open()?, &args, terminal),
        Command::Verify(args) => verify::run(&open()?, &args, terminal),
        Command::Grade(args) => grade::run(&open()?, &args, terminal),
        Command::Regrade(args) => grade::again(&open()?, &args, terminal),
        Command::Report(args) => report::run(&open()?, &args, terminal),
        Command::Show(args) => show::run(&open()?, &args, terminal),
        Command::Queries(args) => queries::run(&args, terminal),
        Command::Review(args) => review::run(&args, terminal),
        Command::Schema(args) => schema::run(&args, terminal),
    }
}
