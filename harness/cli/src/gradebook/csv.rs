//! `gradebook.csv`, a row a student; `checks.csv`, a row a student and check.
//!
//! UTF-8 with a byte order mark, without which spreadsheets take names for another encoding. A cell that a spreadsheet
//! would run is disarmed. What was not handed in is an empty cell, never 0.

use std::io::Write;

use ::csv::Writer;

use super::{Gradebook, Total};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The table of students: a column an exercise, a column a track in percent, the total.
pub(super) fn by_student(gradebook: &Gradebook) -> anyhow::Result<Vec<u8>> {
    let mut header: Vec<String> = ["id", "name", "group", "status", "late"].map(str::to_owned).to_vec();
    header.extend(gradebook.exercises.iter().map(|exercise| format!("{} (of {})", exercise.id, exercise.points)));
    header.extend(gradebook.tracks.iter().map(|track| format!("{} %", track.id)));
    header.extend(["total", "possible", "percent", "note"].map(str::to_owned));
    let mut table = vec![header];
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
        table.push(cells);
    }
    write(&table)
}

/// What the numbers of a row do not say by themselves.
fn note(row: &super::Row) -> String {
    let mut notes: Vec<String> = row.why.iter().cloned().collect();
    notes
        .extend(row.exercises.iter().filter(|cell| cell.untouched).map(|cell| format!("{}: untouched", cell.exercise)));
    for cell in &row.exercises {
        let overridden = cell.checks.iter().filter(|check| check.overridden.is_some()).count();
        if overridden > 0 {
            notes.push(format!("{}: {overridden} overridden", cell.exercise));
        }
    }
    notes.join("; ")
}

/// The long form.
pub(super) fn by_check(gradebook: &Gradebook) -> anyhow::Result<Vec<u8>> {
    let header =
        ["student", "exercise", "check", "section", "points", "possible", "verdict", "codes", "judged", "override"];
    let mut table = vec![header.map(str::to_owned).to_vec()];
    for row in &gradebook.students {
        for (cell, exercise) in row.exercises.iter().zip(&gradebook.exercises) {
            for (check, column) in cell.checks.iter().zip(&exercise.checks) {
                let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
                table.push(vec![
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
                ]);
            }
        }
    }
    write(&table)
}

fn write(table: &[Vec<String>]) -> anyhow::Result<Vec<u8>> {
    let mut writer = Writer::from_writer(Vec::new());
    for row in table {
        writer.write_record(row.iter().map(|cell| disarmed(cell)))?;
    }
    let rows = writer.into_inner()?;
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    bytes.write_all(&rows)?;
    Ok(bytes)
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
    fn check(bytes: &[u8], name: &expect_test::ExpectFile) -> Vec<StringRecord> {
        let text = std::str::from_utf8(bytes.strip_prefix(BYTE_ORDER_MARK).expect("a byte order mark")).unwrap();
        name.assert_eq(text);
        Reader::from_reader(text.as_bytes()).records().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn table_of_students_has_a_row_each() {
        let gradebook = samples::gradebook();
        let rows = check(&by_student(&gradebook).unwrap(), &expect_test::expect_file!["samples/gradebook.csv"]);
        assert_eq!(rows.len(), gradebook.students.len());
        let of = |id: &str| rows.iter().find(|row| row[0].trim_start_matches('\'') == id).expect("a row").clone();
        assert_eq!((&of("../../x")[3], &of("../../x")[5]), ("not submitted", ""));
        assert_eq!(&of(samples::HOSTILE)[0], &format!("'{}", samples::HOSTILE));
        assert_eq!(&of("ana")[1], "Zoë 💥");
    }

    #[test]
    fn long_form_has_a_row_a_student_and_check() {
        let gradebook = samples::gradebook();
        let rows = check(&by_check(&gradebook).unwrap(), &expect_test::expect_file!["samples/checks.csv"]);
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
