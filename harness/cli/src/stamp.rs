//! `.stamp.json` in the folder of a batch: what the batch was made of when its files were last written. Whoever finds all of
//! it as it was has nothing to do.
//!
//! What was handed in is compared by its keys, every file of the folder by what the system says of it: which file it is,
//! its length, and when it was last changed, which nobody can set. A file that was edited, replaced, removed or added
//! by anybody is seen so, whatever it holds. The stamp decides about work alone; a wrong or missing one costs time.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::batch::Batch;
use crate::candidate::collect;
use crate::hash::Hash;
use crate::put::put_synced;

/// The file's name in the folder of a batch.
const STAMP: &str = ".stamp.json";
/// What tells one start of the machine from another, where the system says so: files are not synced, and what a crash left of
/// them may look whole.
const BOOT: &str = "/proc/sys/kernel/random/boot_id";

/// The stamp.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// Hash of who handed in what, under which conditions.
    of: String,
    /// Which submissions are alike, a sentence each: that follows from what was handed in, and takes time to find out.
    alike: Vec<String>,
    /// Every file, by path relative to the folder; empty as long as something is left to do.
    files: BTreeMap<String, String>,
    boot: String,
}

impl Stamp {
    /// The stamp in the folder `run`, if there is one that can be read.
    pub(crate) fn load(run: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(run.join(STAMP)).ok()?).ok()
    }

    /// One for what was handed in, nothing of it graded yet. `of` is what [`hash_of`] says.
    pub(crate) fn begun(of: String, alike: Vec<String>) -> Self {
        Self { of, alike, ..Self::default() }
    }

    /// Which submissions are alike, if what was handed in is what this is a stamp of.
    pub(crate) fn alike(&self, of: &str) -> Option<&Vec<String>> {
        (self.of == of).then_some(&self.alike)
    }

    /// Whether the folder `run` holds what it held, and was made of what has the hash `of`.
    pub(crate) fn holds(&self, run: &Path, of: &str) -> bool {
        !self.files.is_empty() && self.of == of && self.boot == boot() && files(run).is_ok_and(|now| now == self.files)
    }

    /// With the files in `run` as they are now, but for `read`: what had been read when they were made.
    ///
    /// # Errors
    ///
    /// A folder that cannot be read.
    pub(crate) fn ended(self, run: &Path, read: (&str, Option<String>)) -> anyhow::Result<Self> {
        let mut files = files(run)?;
        files.remove(read.0);
        files.extend(read.1.map(|state| (read.0.to_owned(), state)));
        Ok(Self { files, boot: boot(), ..self })
    }

    /// Writes it into the folder `run`.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn store(&self, run: &Path) -> anyhow::Result<()> {
        put_synced(&run.join(STAMP), &serde_json::to_vec(self).context("cannot write the stamp as JSON")?)
    }
}

/// The hash of what `batch` says, before anything is added to it that follows from that. Which isolation holds is the machine's,
/// and not known before the first unit is graded: it is left out.
///
/// # Errors
///
/// None that a batch can have.
pub(crate) fn hash_of(batch: &Batch) -> anyhow::Result<String> {
    let batch = Batch { isolation: String::new(), ..batch.clone() };
    let text = serde_json::to_vec(&batch).context("cannot write the batch as JSON")?;
    Ok(Hash::default().with(text).finish())
}

/// What the system says of the file `name` in `run`; `None` if it is not there.
///
/// # Errors
///
/// The system's.
pub(crate) fn file(run: &Path, name: &str) -> anyhow::Result<Option<String>> {
    match fs::symlink_metadata(run.join(name)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => Ok(Some(state(&found.with_context(|| format!("cannot look at {name} in {}", run.display()))?))),
    }
}

/// All regular files in `run` but those that begin with a dot, which are the harness's own.
fn files(run: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    collect(run, "", &mut |name, path| {
        if !name.starts_with('.') {
            files.insert(name.to_owned(), state(&fs::symlink_metadata(path)?));
        }
        Ok(())
    })?;
    Ok(files)
}

#[cfg(unix)]
fn state(of: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{}:{} {} {}.{:09}", of.dev(), of.ino(), of.len(), of.ctime(), of.ctime_nsec())
}

#[cfg(not(unix))]
fn state(of: &Metadata) -> String {
    format!("{} {:?}", of.len(), of.modified().ok())
}

fn boot() -> String {
    fs::read_to_string(BOOT).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a folder with two files is as it was, after `change`.
    #[track_caller]
    fn check(change: impl FnOnce(&Path), want: bool) {
        let run = tempfile::tempdir().unwrap();
        fs::create_dir(run.path().join("feedback")).unwrap();
        fs::write(run.path().join("a.csv"), "one").unwrap();
        fs::write(run.path().join("feedback/b.txt"), "two").unwrap();
        let stamp = Stamp::begun("h".to_owned(), vec!["a, b".to_owned()]);
        assert!(!stamp.holds(run.path(), "h"), "nothing is graded yet");
        stamp.ended(run.path(), ("o.csv", None)).unwrap().store(run.path()).unwrap();
        change(run.path());
        let stamp = Stamp::load(run.path()).unwrap_or_default();
        assert_eq!((stamp.holds(run.path(), "h"), stamp.holds(run.path(), "other")), (want, false));
        assert_eq!(stamp.alike("other"), None);
    }

    #[test]
    fn what_nobody_touched_is_as_it_was() {
        check(|_| {}, true);
        check(|run| drop(fs::read(run.join("a.csv"))), true);
        check(|run| fs::write(run.join(".lock"), "").unwrap(), true);
    }

    #[test]
    fn files_that_were_edited_removed_or_added_are_seen() {
        check(|run| fs::write(run.join("a.csv"), "ones").unwrap(), false);
        check(|run| fs::remove_file(run.join("feedback/b.txt")).unwrap(), false);
        check(|run| fs::write(run.join("overrides.csv"), "").unwrap(), false);
        check(|run| fs::write(run.join(STAMP), "{").unwrap(), false);
    }

    #[test]
    fn an_edit_that_puts_back_length_and_time_is_seen() {
        let edit = |run: &Path| {
            let path = run.join("a.csv");
            let before = fs::metadata(&path).unwrap();
            // The system's clock for files ticks every few milliseconds.
            for _ in 0..100_000 {
                fs::write(&path, "eno").unwrap();
                fs::File::options().append(true).open(&path).unwrap().set_modified(before.modified().unwrap()).unwrap();
                if state(&before) != state(&fs::metadata(&path).unwrap()) {
                    break;
                }
            }
        };
        check(edit, !cfg!(unix));
    }

    #[test]
    fn what_was_changed_while_the_files_were_made_is_seen() {
        let run = tempfile::tempdir().unwrap();
        fs::write(run.path().join("overrides.csv"), "one").unwrap();
        let read = file(run.path(), "overrides.csv").unwrap();
        fs::write(run.path().join("overrides.csv"), "longer").unwrap();
        let stamp = Stamp::begun("h".to_owned(), Vec::new()).ended(run.path(), ("overrides.csv", read)).unwrap();
        assert!(!stamp.holds(run.path(), "h"));
    }
}
