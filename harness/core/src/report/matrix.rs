//! Suite × bug: what each step of a student's suite said of each implementation.

use super::Style;
use super::paint::Ink;
use super::paint::paint;
use crate::finding::MatrixRow;
use crate::finding::StepVerdict;

/// The matrix as lines: implementations down, steps across.
pub(super) fn lines(rows: &[MatrixRow], style: Style) -> Vec<String> {
    let width = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0).max("tracker".len());
    let mut lines = vec![format!("{:width$}   step 1  2  3  4  5", "tracker")];
    for row in rows {
        let steps: Vec<&str> = row.steps.iter().map(|step| sign(*step)).collect();
        let (text, ink) = match (row.correct, row.caught) {
            (true, _) if row.steps.contains(&StepVerdict::Rejects) => ("correct, and rejected".to_owned(), Ink::Bad),
            (true, _) => ("correct".to_owned(), Ink::Dim),
            (false, true) => ("caught".to_owned(), Ink::Good),
            (false, false) if is_rejected_by_its_step(row) => {
                (format!("not caught: step {} rejects correct ones, too", row.step), Ink::Bad)
            }
            (false, false) => (format!("not caught: step {} should see it", row.step), Ink::Bad),
        };
        let line = format!("{:width$}        {}   {text}", row.id, steps.join("  "));
        lines.push(paint(&line, ink, style));
    }
    lines.push(
        "✓ accepts   ✗ rejects   · not written   ! did not come to an end   blank: not asked, it was rejected"
            .to_owned(),
    );
    lines
}

fn is_rejected_by_its_step(row: &MatrixRow) -> bool {
    let step = usize::from(row.step).checked_sub(1).and_then(|at| row.steps.get(at));
    step == Some(&StepVerdict::Rejects)
}

fn sign(step: StepVerdict) -> &'static str {
    match step {
        StepVerdict::Accepts => "✓",
        StepVerdict::Rejects => "✗",
        StepVerdict::NotAttempted => "·",
        StepVerdict::Lost => "!",
        StepVerdict::NotAsked => " ",
    }
}
