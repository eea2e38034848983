//! Cargo, as a student calls it; and what a call took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

/// The clock ticks a second in which Linux tells CPU times to programs, on every architecture that Rust runs on.
const TICKS: f64 = 100.0;

/// Cargo in one folder, with one target folder.
pub(crate) struct Cargo {
    folder: PathBuf,
    target: PathBuf,
}

/// What a call took and said.
pub(crate) struct Took {
    /// Wall time.
    pub(crate) wall: Duration,
    /// CPU time of cargo and all that it started, seconds.
    pub(crate) cpu: f64,
    /// Its standard output.
    pub(crate) stdout: String,
}

impl Cargo {
    pub(crate) fn new(folder: &Path, target: &Path) -> Self {
        Self { folder: folder.to_owned(), target: target.to_owned() }
    }

    /// The command itself, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        #[expect(clippy::disallowed_methods, reason = "a bench measures cargo itself, outside any box")]
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        // Cargo tells the programs that it runs about itself; a student's shell says nothing of it.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO")) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        command.env("RUST_BACKTRACE", "0").stdin(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Runs cargo, which must succeed.
    pub(crate) fn run(&self, arguments: &[&str]) -> anyhow::Result<Took> {
        let (start, before) = (Instant::now(), cpu_of_children()?);
        let output = self.command(arguments).output().context("cannot start cargo")?;
        let (wall, cpu) = (start.elapsed(), cpu_of_children()? - before);
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        ensure!(output.status.success(), "cargo {} failed:\n{stdout}\n{stderr}", arguments.join(" "));
        Ok(Took { wall, cpu, stdout: stdout.into_owned() })
    }

    /// Runs cargo with an empty target folder.
    pub(crate) fn run_from_nothing(&self, arguments: &[&str]) -> anyhow::Result<Took> {
        match std::fs::remove_dir_all(&self.target) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).context("cannot empty the target folder")
            }
            _ => self.run(arguments),
        }
    }
}

/// CPU time of all processes that this one has waited for, with theirs, seconds.
pub(crate) fn cpu_of_children() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("cannot read /proc/self/stat")?;
    // The name of the program, in parentheses, may hold spaces; user and system time of children are fields 16 and 17.
    let (_, fields) = stat.rsplit_once(") ").context("/proc/self/stat has no name in it")?;
    let ticks: Result<Vec<f64>, _> = fields.split_whitespace().skip(13).take(2).map(str::parse).collect();
    Ok(ticks.context("/proc/self/stat has no times in it")?.iter().sum::<f64>() / TICKS)
}
