//! `overrides.csv`: what the instructor decided instead of the judge, each with a reason and a name.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use ::csv::{ReaderBuilder, StringRecord};
use anyhow::Context;
use harness_core::locate::nearest;
use harness_core::registry::{Check, Registry};
use schemars::JsonSchema;
use serde::Serialize;

use crate::batch::Batch;
use crate::exit::usage;

/// The file's name below the run.
pub(crate) const FILE: &str = "overrides.csv";

const COLUMNS: [&str; 6] = ["student", "exercise", "check", "points", "reason", "who"];

/// What counts instead of the judge's points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grant {
    /// These points, at most those of the check.
    Points(u32),
    /// The check is left out of the total.
    Excused,
}

/// What the instructor decided about one check of one student.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Override {
    /// What counts.
    pub(crate) grant: Grant,
    /// Why.
    pub(crate) reason: String,
    /// Who decided.
    pub(crate) who: String,
}

impl Override {
    /// In words: `12 points: the rows were right (Ana)`.
    pub(crate) fn words(&self) -> String {
        let grant = match self.grant {
            Grant::Points(1) => "1 point".to_owned(),
            Grant::Points(points) => format!("{points} points"),
            Grant::Excused => "excused".to_owned(),
        };
        format!("{grant}: {} ({})", self.reason, self.who)
    }
}

/// All of them, by student, exercise and check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overrides(BTreeMap<(String, String, String), Override>);

impl Overrides {
    /// Reads `overrides.csv` of `run`; there are none where it is not there.
    ///
    /// # Errors
    ///
    /// The file cannot be read; a line that is wrong, with line and column.
    pub(crate) fn read(run: &Path, batch: &Batch, registry: &Registry) -> anyhow::Result<Self> {
        let path = run.join(FILE);
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            read => Self::parse(&read.with_context(|| format!("cannot read {}", path.display()))?, batch, registry),
        }
    }

    /// What was decided about that check.
    pub(crate) fn of(&self, student: &str, exercise: &str, check: &str) -> Option<&Override> {
        self.0.get(&(student.to_owned(), exercise.to_owned(), check.to_owned()))
    }

    /// Whether anything was decided about that exercise, whoever handed it in.
    pub(crate) fn concern(&self, exercise: &str) -> bool {
        self.0.keys().any(|(_, of, _)| of == exercise)
    }

    /// Reads the text of the file. A byte order mark is taken for what it is.
    pub(crate) fn parse(bytes: &[u8], batch: &Batch, registry: &Registry) -> anyhow::Result<Self> {
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut overrides = BTreeMap::new();
        let mut lines: BTreeMap<(String, String, String), u64> = BTreeMap::new();
        for (n, record) in reader.records().enumerate() {
            let record = record.map_err(|error| usage(format!("{FILE}: {error}")))?;
            let line = record.position().map_or(0, ::csv::Position::line);
            if n == 0 {
                header(&record)?;
                continue;
            }
            let (key, found) = Line { number: line, record: &record, batch, registry }.read()?;
            if let Some(first) = lines.insert(key.clone(), line) {
                return Err(wrong(line, 2, &format!("the same check of the same student as in line {first}")));
            }
            overrides.insert(key, found);
        }
        Ok(Self(overrides))
    }
}

fn header(record: &StringRecord) -> anyhow::Result<()> {
    let wanted = COLUMNS.iter().enumerate();
    for (n, name) in wanted {
        let found = record.get(n).map_or("", str::trim);
        if found != *name {
            return Err(usage(format!(
                "{FILE}:1: column {} is named `{}`, not `{name}`: the first line has to be {}",
                n + 1,
                harness_core::report::escape(found),
                COLUMNS.join(",")
            )));
        }
    }
    Ok(())
}

/// What is wrong with the cell in column `n`, from 0.
fn wrong(line: u64, n: usize, what: &str) -> anyhow::Error {
    usage(format!("{FILE}:{line}: column {} ({}): {what}", n + 1, COLUMNS[n]))
}

/// A line of the file, and what it may speak of.
struct Line<'a> {
    number: u64,
    record: &'a StringRecord,
    batch: &'a Batch,
    registry: &'a Registry,
}

impl Line<'_> {
    fn read(&self) -> anyhow::Result<((String, String, String), Override)> {
        if self.record.len() != COLUMNS.len() {
            let n = self.record.len();
            return Err(usage(format!(
                "{FILE}:{}: {n} columns, not {}: text with a comma in it needs quotes",
                self.number,
                COLUMNS.len()
            )));
        }
        let student = self.known(0, self.batch.students.iter().map(|student| student.id.as_str()))?;
        let exercise = self.known(1, self.registry.exercises.iter().map(|exercise| exercise.id.as_str()))?;
        let checks = self.registry.exercise(exercise).map_or(&[][..], |exercise| &exercise.checks);
        let id = self.known(2, checks.iter().map(|check| check.id.as_str()))?;
        let grant = self.grant(checks.iter().find(|check| check.id == id))?;
        let key = (student.to_owned(), exercise.to_owned(), id.to_owned());
        Ok((key, Override { grant, reason: self.said(4)?, who: self.said(5)? }))
    }

    fn cell(&self, n: usize) -> &str {
        self.record.get(n).map_or("", str::trim)
    }

    /// The cell, which has to be one of `known`.
    fn known<'b>(&'b self, n: usize, known: impl Iterator<Item = &'b str> + Clone) -> anyhow::Result<&'b str> {
        let cell = self.cell(n);
        if let Some(found) = known.clone().find(|known| *known == cell) {
            return Ok(found);
        }
        let near =
            nearest(cell, known).map(|near| format!(": did you mean `{}`?", harness_core::report::escape(&near)));
        let what = format!("no {} `{}`{}", COLUMNS[n], harness_core::report::escape(cell), near.unwrap_or_default());
        Err(wrong(self.number, n, &what))
    }

    fn grant(&self, check: Option<&Check>) -> anyhow::Result<Grant> {
        let most = check.map_or(0, |check| check.points);
        let cell = self.cell(3);
        if cell == "excused" {
            return Ok(Grant::Excused);
        }
        match cell.parse() {
            Ok(points) if points <= most => Ok(Grant::Points(points)),
            Ok(points) => Err(wrong(self.number, 3, &format!("{points} is more than the {most} points of the check"))),
            Err(_) => {
                let cell = harness_core::report::escape(cell);
                Err(wrong(
                    self.number,
                    3,
                    &format!("`{cell}` is neither a whole number from 0 to {most} nor `excused`"),
                ))
            }
        }
    }

    /// The cell, which must not be empty.
    fn said(&self, n: usize) -> anyhow::Result<String> {
        let cell = self.cell(n);
        if cell.is_empty() {
            return Err(wrong(
                self.number,
                n,
                "is empty: an override is shown with its reason and with who decided it",
            ));
        }
        Ok(cell.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradebook::samples;

    const HEADER: &str = "student,exercise,check,points,reason,who\n";

    #[track_caller]
    fn refused(text: &str, want: &str) {
        let error = Overrides::parse(text.as_bytes(), &samples::batch(), &samples::registry()).unwrap_err();
        assert_eq!(error.to_string(), want);
        assert!(error.is::<crate::exit::Usage>());
    }

    #[test]
    fn lines_are_read_with_a_byte_order_mark_and_quotes() {
        let text = format!("\u{feff}{HEADER}ana,e2_joins,report_by_category,excused,\"ill, with a note\",Dr. Berg\n");
        let overrides = Overrides::parse(text.as_bytes(), &samples::batch(), &samples::registry()).unwrap();
        let found = overrides.of("ana", "e2_joins", "report_by_category").unwrap();
        assert_eq!(found.words(), "excused: ill, with a note (Dr. Berg)");
        assert!(overrides.concern("e2_joins") && !overrides.concern("e1_relationships"));
        assert_eq!(overrides.of("ana", "e2_joins", "step_1"), None);
    }

    #[test]
    fn a_wrong_line_is_refused_with_line_and_column() {
        let line = |line: &str| format!("{HEADER}ana,e2_joins,report_by_category,1,r,w\n{line}\n");
        refused(
            &line("anna,e2_joins,report_by_category,1,r,w"),
            "overrides.csv:3: column 1 (student): no student `anna`: did you mean `ana`?",
        );
        refused(
            &line("bo,e2_join,report_by_category,1,r,w"),
            "overrides.csv:3: column 2 (exercise): no exercise `e2_join`: did you mean `e2_joins`?",
        );
        refused(
            &line("bo,e2_joins,report_by_categories,1,r,w"),
            "overrides.csv:3: column 3 (check): no check `report_by_categories`: did you mean `report_by_category`?",
        );
        refused(
            &line("bo,e2_joins,report_by_category,-1,r,w"),
            "overrides.csv:3: column 4 (points): `-1` is neither a whole number from 0 to 20 nor `excused`",
        );
        refused(
            &line("bo,e2_joins,report_by_category,21,r,w"),
            "overrides.csv:3: column 4 (points): 21 is more than the 20 points of the check",
        );
        refused(
            &line("bo,e2_joins,report_by_category,1, ,w"),
            "overrides.csv:3: column 5 (reason): is empty: an override is shown with its reason and with who decided it",
        );
        refused(
            &line("bo,e2_joins,report_by_category,1,r,w,x"),
            "overrides.csv:3: 7 columns, not 6: text with a comma in it needs quotes",
        );
        refused(
            &line("ana,e2_joins,report_by_category,2,r,w"),
            "overrides.csv:3: column 3 (check): the same check of the same student as in line 2",
        );
    }

    #[test]
    fn a_wrong_first_line_is_refused() {
        refused(
            "student;exercise;check;points;reason;who\n",
            "overrides.csv:1: column 1 is named `student;exercise;check;points;reason;who`, not `student`: the first line \
             has to be student,exercise,check,points,reason,who",
        );
    }
}
