//! The command `harness`: parse, dispatch, exit code.

mod args;
mod bank;
#[expect(dead_code, reason = "the types that grading in batches is built on")]
mod batch;
mod build;
mod candidate;
mod commands;
mod diagnostics;
mod exit;
mod grade;
mod help;
mod leak;
mod mirror;
mod process;
mod recipe;
mod schedule;
mod screen;
mod slot;
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::terminal::Terminal;

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(recipe::RECORD_INTO) {
        return recipe::stand_in_for_rustc(folder.as_ref(), std::env::args_os().skip(1).collect());
    }
    let terminal = Terminal::here();
    let done = Args::try_parse().map(|args| commands::run(args.command, &terminal));
    match done {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => {
            terminal.note(&format!("error: {error:#}"));
            exit::code_of(&error)
        }
        Err(error) => {
            // Help goes to stdout with exit code 0, a wrong use to stderr with 2: clap's own ways are ours.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}
