//! Folders that candidates are built in, one at a time in each.
//!
//! ```text
//! slots/slot-3/src tests    the candidate's sources, written fresh, and the pristine tests/
//! slots/slot-3/out          its library and its test binary
//! slots/slot-3/incremental  the compiler's incremental state, private to the candidate
//! slots/slot-3/run          the empty folder that it runs in
//! ```

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::candidate::Sources;

/// The most slots there are: the paths of all of them are named in every call of rustc.
pub(crate) const SLOTS: usize = 64;

/// A folder to build in, ours until dropped; other runs of the harness leave it alone.
#[derive(Debug)]
pub(crate) struct Slot {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// Its number, less than [`SLOTS`]: no other slot in use has it.
    pub(crate) number: usize,
    _lock: File,
}

impl Slot {
    /// Takes the first slot below `slots` that nobody has.
    ///
    /// # Errors
    ///
    /// The system's, or all slots are taken.
    pub(crate) fn take(slots: &Path) -> anyhow::Result<Self> {
        for number in 0..SLOTS {
            let folder = folder(slots, number);
            let context = || format!("cannot use {}", folder.display());
            fs::create_dir_all(&folder).with_context(context)?;
            let lock = File::create(folder.join("lock")).with_context(context)?;
            match lock.try_lock() {
                Ok(()) => return Ok(Self { folder, number, _lock: lock }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error).with_context(context),
            }
        }
        bail!("all {SLOTS} folders below {} are in use: wait for the other runs of the harness to end", slots.display())
    }

    /// Empties the slot, and writes `sources` and `tests` into it, with the current time as their modification time.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn fill(&self, sources: &Sources, tests: &Sources) -> anyhow::Result<()> {
        for (name, files) in [("src", Some(sources)), ("tests", Some(tests)), ("out", None), ("run", None)] {
            let folder = self.folder.join(name);
            renew(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
            for (file, bytes) in files.into_iter().flatten() {
                let path = folder.join(file);
                let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
                written.with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }

    /// The folder of the incremental state.
    pub(crate) fn incremental(&self) -> PathBuf {
        self.folder.join("incremental")
    }

    /// Makes the incremental state a copy of `seed`'s; empty where there is none, or where another run of the harness
    /// replaced it meanwhile: it saves time and decides nothing.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn seed(&self, seed: &Path) -> anyhow::Result<()> {
        let state = self.incremental();
        let emptied = renew(&state).and_then(|()| copy_all(seed, &state).or_else(|_| renew(&state)));
        emptied.with_context(|| format!("cannot empty {}", state.display()))
    }

    /// Keeps the incremental state as `seed`, in place of the one that was there.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn keep_as(&self, seed: &Path) -> anyhow::Result<()> {
        let (fresh, old) = (self.folder.join("seed"), self.folder.join("old-seed"));
        let copied = renew(&fresh).and_then(|()| copy_all(&self.incremental(), &fresh)).and_then(|()| thin_out(&fresh));
        let ready = copied.and_then(|()| remove(&old)).and_then(|()| seed.parent().map_or(Ok(()), fs::create_dir_all));
        ready.with_context(|| format!("cannot keep {}", seed.display()))?;
        // Another run of the harness may do the same at this moment. Whoever comes first, it is as good a seed.
        let _ = fs::rename(seed, &old);
        let _ = fs::rename(&fresh, seed);
        let _ = remove(&old);
        Ok(())
    }
}

/// The folder of slot `number`.
pub(crate) fn folder(slots: &Path, number: usize) -> PathBuf {
    slots.join(format!("slot-{number}"))
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn renew(folder: &Path) -> io::Result<()> {
    remove(folder).and_then(|()| fs::create_dir_all(folder))
}

/// Leaves the latest of a crate's sessions in the incremental state `state`: the earlier one was what it started from,
/// nobody reads it again, and every candidate would copy it.
fn thin_out(state: &Path) -> io::Result<()> {
    for of_crate in fs::read_dir(state)? {
        let entries = fs::read_dir(of_crate?.path())?.collect::<Result<Vec<_>, _>>()?;
        let mut sessions: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_dir()).collect();
        // Their names begin with the time.
        sessions.sort();
        sessions.pop();
        sessions.iter().try_for_each(fs::remove_dir_all)?;
    }
    Ok(())
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&there)?;
            copy_all(&entry.path(), &there)?;
        } else {
            fs::copy(entry.path(), &there)?;
        }
    }
    Ok(())
}
