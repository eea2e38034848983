//! A batch on disk, as two files below `--out`, from which every other one is made.
//!
//! ```text
//! batch.json     who handed in what: students, their units by key; written anew at each start, as a whole
//! journal.jsonl  what came of each unit, by key: a line a unit, appended and synced, never changed
//! ```
//!
//! A *unit* is what one submission holds of one exercise. Its key is a hash of all that its verdict depends on, so equal
//! units are graded once, and a unit that has not changed is not graded again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness_core::gradebook::Graded;
use harness_core::observation::End;
use serde::{Deserialize, Serialize};

use crate::exit::usage;
use crate::intake::{Attempt, IdFrom, Layout};
use crate::journal::Units;
use crate::put::put_synced;

/// The version of both files.
pub(crate) const FORMAT_VERSION: u32 = 1;

/// `batch.json`: who handed in what, and under which conditions it is graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Batch {
    /// [`FORMAT_VERSION`].
    pub(crate) format_version: u32,
    /// What the verdicts of all units depend on.
    pub(crate) conditions: Conditions,
    /// What isolation was verified, in a line.
    pub(crate) isolation: String,
    /// What was given to be graded, as absolute paths.
    pub(crate) paths: Vec<PathBuf>,
    /// The roster, as an absolute path.
    pub(crate) roster: Option<PathBuf>,
    /// Which part of a name is a student's id.
    pub(crate) id_from: IdFrom,
    /// Whether a PATH is one submission or many, where that was said.
    pub(crate) layout: Option<Layout>,
    /// Which of several attempts counts.
    pub(crate) attempt: Attempt,
    /// The exercises that are graded, by id.
    pub(crate) exercises: Vec<String>,
    /// The students, in the order of their ids.
    pub(crate) students: Vec<Student>,
    /// What has to be said about the folder as a whole, a sentence each.
    pub(crate) notes: Vec<String>,
}

/// What the verdicts of all units of a batch depend on. A batch is never continued under others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub(crate) struct Conditions {
    /// Hash of `checkpoints.yaml`, the exercises as handed out, and the reference solutions.
    pub(crate) course: String,
    /// Version and hash of this program.
    pub(crate) harness: String,
    /// What `rustc -vV` says.
    pub(crate) toolchain: String,
    /// The seed of the data that is graded on besides the published; not for students before the gradebook is.
    pub(crate) seed: String,
}

/// One student, and what they handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Student {
    /// The id, unique in the batch: as on the roster, else as the submission's folder or archive is named.
    pub(crate) id: String,
    /// The name, where the roster has one.
    pub(crate) name: Option<String>,
    /// The group, where the roster has one; its members share what one of them handed in.
    pub(crate) group: Option<String>,
    /// What came of looking for a submission.
    pub(crate) status: Status,
    /// The keys of the units, by exercise.
    pub(crate) units: BTreeMap<String, String>,
    /// What was handed in and does not count, a line each, escaped.
    pub(crate) ignored: Vec<String>,
}

/// What came of looking for a student's submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    /// There is one, and it is graded.
    Submitted {
        /// Where it was found, relative to what was graded.
        source: String,
        /// Whether it came late, as far as the export says so. A penalty is the LMS's business.
        late: bool,
    },
    /// On the roster, and nothing was handed in. That is not a score of 0.
    NotSubmitted,
    /// There is one, and nothing of it can be graded.
    Refused {
        /// Where it was found.
        source: String,
        /// Why, and what to do about it.
        why: String,
    },
}

/// A line of `journal.jsonl`: one graded unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unit {
    /// The key.
    pub(crate) key: String,
    /// The exercise.
    pub(crate) exercise: String,
    /// What came of its checks.
    pub(crate) graded: Graded,
    /// Files, relative to `src/`, in whose place the stub's stood, and why.
    pub(crate) lost: BTreeMap<String, End>,
    /// Whether it is the stub, untouched.
    pub(crate) untouched: bool,
    /// What the instructor should know of it, a sentence each; never shown to the student.
    pub(crate) flags: Vec<String>,
}

/// The file's name in the folder of a batch.
pub(crate) const BATCH: &str = "batch.json";
/// What the batch was before it is graded again, until that has come to its end.
const BEFORE: &str = "before-regrade.json";

impl Batch {
    /// Reads the batch in the folder `run`; `None` if there is none yet.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not one of these, or is of another version.
    pub(crate) fn load(run: &Path) -> anyhow::Result<Option<Self>> {
        Self::read(&run.join(BATCH))
    }

    /// The batch in the folder `run` as it was before a regrade that has not come to its end; `None` if there is none.
    ///
    /// # Errors
    ///
    /// As for [`Self::load`].
    pub(crate) fn load_before_regrade(run: &Path) -> anyhow::Result<Option<Self>> {
        Self::read(&run.join(BEFORE))
    }

    /// Keeps the batch as what the one in the folder `run` was, unless one is kept already.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn keep_before_regrade(&self, run: &Path) -> anyhow::Result<()> {
        if run.join(BEFORE).is_file() { Ok(()) } else { self.store_as(&run.join(BEFORE)) }
    }

    /// The regrade in the folder `run` has come to its end.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn end_regrade(run: &Path) -> anyhow::Result<()> {
        let path = run.join(BEFORE);
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))
    }

    fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Version {
            format_version: u32,
        }
        let context = || format!("cannot read {}", path.display());
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            text => text.with_context(context)?,
        };
        let version: Version = serde_json::from_str(&text).with_context(context)?;
        if version.format_version != FORMAT_VERSION {
            let version = version.format_version;
            let path = path.display();
            return Err(usage(format!("{path} is of version {version}, and this harness reads {FORMAT_VERSION}")));
        }
        serde_json::from_str(&text).with_context(context).map(Some)
    }

    /// The keys of all units, each once.
    pub(crate) fn keys(&self) -> BTreeSet<&str> {
        self.students.iter().flat_map(|student| student.units.values()).map(String::as_str).collect()
    }

    /// The same with one entry a student: of several attempts the one that earned most by `units`, the latest of equal
    /// ones. Attempts follow each other, earliest first.
    pub(crate) fn counted(self, units: &Units) -> Self {
        let earned = |student: &Student| {
            let units = student.units.values().filter_map(|key| units.get(key));
            units.map(|unit| unit.graded.score().earned).sum::<u32>()
        };
        let mut students: Vec<Student> = Vec::new();
        for student in self.students {
            match students.last_mut() {
                Some(before) if before.id == student.id => {
                    if earned(&student) >= earned(before) {
                        *before = student;
                    }
                }
                _ => students.push(student),
            }
        }
        Self { students, ..self }
    }

    /// Writes the batch into the folder `run`, as a whole or not at all.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn store(&self, run: &Path) -> anyhow::Result<()> {
        self.store_as(&run.join(BATCH))
    }

    fn store_as(&self, path: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_vec_pretty(self).context("cannot write the batch as JSON")?;
        put_synced(path, &text)
    }
}
