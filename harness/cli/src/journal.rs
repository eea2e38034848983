//! `journal.jsonl`: what came of each unit, a line each. The truth from which all other files of a batch are made.
//!
//! A line is written and synced before anything is said of its unit. A process that dies leaves at most one line without
//! its end: it is dropped, and its unit graded again. Nothing before it is ever touched.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::batch::Unit;

/// The file's name in the folder of a batch.
pub(crate) const JOURNAL: &str = "journal.jsonl";

/// A journal that is being written.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    /// Up to where its lines are whole, bytes.
    whole: u64,
    /// Whether a line was written in part: another one behind it would be read as one with it.
    broken: bool,
}

/// What a journal holds.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// The units, by key.
    pub(crate) units: Units,
    /// Whether the last line had no end, and was left out.
    pub(crate) torn: bool,
    /// Up to where its lines are whole, bytes.
    whole: u64,
}

/// Graded units by key, each as its line: as values, those of a large batch would take several times the room.
#[derive(Debug, Default)]
pub(crate) struct Units(BTreeMap<String, Box<[u8]>>);

impl Units {
    /// Whether there is one with this key.
    pub(crate) fn contains(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The one with this key.
    pub(crate) fn get(&self, key: &str) -> Option<Unit> {
        self.0.get(key).map(|line| serde_json::from_slice(line).expect("it was read, or written, as a unit before"))
    }

    /// Adds `unit`, whose line is `line`.
    pub(crate) fn insert(&mut self, unit: &Unit, line: Vec<u8>) {
        self.0.insert(unit.key.clone(), line.into());
    }
}

#[cfg(test)]
impl Extend<Unit> for Units {
    fn extend<T: IntoIterator<Item = Unit>>(&mut self, units: T) {
        for unit in units {
            self.insert(&unit, serde_json::to_vec(&unit).expect("a unit is plain data"));
        }
    }
}

#[cfg(test)]
impl FromIterator<Unit> for Units {
    fn from_iter<T: IntoIterator<Item = Unit>>(units: T) -> Self {
        let mut all = Self::default();
        all.extend(units);
        all
    }
}

/// Reads the journal in the folder `run`; none is an empty one.
///
/// # Errors
///
/// It cannot be read, or a line before the last is not a unit: somebody has written into it.
pub(crate) fn read(run: &Path) -> anyhow::Result<Entries> {
    let path = run.join(JOURNAL);
    let mut entries = Entries::default();
    let file = match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(entries),
        file => file.with_context(|| format!("cannot read {}", path.display()))?,
    };
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let n = lines.read_until(b'\n', &mut line).with_context(|| format!("cannot read {}", path.display()))?;
        if n == 0 {
            break;
        }
        let is_whole = line.last() == Some(&b'\n');
        match serde_json::from_slice::<Unit>(&line) {
            Ok(unit) if is_whole => {
                entries.whole += n as u64;
                entries.units.0.insert(unit.key, line.trim_ascii_end().into());
            }
            Err(error) if is_whole => bail!(
                "{}:{number}: this line is no unit ({error}): it was changed by hand, or the disk is at fault; put back a \
                 copy of the file, or grade into another folder",
                path.display()
            ),
            Ok(_) | Err(_) => entries.torn = true,
        }
    }
    Ok(entries)
}

impl Journal {
    /// Opens the journal in the folder `run` behind what `entries` has read of it: what comes after that is cut off.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn open(run: &Path, entries: &Entries) -> anyhow::Result<Self> {
        let path = run.join(JOURNAL);
        let context = || format!("cannot write {}", path.display());
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).with_context(context)?;
        file.set_len(entries.whole).and_then(|()| file.seek(SeekFrom::End(0))).with_context(context)?;
        file.sync_all().with_context(context)?;
        // The name is on the disk, too, before the first line is spoken of.
        #[cfg(unix)]
        File::open(run).and_then(|folder| folder.sync_all()).with_context(context)?;
        Ok(Self { path, file, whole: entries.whole, broken: false })
    }

    /// Appends `unit`, and returns its line when that is on the disk.
    ///
    /// # Errors
    ///
    /// The system's, a full disk say: what is there of the line is cut off, now or when the journal is read again, and no
    /// further one is taken, even if the disk has room for it by then.
    pub(crate) fn append(&mut self, unit: &Unit) -> anyhow::Result<Vec<u8>> {
        let path = self.path.display();
        if self.broken {
            bail!("cannot write {path}: a line before this one was not written to its end");
        }
        let mut line = serde_json::to_vec(unit).context("cannot write a unit as JSON")?;
        line.push(b'\n');
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        if written.is_err() {
            self.broken = true;
            // Where even this fails, the torn line is dropped when it is read.
            let _ = self.file.set_len(self.whole);
        }
        written.with_context(|| format!("cannot write {path}"))?;
        self.whole += line.len() as u64;
        line.pop();
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use harness_core::gradebook::Graded;
    use tempfile::TempDir;

    use super::*;

    fn unit(key: &str) -> Unit {
        let graded = Graded { exercise: "e1".to_owned(), checks: Vec::new() };
        Unit {
            key: key.to_owned(),
            exercise: "e1".to_owned(),
            graded,
            lost: BTreeMap::new(),
            untouched: false,
            flags: Vec::new(),
        }
    }

    /// The keys that are there after `tail` was written behind two units, and after a third one was appended to that.
    #[track_caller]
    fn check(tail: &[u8], want: Result<bool, &str>) {
        let run = TempDir::new().unwrap();
        let mut journal = Journal::open(run.path(), &read(run.path()).unwrap()).unwrap();
        journal.append(&unit("a")).unwrap();
        journal.append(&unit("b")).unwrap();
        OpenOptions::new().append(true).open(run.path().join(JOURNAL)).unwrap().write_all(tail).unwrap();
        let keys = |entries: &Entries| entries.units.0.keys().cloned().collect::<Vec<_>>();
        match (read(run.path()), want) {
            (Ok(entries), Ok(torn)) => {
                assert_eq!((keys(&entries), entries.torn), (vec!["a".to_owned(), "b".to_owned()], torn));
                Journal::open(run.path(), &entries).unwrap().append(&unit("c")).unwrap();
                let after = read(run.path()).unwrap();
                assert_eq!((keys(&after).len(), after.torn), (3, false));
            }
            (Err(error), Err(want)) => assert!(error.to_string().contains(want), "{error}"),
            (got, want) => panic!("{got:?}, expected {want:?}"),
        }
    }

    #[test]
    fn what_was_appended_is_there_when_read_again() {
        check(b"", Ok(false));
    }

    #[test]
    fn a_torn_last_line_is_dropped_wherever_it_ends() {
        let mut line = serde_json::to_vec(&unit("c")).unwrap();
        for n in [1, line.len() / 2, line.len()] {
            check(&line[..n], Ok(true));
        }
        line.truncate(7);
        check(b"\xff\x00\x01", Ok(true));
    }

    #[test]
    fn a_whole_line_that_is_no_unit_is_refused_with_its_number() {
        check(b"{\"key\": 7}\n", Err("journal.jsonl:3: this line is no unit"));
        check(b"\0\0\0\n", Err("journal.jsonl:3: this line is no unit"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn after_a_line_that_was_not_written_no_other_one_is() {
        let file = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut journal = Journal { path: "/dev/full".into(), file, whole: 0, broken: false };
        let error = journal.append(&unit("a")).unwrap_err();
        assert!(format!("{error:#}").contains("os error 28"), "{error:#}");
        journal.file = tempfile::tempfile().unwrap();
        let error = journal.append(&unit("b")).unwrap_err();
        assert!(error.to_string().contains("not written to its end"), "{error}");
        assert_eq!(journal.file.metadata().unwrap().len(), 0);
    }

    #[test]
    fn no_journal_is_an_empty_one() {
        let run = TempDir::new().unwrap();
        assert!(read(run.path()).unwrap().units.0.is_empty());
        assert!(fs::read_dir(run.path()).unwrap().next().is_none(), "reading makes no file");
    }
}
