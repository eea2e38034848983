//! Exit codes.

use std::io::{self, ErrorKind};
use std::process::ExitCode;

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It is done, whatever the scores.
    Done,
    /// `verify`, `diff`, `queries` or `review` found something.
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

/// What to do about an error of the system's that says what is wrong and no more. `None` where it says so itself, or nothing
/// better is known.
pub(crate) fn advice(error: &anyhow::Error) -> Option<&'static str> {
    if format!("{error:#}").contains("hint: ") {
        return None;
    }
    // SQLite has words of its own for it.
    let is_full = error.chain().any(|cause| cause.to_string().contains("database or disk is full"));
    let kind = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>().map(io::Error::kind));
    match kind {
        _ if is_full => Some(NO_ROOM),
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) => Some(NO_ROOM),
        Some(ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied) => Some(
            "nothing can be written there: make it writable, or name another folder, then give the same command again; what \
             is graded is kept",
        ),
        Some(ErrorKind::NotADirectory) => Some("a file stands where a folder has to be: name another folder"),
        Some(_) | None => None,
    }
}

const NO_ROOM: &str = "the disk is full: make room, then give the same command again; what is graded is kept";

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    /// The advice on an error of the kind `kind` has `want` in it.
    #[track_caller]
    fn check(kind: ErrorKind, want: Option<&str>) {
        let error = Err::<(), _>(io::Error::from(kind)).context("cannot write x").context("and more").unwrap_err();
        let advice = advice(&error);
        assert_eq!(advice.is_some(), want.is_some(), "{advice:?}");
        assert!(advice.unwrap_or_default().contains(want.unwrap_or_default()), "{advice:?}");
    }

    #[test]
    fn a_full_disk_asks_for_room_whatever_says_that_it_is_full() {
        check(ErrorKind::StorageFull, Some("make room"));
        check(ErrorKind::FileTooLarge, Some("make room"));
        assert!(advice(&anyhow!("(code: 13) database or disk is full")).is_some());
    }

    #[test]
    fn what_cannot_be_written_asks_for_another_folder() {
        check(ErrorKind::ReadOnlyFilesystem, Some("name another folder"));
        check(ErrorKind::NotADirectory, Some("name another folder"));
    }

    #[test]
    fn what_says_itself_what_to_do_gets_no_more_advice() {
        check(ErrorKind::BrokenPipe, None);
        let full = Err::<(), _>(io::Error::from(ErrorKind::StorageFull)).context("x: hint: y").unwrap_err();
        assert_eq!(advice(&full), None);
    }
}
