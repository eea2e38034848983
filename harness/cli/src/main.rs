//! The command `harness`: parse, dispatch, exit code.

mod alike;
mod args;
mod audit;
mod bank;
mod batch;
mod build;
mod candidate;
mod changes;
mod commands;
mod diagnostics;
mod exit;
mod foreign;
mod grade;
mod gradebook;
mod grading;
mod hash;
mod help;
mod intake;
mod journal;
mod leak;
mod mirror;
mod own_test;
mod process;
mod progress;
mod put;
mod queries;
mod recipe;
mod review;
mod run_folder;
mod sandbox;
mod schedule;
mod screen;
mod seeded;
mod slot;
mod stamp;
mod table;
mod terminal;
mod timings;
mod tokens;
mod units;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::terminal::Terminal;

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(recipe::RECORD_INTO) {
        return recipe::stand_in_for_rustc(folder.as_ref(), std::env::args_os().skip(1).collect());
    }
    if let Some(code) = sandbox::entered(std::env::args_os()) {
        return code;
    }
    if let Some(code) = audit::entered(std::env::args_os()) {
        return code;
    }
    let terminal = Terminal::here();
    let done = Args::try_parse().map(|args| commands::run(args.command, &terminal));
    match done {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => {
            terminal.note(&format!("error: {error:#}"));
            if let Some(advice) = exit::advice(&error) {
                terminal.note(&format!("hint: {advice}"));
            }
            exit::code_of(&error)
        }
        Err(error) => {
            // Help goes to stdout with exit code 0, a wrong use to stderr with 2: clap's own ways are ours.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}
