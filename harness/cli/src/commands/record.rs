//! The record of the exercises as handed out: `harness/cli/stubs/`. Students edit `exercises/`; what their copy is
//! compared with, and goes back to, is this.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::args::Verify;
use crate::candidate::{Sources, collect};
use crate::exit::{Exit, usage};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// What of an exercise is on record: paths relative to its folder begin so.
const RECORDED: [&str; 3] = ["src/", "tests/", "Cargo.toml"];

/// `harness verify --record`: takes the exercises as they are now for what is handed out.
pub(super) fn run(workspace: &Workspace, args: &Verify, terminal: &Terminal) -> anyhow::Result<Exit> {
    if !workspace.solutions().is_dir() {
        return Err(usage(
            "only authors record stubs, and this copy has no solutions/: to get a stub back, cargo harness reset EX --yes",
        ));
    }
    for exercise in &workspace.registry.exercises {
        let named = args.exercises.is_empty()
            || args.exercises.iter().any(|name| workspace.exercise(name).is_ok_and(|of| of.id == exercise.id));
        let stub = recorded(&workspace.exercises().join(&exercise.id))?;
        let folder = workspace.stubs().join(&exercise.id);
        if !named || recorded(&folder)? == stub {
            continue;
        }
        if folder.is_dir() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        for (file, text) in &stub {
            write(&folder.join(file), text)?;
        }
        terminal.say(&format!("{}: recorded {} files", exercise.id, stub.len()))?;
    }
    Ok(Exit::Done)
}

/// The files of an exercise that are on record, by path relative to `folder`; none if there is no such folder.
///
/// # Errors
///
/// A folder or file that cannot be read.
pub(super) fn recorded(folder: &Path) -> anyhow::Result<Sources> {
    let mut files = BTreeMap::new();
    if folder.is_dir() {
        collect(folder, "", &mut |name, path| {
            if RECORDED.iter().any(|start| name.starts_with(start)) {
                files.insert(
                    name.to_owned(),
                    fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
                );
            }
            Ok(())
        })?;
    }
    Ok(files)
}

/// The paths at which `a` and `b` differ, in order.
pub(super) fn differing(a: &Sources, b: &Sources) -> Vec<String> {
    let paths: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    paths.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

/// Writes a file and the folders above it.
///
/// # Errors
///
/// The system's.
pub(super) fn write(path: &Path, text: &[u8]) -> anyhow::Result<()> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    written.with_context(|| format!("cannot write {}", path.display()))
}
