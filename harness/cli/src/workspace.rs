//! The repository that the command works on: where its folders are, and its course.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness_core::locate::nearest;
use harness_core::registry::{Exercise, Registry};

use crate::exit::usage;

/// The course file; it marks the root of the repository.
const COURSE: &str = "checkpoints.yaml";

/// The repository: its folders and its course.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The folder with `Cargo.toml` and `checkpoints.yaml`.
    pub(crate) root: PathBuf,
    /// The course.
    pub(crate) registry: Registry,
}

impl Workspace {
    /// Opens the repository that `folder` lies in.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let root = root_above(folder)?;
        let path = root.join(COURSE);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let registry = Registry::parse(&text).map_err(|error| usage(format!("{COURSE}:{error}")))?;
        Ok(Self { root, registry })
    }

    /// The exercise named `name`: its id, or the beginning of exactly one.
    pub(crate) fn exercise(&self, name: &str) -> anyhow::Result<&Exercise> {
        self.registry.exercise(name).ok_or_else(|| {
            let ids: Vec<&str> = self.registry.exercises.iter().map(|exercise| exercise.id.as_str()).collect();
            let begins: Vec<&str> = ids.iter().copied().filter(|id| id.starts_with(name)).collect();
            if begins.len() > 1 {
                return usage(format!("`{name}` is the beginning of several exercises: {}", begins.join(", ")));
            }
            match nearest(name, ids.iter().copied()) {
                Some(near) => usage(format!("no exercise `{name}`: did you mean `{near}`?")),
                None => usage(format!("no exercise `{name}`: there are {}", ids.join(", "))),
            }
        })
    }

    /// Where students work: `exercises/`.
    pub(crate) fn exercises(&self) -> PathBuf {
        self.root.join("exercises")
    }

    /// The reference solutions; students are not given them.
    pub(crate) fn solutions(&self) -> PathBuf {
        self.root.join("solutions")
    }

    /// The bank of further solutions, right and wrong; students are not given it.
    pub(crate) fn bank(&self) -> PathBuf {
        self.root.join("harness/cli/tests/bank")
    }

    /// The record of the exercises as they were handed out.
    pub(crate) fn stubs(&self) -> PathBuf {
        self.root.join("harness/cli/stubs")
    }
}

/// The first folder from `folder` upwards that has a workspace's `Cargo.toml` and a course in it.
fn root_above(folder: &Path) -> anyhow::Result<PathBuf> {
    let is_root = |folder: &&Path| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        manifest.lines().any(|line| line.trim() == "[workspace]") && folder.join(COURSE).is_file()
    };
    let root = folder.ancestors().find(is_root).map(Path::to_path_buf);
    root.ok_or_else(|| {
        usage(format!(
            "{} is not in the repository of the course: no Cargo.toml with `[workspace]` and {COURSE} beside it, here or above",
            folder.display()
        ))
    })
}
