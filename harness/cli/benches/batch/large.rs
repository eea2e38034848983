//! Large batches without the hours that they take: real units, graded here, stand for others like them.
//!
//! The keys are the harness's own: it writes `batch.json`, with the key of every unit, before it grades the first, and is
//! stopped then. Each unit's line in the journal is that of a real unit of its exercise under that key.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::command::{Course, emptied, timed};
use crate::submissions::{hand_in, submission, write};

/// How many real units there are.
const REAL: usize = 12;
/// How long the harness may take to look at what was handed in.
const PATIENCE: Duration = Duration::from_mins(10);

/// A batch, and what was handed in.
pub(crate) struct Large {
    /// What was handed in: three exercises a student.
    pub(crate) submissions: PathBuf,
    /// The folder of the batch.
    pub(crate) out: PathBuf,
}

/// Hands in for `n_students` and makes their batch; all but the last `n_open` units have a line.
pub(crate) fn batch(course: &Course, name: &str, n_students: usize, n_open: usize) -> anyhow::Result<Large> {
    let large = Large { submissions: course.folder(name)?, out: course.folder(&format!("{name}_out"))? };
    for student in 0..n_students {
        for exercise in 0..3 {
            let mut of = submission(3 * (student % (REAL / 3)) + exercise)?;
            for text in of.sources.values_mut() {
                writeln!(text, "// by student {student}")?;
            }
            write(&large.submissions.join(format!("student_{student:05}/{}/src", of.exercise)), &of.sources)?;
        }
    }
    large.fill(course, n_open)?;
    Ok(large)
}

impl Large {
    /// Makes the batch anew: all but the last `n_open` units have a line.
    pub(crate) fn fill(&self, course: &Course, n_open: usize) -> anyhow::Result<()> {
        let lines = real(course)?;
        emptied(&self.out)?;
        let mut harness =
            course.grade(&self.submissions, &self.out, &[]).stderr(std::process::Stdio::null()).spawn()?;
        let (path, deadline) = (self.out.join("batch.json"), Instant::now() + PATIENCE);
        while !path.is_file() {
            ensure!(harness.try_wait()?.is_none() && Instant::now() < deadline, "no batch.json was written");
            std::thread::sleep(Duration::from_millis(5));
        }
        harness.kill()?;
        harness.wait()?;
        let batch: Value = serde_json::from_slice(&fs::read(&path)?)?;
        let mut units: Vec<(&String, &str)> = Vec::new();
        for student in batch["students"].as_array().context("no students")? {
            let of = student["units"].as_object().context("no units")?;
            units.extend(of.iter().filter_map(|(exercise, key)| Some((exercise, key.as_str()?))));
        }
        ensure!(units.len() > n_open, "there are {} units", units.len());
        units.truncate(units.len() - n_open);
        let mut journal = BufWriter::new(fs::File::create(self.out.join("journal.jsonl"))?);
        for (at, (exercise, key)) in units.into_iter().enumerate() {
            let of = lines.get(exercise).with_context(|| format!("no real unit of {exercise}"))?;
            let mut unit = of[at / 3 % of.len()].clone();
            unit["key"] = key.into();
            writeln!(journal, "{unit}")?;
        }
        Ok(journal.flush()?)
    }
}

/// The lines of real units, by exercise; graded once.
fn real(course: &Course) -> anyhow::Result<BTreeMap<String, Vec<Value>>> {
    let (submissions, out) = (course.folder("real")?, course.folder("real_out")?);
    if !out.join("summary.txt").is_file() {
        hand_in(&submissions, 0..REAL)?;
        timed(course.grade(&submissions, &out, &[]))?;
    }
    let mut lines: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in fs::read_to_string(out.join("journal.jsonl"))?.lines() {
        let unit: Value = serde_json::from_str(line)?;
        let exercise = unit["exercise"].as_str().context("a unit without exercise")?.to_owned();
        lines.entry(exercise).or_default().push(unit);
    }
    Ok(lines)
}

/// All files below `folder`.
pub(crate) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    Ok(found)
}
