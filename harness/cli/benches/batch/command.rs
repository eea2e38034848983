//! The command `harness`, built as `cargo harness` builds it, in a copy of the repository; nothing else is built there yet.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::cargo::Cargo;
use crate::playground::{Playground, copy};

/// The seed of all data that is made.
const SEED: &str = "bench";

/// The copy, and the command in it.
pub(crate) struct Course {
    playground: Playground,
    program: PathBuf,
}

impl Course {
    /// Copies the repository with its solutions, and builds the command.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let playground = Playground::new()?;
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions"),
            &playground.root().join("solutions"),
            &[],
        )?;
        playground.cargo().run(&["build", "--locked", "--package", "harness-cli", "--bin", "harness"])?;
        let program = playground.folder("target")?.join("debug/harness");
        Ok(Self { playground, program })
    }

    /// The repository.
    pub(crate) fn root(&self) -> PathBuf {
        self.playground.root()
    }

    /// The folder of an exercise.
    pub(crate) fn exercise(&self, exercise: &str) -> PathBuf {
        self.playground.exercise(exercise)
    }

    /// A folder beside the repository, new and empty.
    pub(crate) fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        self.playground.folder(name)
    }

    /// Cargo in the copy, with a target folder of its own beside it.
    pub(crate) fn cargo(&self, target: &str) -> anyhow::Result<Cargo> {
        Ok(Cargo::new(&self.root(), &self.folder(target)?))
    }

    /// `harness grade SUBMISSIONS --out OUT`, not yet started.
    pub(crate) fn grade(&self, submissions: &Path, out: &Path, more: &[&str]) -> Command {
        #[expect(clippy::disallowed_methods, reason = "a bench starts the command as an instructor does")]
        let mut command = Command::new(&self.program);
        command.arg("grade").arg(submissions).arg("--out").arg(out).args(["--quiet", "--seed", SEED]).args(more);
        command.args(["e1", "e2", "e4"].iter().flat_map(|exercise| ["--exercise", exercise]));
        command
            .current_dir(self.root())
            .env("CARGO_TARGET_DIR", self.program.ancestors().nth(2).unwrap_or(&self.program));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }
}

impl Course {
    /// `harness report OUT`, not yet started.
    pub(crate) fn report(&self, out: &Path) -> Command {
        #[expect(clippy::disallowed_methods, reason = "a bench starts the command as an instructor does")]
        let mut command = Command::new(&self.program);
        command.arg("report").arg(out).current_dir(self.root());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }
}

/// Runs `command`, which must succeed; its wall time.
pub(crate) fn timed(mut command: Command) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let output = command.output().context("cannot start what is measured")?;
    let wall = start.elapsed();
    ensure!(
        output.status.success(),
        "{command:?} ended with {}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(wall)
}

/// Empties `folder`.
pub(crate) fn emptied(folder: &Path) -> anyhow::Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// The one in the middle, seconds.
pub(crate) fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
