//! The mirror: the repository once more, with the exercises as they were handed out, for cargo to build.
//!
//! A student's edits never enter it. The harness and the given crates lie at the same relative paths as in the repository
//! and keep their modification times, so that cargo finds what the student's own `cargo test` has built and builds none
//! of it again. The exercises lie at another path, `pristine/`, hence have products of their own: at the same path cargo
//! would take the student's library for theirs, or the other way round.
//!
//! It is a copy and not a set of links, because links need privileges on Windows.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::candidate::collect;
use crate::workspace::Workspace;

/// What the root manifest says of the exercises, here and there.
const MEMBERS: &str = "\"exercises/*\"";
/// Where the exercises lie here.
const PRISTINE: &str = "pristine";
/// Parts of `harness/` that cargo does not need in order to build an exercise.
const LEFT_OUT: [&str; 2] = ["cli/tests/", "cli/stubs/"];

/// The mirror's folder, in step with the repository.
#[derive(Debug)]
pub(crate) struct Mirror {
    /// Its root.
    pub(crate) root: PathBuf,
}

impl Mirror {
    /// Brings the mirror at `root` in step with `workspace`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written, or a root manifest that does not name the exercises as expected.
    pub(crate) fn sync(workspace: &Workspace, root: PathBuf) -> anyhow::Result<Self> {
        lay_out(workspace, &root, PRISTINE)?;
        copy_tree(&workspace.stubs(), &root.join(PRISTINE), &[], copy_with_fresh_time)?;
        Ok(Self { root })
    }

    /// The folder of `exercise` in the mirror.
    pub(crate) fn exercise(&self, exercise: &str) -> PathBuf {
        self.root.join(PRISTINE).join(exercise)
    }

    /// Makes cargo build `exercise` again, though nothing has changed.
    ///
    /// # Errors
    ///
    /// The system's, if the file cannot be touched.
    pub(crate) fn touch(&self, exercise: &str) -> anyhow::Result<()> {
        let library = self.exercise(exercise).join("src/lib.rs");
        let touched = fs::File::options()
            .append(true)
            .open(&library)
            .and_then(|file| file.set_modified(std::time::SystemTime::now()));
        touched.with_context(|| format!("cannot touch {}", library.display()))
    }
}

/// Brings `root` in step with `workspace`, but for the exercises, whose place is `folder`.
///
/// # Errors
///
/// A file that cannot be read or written, or a root manifest that does not name the exercises as expected.
pub(crate) fn lay_out(workspace: &Workspace, root: &Path, folder: &str) -> anyhow::Result<()> {
    let manifest_path = workspace.root.join("Cargo.toml");
    let manifest =
        fs::read_to_string(&manifest_path).with_context(|| format!("cannot read {}", manifest_path.display()))?;
    if !manifest.contains(MEMBERS) {
        bail!("{} has no member {MEMBERS}", manifest_path.display());
    }
    let members = format!("\"exercises/budget\", \"{folder}/*\"");
    write_if_other(&root.join("Cargo.toml"), manifest.replacen(MEMBERS, &members, 1).as_bytes())?;
    let lock = workspace.root.join("Cargo.lock");
    if lock.is_file() {
        write_if_other(
            &root.join("Cargo.lock"),
            &fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?,
        )?;
    }
    copy_tree(&workspace.root.join("harness"), &root.join("harness"), &LEFT_OUT, copy_with_time)?;
    copy_tree(&workspace.exercises().join("budget"), &root.join("exercises/budget"), &[], copy_with_time)
}

/// Makes the files below `to` those below `from`, less those whose relative path starts with one of `left_out`.
fn copy_tree(
    from: &Path,
    to: &Path,
    left_out: &[&str],
    copy: fn(&Path, &Path) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let wanted = |name: &str| !left_out.iter().any(|prefix| name.starts_with(prefix));
    if to.is_dir() {
        collect(to, "", &mut |name, path| {
            if wanted(name) && from.join(name).is_file() {
                Ok(())
            } else {
                remove(path, to).context("cannot empty the mirror")
            }
        })?;
    }
    if !from.is_dir() {
        return Ok(());
    }
    collect(from, "", &mut |name, path| if wanted(name) { copy(path, &to.join(name)) } else { Ok(()) })
}

/// Removes a file, and the folders above it up to `root` that are empty then: cargo takes a folder for a package.
fn remove(path: &Path, root: &Path) -> std::io::Result<()> {
    fs::remove_file(path)?;
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != root) {
        // It is not empty: then it stays, and so do those above it.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Copies a file whose contents differ. The copy is as new as it is: cargo looks at times, and an old one on changed
/// contents would go unseen.
fn copy_with_fresh_time(from: &Path, to: &Path) -> anyhow::Result<()> {
    write_if_other(to, &fs::read(from).with_context(|| format!("cannot read {}", from.display()))?)
}

/// Copies a file with its modification time, unless the copy has the same time and length already.
fn copy_with_time(from: &Path, to: &Path) -> anyhow::Result<()> {
    let context = || format!("cannot copy {} to {}", from.display(), to.display());
    let there = fs::metadata(from).with_context(context)?;
    let modified = there.modified().with_context(context)?;
    let here = fs::metadata(to).ok();
    if here.is_some_and(|here| here.len() == there.len() && here.modified().is_ok_and(|time| time == modified)) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(context)?;
    }
    fs::copy(from, to).with_context(context)?;
    fs::File::options().append(true).open(to).and_then(|file| file.set_modified(modified)).with_context(context)
}

/// Writes a file whose contents differ; it is as new as it is.
///
/// # Errors
///
/// The system's.
pub(crate) fn write_if_other(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let context = || format!("cannot write {}", path.display());
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(context)?;
    }
    fs::write(path, bytes).with_context(context)
}
