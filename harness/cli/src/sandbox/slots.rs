//! What a build box sees of a slot, and whose the slot is.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::rules::Files;
use super::{Paths, Step};

/// What the linker is and reads, beside the toolchain.
const LINKER: [&str; 9] = [
    "/usr/bin",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/libexec",
    "/lib",
    "/lib64",
    "/etc/alternatives",
    "/etc/ld.so.cache",
];

/// What rustc, at `rustc`, opens in order to make `step`.
pub(super) fn files(rustc: &Path, step: Step, paths: Paths, libraries: &[PathBuf]) -> Files {
    let mut run = vec![toolchain(rustc)];
    // Not the tests: those that stand with the reference solution are no student's to read, not even for the compiler.
    let mut read = vec![paths.slot.join("src")];
    // In the incremental state a student's `include_bytes!` may read, too, as rustc must; but it would have to name a file
    // in a folder that rustc has named by chance, and nothing lists folders at compile time.
    let write = vec![paths.slot.join("out"), paths.slot.join("incremental"), PathBuf::from("/dev/null")];
    match step {
        Step::Library => run.extend(libraries.iter().cloned()),
        Step::Link => {
            read.push(paths.slot.join("tests"));
            run.extend(LINKER.map(PathBuf::from));
            read.push("/proc".into());
        }
    }
    // Procedural macros are loaded, not run.
    read.extend(paths.dependencies.iter().cloned());
    Files { read, run, write }
}

/// The folder with `bin/rustc` in it.
pub(super) fn toolchain(rustc: &Path) -> PathBuf {
    rustc.ancestors().nth(2).unwrap_or(rustc).to_path_buf()
}

/// Whether a folder above `path` is closed to everybody but its owner and their group.
pub(super) fn is_closed(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| path.metadata().map(|metadata| metadata.permissions().mode());
        path.ancestors().skip(1).any(|folder| mode(folder).is_ok_and(|mode| mode & 0o001 == 0))
            || mode(path).is_ok_and(|mode| mode & 0o004 == 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Makes all below the slot `folder`, but its lock and the folder itself, the property of `user`.
pub(super) fn hand_over(folder: &Path, user: u32) -> anyhow::Result<()> {
    for part in ["src", "tests", "out", "incremental"] {
        let part = folder.join(part);
        if part.is_dir() {
            give(&part, user).with_context(|| format!("cannot hand over {}", part.display()))?;
        }
    }
    Ok(())
}

fn give(path: &Path, user: u32) -> std::io::Result<()> {
    #[cfg(unix)]
    std::os::unix::fs::lchown(path, Some(user), Some(user))?;
    #[cfg(not(unix))]
    let _ = user;
    if path.symlink_metadata()?.is_dir() {
        for entry in path.read_dir()? {
            give(&entry?.path(), user)?;
        }
    }
    Ok(())
}
