//! Exit codes.

use std::process::ExitCode;

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It is done, whatever the scores.
    Done,
    /// `verify` found something.
    Findings,
    /// Some of it is left to do: the same command goes on with it.
    Incomplete,
    /// The harness or the machine failed on part of it, which has no score.
    Faults,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Incomplete => Self::from(3),
            Exit::Faults => Self::from(75),
        }
    }
}

/// The command cannot be carried out as it was given: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Usage(String);

/// An error that is the caller's to put right.
pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
    Usage(message.into()).into()
}

/// The exit code of an error: 2 if the caller can put it right, 75 if the machine is at fault.
pub(crate) fn code_of(error: &anyhow::Error) -> ExitCode {
    let callers = error.is::<Usage>() || error.is::<harness_core::locate::SpecError>();
    ExitCode::from(if callers { 2 } else { 75 })
}
