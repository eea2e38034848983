//! A copy of the repository, solved, with target folders of its own; gone when dropped.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cargo::Cargo;

/// Folders and files of the repository that are not copied.
const LEFT_OUT: [&str; 3] = [".git", "target", "solutions"];

/// The copy.
pub(crate) struct Playground {
    folder: tempfile::TempDir,
}

impl Playground {
    /// Copies the repository, and lays the reference solutions over the exercises.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let origin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).context("cannot make a folder")?;
        let playground = Self { folder };
        copy(&origin, &playground.root(), &LEFT_OUT)?;
        copy(&origin.join("solutions"), &playground.root().join("exercises"), &[])
            .context("the reference solutions are laid over, and students are not given them")?;
        Ok(playground)
    }

    /// The copy of the repository.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("course")
    }

    /// The folder of an exercise.
    pub(crate) fn exercise(&self, exercise: &str) -> PathBuf {
        self.root().join("exercises").join(exercise)
    }

    /// Another folder beside the repository, new and empty.
    pub(crate) fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// Cargo in the copy, with the student's target folder.
    pub(crate) fn cargo(&self) -> Cargo {
        Cargo::new(&self.root(), &self.folder.path().join("target"))
    }
}

/// Copies a folder, but for what lies directly in it and is named in `left_out`.
pub(crate) fn copy(from: &Path, to: &Path, left_out: &[&str]) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        if left_out.iter().any(|left_out| name == *left_out) {
            continue;
        }
        let to = to.join(&name);
        if kind.is_dir() {
            copy(&entry.path(), &to, &[])?;
        } else if kind.is_file() {
            // Written anew: cargo goes by the time of a file, and a copy would keep that of the original.
            fs::write(&to, fs::read(entry.path())?).with_context(|| format!("cannot write {}", to.display()))?;
        }
    }
    Ok(())
}
