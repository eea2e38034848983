//! Files that appear as a whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Whether bytes have to be on the disk before they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disk {
    /// They are made from nothing else: they have to be there after a crash of the machine, or what stood there before.
    Synced,
    /// They are made again from the journal, which is synced.
    Remade,
}

/// Writes `bytes` to a file beside `path`, then gives it that name. What stood there is replaced in one move.
///
/// It is not synced: for what can be made again from files that are.
///
/// # Errors
///
/// The folder is not there or cannot be written, or the disk is full; what stood at `path` is as before.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    put_on(path, Disk::Remade, |to| Ok(to.write_all(bytes)?))
}

/// The same, and the bytes are on the disk before they take the place of others.
///
/// # Errors
///
/// As those of [`put`].
pub(crate) fn put_synced(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    put_on(path, Disk::Synced, |to| Ok(to.write_all(bytes)?))
}

/// As [`put`] for what `write` writes, which need never be in memory as a whole.
///
/// # Errors
///
/// Those of [`put`], and what `write` says.
pub(crate) fn put_by(path: &Path, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    put_on(path, Disk::Remade, write)
}

fn put_on(path: &Path, disk: Disk, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let temporary = beside(path);
    let fill = || -> anyhow::Result<()> {
        let mut to = Watched { to: BufWriter::new(File::create(&temporary)?), failed: None };
        let written = write(&mut to).and_then(|()| Ok(to.flush()?));
        // What writes formats has errors of its own, which no longer tell a full disk from another fault.
        to.failed.map_or(written, |error| Err(error.into()))?;
        if disk == Disk::Synced {
            to.to.get_ref().sync_all()?;
        }
        Ok(fs::rename(&temporary, path)?)
    };
    let written = fill();
    if written.is_err() {
        // What is left of it helps nobody; that it cannot be removed either is not what has to be said.
        let _ = fs::remove_file(&temporary);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Remembers the first error of a writer.
struct Watched<W> {
    to: W,
    failed: Option<io::Error>,
}

impl<W: Write> Watched<W> {
    fn watch<T>(&mut self, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        write(&mut self.to).inspect_err(|error| {
            let same = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
            self.failed.get_or_insert(same);
        })
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.watch(|to| to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.watch(W::flush)
    }
}

/// Where a file is made that is going to stand at `path`. Always the same place: what a killed run left there is replaced.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        put(&path, b"one").unwrap();
        fs::write(beside(&path), b"left by a killed run, and longer").unwrap();
        put_synced(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::create_dir_all(path.join("full")).unwrap();
        let error = put(&path, b"one").unwrap_err();
        assert!(error.to_string().starts_with("cannot write "), "{error:#}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_as_one_whatever_writes() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut to = Watched { to: BufWriter::with_capacity(4, full), failed: None };
        assert!(serde_json::to_writer(&mut to, "more than fits").is_err());
        assert_eq!(to.failed.unwrap().kind(), io::ErrorKind::StorageFull);
    }
}
