//! `gradebook.csv`, a row a student; `checks.csv`, a row a student and check.
//!
//! UTF-8 with a byte order mark, without which spreadsheets take names for another encoding. A cell that a spreadsheet
//! would run is disarmed. What was not handed in is an empty cell, never 0.

use std::io::Write;

use ::csv::Writer;

use super::{Gradebook, Total};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The table of students: a column an exercise, a column a track in percent, the total.
pub(super) fn by_student(gradebook: &Gradebook, to: &mut dyn Write) -> anyhow::Result<()> {
    let mut header: Vec<String> = ["id", "name", "group", "status", "late"].map(str::to_owned).to_vec();
    header.extend(gradebook.exercises.iter().map(|exercise| format!("{} (of {})", exercise.id, exercise.points)));
    header.extend(gradebook.tracks.iter().map(|track| format!("{} %", track.id)));
    header.extend(["total", "possible", "percent", "note"].map(str::to_owned));
    let mut table = Table::begin(to, &header)?;
    for row in &gradebook.students {
        let percent = |total: &Option<Total>| total.map(|total| total.percent.to_string()).unwrap_or_default();
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let mut cells = vec![
            row.id.clone(),
            row.name.clone().unwrap_or_default(),
            row.group.clone().unwrap_or_default(),
            row.standing.word().to_owned(),
            if row.late { "late".to_owned() } else { String::new() },
        ];
        cells.extend(row.exercises.iter().map(|cell| number(cell.earned)));
        cells.extend(row.tracks.iter().map(percent));
        cells.push(number(row.total.map(|total| total.earned)));
        cells.push(number(row.total.map(|total| total.possible)));
        cells.push(percent(&row.total));
        cells.push(note(row));
        table.row(&cells)?;
    }
    table.end()
}

/// What the numbers of a row do not say by themselves.
fn note(row: &super::Row) -> String {
    let mut notes: Vec<String> = row.why.iter().cloned().collect();
    let untouched = row.exercises.iter().filter(|cell| cell.untouched);
    notes.extend(untouched.map(|cell| format!("{}: untouched stub", cell.exercise)));
    for cell in &row.exercises {
        let overridden = cell.checks.iter().filter(|check| check.overridden.is_some()).count();
        if overridden > 0 {
            notes.push(format!("{}: {overridden} overridden", cell.exercise));
        }
    }
    notes.join("; ")
}

/// The long form.
pub(super) fn by_check(gradebook: &Gradebook, to: &mut dyn Write) -> anyhow::Result<()> {
    let header =
        ["student", "exercise", "check", "section", "points", "possible", "verdict", "codes", "judged", "override"];
    let mut table = Table::begin(to, &header.map(str::to_owned))?;
    for row in &gradebook.students {
        for (cell, exercise) in row.exercises.iter().zip(&gradebook.exercises) {
            for (check, column) in cell.checks.iter().zip(&exercise.checks) {
                let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
                table.row(&[
                    row.id.clone(),
                    cell.exercise.clone(),
                    check.id.clone(),
                    column.section.clone(),
                    number(check.earned),
                    check.possible.to_string(),
                    check.verdict.as_str().to_owned(),
                    check.codes.join(" "),
                    number(check.judged),
                    check.overridden.as_ref().map(super::Override::words).unwrap_or_default(),
                ])?;
            }
        }
    }
    table.end()
}

/// A table, written row by row: all rows at once take several times the room of their text.
struct Table<'a>(Writer<&'a mut dyn Write>);

impl<'a> Table<'a> {
    fn begin(to: &'a mut dyn Write, header: &[String]) -> anyhow::Result<Self> {
        to.write_all(BYTE_ORDER_MARK)?;
        let mut table = Self(Writer::from_writer(to));
        table.row(header)?;
        Ok(table)
    }

    fn row(&mut self, cells: &[String]) -> anyhow::Result<()> {
        Ok(self.0.write_record(cells.iter().map(|cell| disarmed(cell)))?)
    }

    fn end(mut self) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}

/// `cell` with a `'` in front where a spreadsheet would take it for a formula. NUL is taken out: some readers end there.
///
/// Source: <https://owasp.org/www-community/attacks/CSV_Injection>.
fn disarmed(cell: &str) -> String {
    let cell = cell.replace('\0', "\u{fffd}");
    let starts = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
    let is_formula = starts.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use ::csv::{Reader, StringRecord};

    use super::*;
    use crate::gradebook::samples;

    #[track_caller]
    fn check(
        table: fn(&Gradebook, &mut dyn Write) -> anyhow::Result<()>,
        gradebook: &Gradebook,
        name: &expect_test::ExpectFile,
    ) -> Vec<StringRecord> {
        let mut bytes = Vec::new();
        table(gradebook, &mut bytes).unwrap();
        let text = std::str::from_utf8(bytes.strip_prefix(BYTE_ORDER_MARK).expect("a byte order mark")).unwrap();
        name.assert_eq(text);
        Reader::from_reader(text.as_bytes()).records().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn table_of_students_has_a_row_each() {
        let gradebook = samples::gradebook();
        let rows = check(by_student, &gradebook, &expect_test::expect_file!["samples/gradebook.csv"]);
        assert_eq!(rows.len(), gradebook.students.len());
        let of = |id: &str| rows.iter().find(|row| row[0].trim_start_matches('\'') == id).expect("a row").clone();
        assert_eq!((&of("../../x")[3], &of("../../x")[5]), ("not submitted", ""));
        assert_eq!(&of(samples::HOSTILE)[0], &format!("'{}", samples::HOSTILE));
        assert_eq!(&of("ana")[1], "Zoë 💥");
    }

    #[test]
    fn long_form_has_a_row_a_student_and_check() {
        let gradebook = samples::gradebook();
        let rows = check(by_check, &gradebook, &expect_test::expect_file!["samples/checks.csv"]);
        let n_checks: usize = gradebook.exercises.iter().map(|exercise| exercise.checks.len()).sum();
        assert_eq!(rows.len(), gradebook.students.len() * n_checks);
    }

    #[test]
    fn cells_that_a_spreadsheet_would_run_are_disarmed() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"] {
            assert_eq!(disarmed(formula), format!("'{formula}"));
        }
        assert_eq!(disarmed("a=1"), "a=1");
        assert_eq!(disarmed("a\0b"), "a\u{fffd}b");
    }
}
