//! What this process was started in, and where it speaks: data to standard output, the rest to standard error.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// The terminal, or what stands in for it, and the folder that the command was given in.
#[derive(Debug)]
pub(crate) struct Terminal {
    /// Whether standard output may be coloured.
    pub(crate) colour: bool,
    /// The cargo that this process was started by, or the one that is found by its name.
    pub(crate) cargo: PathBuf,
    /// Where programs are looked for: `PATH`.
    pub(crate) search: Option<OsString>,
    folder: Option<PathBuf>,
    stdout: io::Stdout,
    stderr: io::Stderr,
}

impl Terminal {
    /// The one that this process has.
    #[expect(clippy::disallowed_methods, reason = "called by `main` alone: the one place that reads the environment")]
    pub(crate) fn here() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let stdout = io::stdout();
        Self {
            colour: stdout.is_terminal() && !plain,
            cargo: std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from),
            search: std::env::var_os("PATH"),
            folder: std::env::current_dir().ok(),
            stdout,
            stderr: io::stderr(),
        }
    }

    /// The folder that the command was given in.
    pub(crate) fn folder(&self) -> anyhow::Result<&PathBuf> {
        self.folder.as_ref().ok_or_else(|| anyhow::anyhow!("cannot tell the current folder: it is gone or unreadable"))
    }

    /// Whether what is not data is read by a person as it comes.
    pub(crate) fn stderr_is_terminal(&self) -> bool {
        self.stderr.is_terminal()
    }

    /// Writes a line of data. A reader that went away is not an error: `harness list | head` is a fair thing to do.
    pub(crate) fn say(&self, line: &str) -> anyhow::Result<()> {
        match writeln!(self.stdout.lock(), "{line}") {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Writes a line that is not data.
    pub(crate) fn note(&self, line: &str) {
        // There is nobody left to tell when this fails.
        let _ = writeln!(self.stderr.lock(), "{line}");
    }
}
