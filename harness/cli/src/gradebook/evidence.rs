//! All that there is of one student, for a request to regrade: every check, with everything that its verdict rests on.

use harness_core::finding::Detail;
use harness_core::gradebook::GradedCheck;
use harness_core::locate::nearest;
use harness_core::registry::{Exercise, Registry};
use harness_core::report;
use harness_core::verdict::Verdict;
use serde::Serialize;

use super::{Cell, Gradebook, Row, State};
use crate::batch::{Conditions, Unit};
use crate::exit::usage;
use crate::journal::Units;

/// One student's evidence: what `harness show` prints, also as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct Evidence<'a> {
    conditions: &'a Conditions,
    isolation: &'a str,
    /// The row of the gradebook, with overrides.
    student: &'a Row,
    exercises: Vec<Shown<'a>>,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    cell: &'a Cell,
    /// The line of the journal. Empty where nothing was handed in, or it is not graded.
    unit: Option<Unit>,
    #[serde(skip)]
    exercise: &'a Exercise,
}

impl<'a> Evidence<'a> {
    /// The evidence of the student with the id `student`; of one exercise alone if it is given.
    ///
    /// # Errors
    ///
    /// No such student in the run; no such exercise in the gradebook.
    pub(crate) fn of(
        gradebook: &'a Gradebook,
        units: &Units,
        registry: &'a Registry,
        student: &str,
        exercise: Option<&Exercise>,
    ) -> anyhow::Result<Self> {
        let ids = || gradebook.students.iter().map(|row| row.id.as_str());
        let Some(row) = gradebook.students.iter().find(|row| row.id == student) else {
            let name = report::escape(student);
            return Err(match nearest(student, ids()) {
                Some(near) => usage(format!("no student `{name}`: did you mean `{}`?", report::escape(&near))),
                None => usage(format!("no student `{name}` among the {} of the run", gradebook.students.len())),
            });
        };
        let wanted = |cell: &&Cell| exercise.is_none_or(|exercise| exercise.id == cell.exercise);
        let exercises: Vec<Shown> = row
            .exercises
            .iter()
            .filter(wanted)
            .filter_map(|cell| {
                let exercise = registry.exercises.iter().find(|exercise| exercise.id == cell.exercise)?;
                Some(Shown { cell, unit: cell.unit.as_ref().and_then(|key| units.get(key)), exercise })
            })
            .collect();
        if let Some(exercise) = exercise.filter(|_| exercises.is_empty()) {
            return Err(usage(format!("nobody handed in {}", exercise.id)));
        }
        Ok(Self { conditions: &gradebook.conditions, isolation: &gradebook.isolation, student: row, exercises })
    }

    /// It in words. All text that may come from a student is escaped; nothing of it is cut but by the report.
    pub(crate) fn text(&self, style: report::Style) -> String {
        let mut lines = self.head();
        for shown in &self.exercises {
            lines.push(String::new());
            lines.extend(shown.lines(style));
        }
        lines.join("\n") + "\n"
    }

    fn head(&self) -> Vec<String> {
        let row = self.student;
        let said = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), report::escape);
        let mut lines = vec![
            format!("student      {}", report::escape(&row.id)),
            format!("name         {}", said(&row.name)),
            format!("group        {}", said(&row.group)),
            format!("status       {}{}", row.standing.word(), if row.late { ", late" } else { "" }),
            format!("found at     {}", said(&row.source)),
        ];
        lines.extend(row.why.iter().map(|why| format!("refused      {}", report::escape(why))));
        let total = row.total.map_or_else(
            || "–".to_owned(),
            |total| format!("{} / {} ({} %)", total.earned, total.possible, total.percent),
        );
        lines.extend([
            format!("total        {total}"),
            format!("course       {}", report::escape(&self.conditions.course)),
            format!("harness      {}", report::escape(&self.conditions.harness)),
            // The version; all that the compiler says of itself is in the JSON.
            format!("toolchain    {}", report::escape(self.conditions.toolchain.lines().next().unwrap_or_default())),
            format!("seed         {}", report::escape(&self.conditions.seed)),
            format!("isolation    {}", report::escape(self.isolation.trim_start_matches("isolation "))),
        ]);
        lines.extend(row.ignored.iter().map(|line| format!("ignored      {}", report::escape(line))));
        lines
    }
}

impl Shown<'_> {
    fn lines(&self, style: report::Style) -> Vec<String> {
        let cell = self.cell;
        let state = match cell.state {
            State::Graded => "graded",
            State::NotGraded => "not graded",
            State::NotHandedIn => "not handed in",
        };
        let key = cell.unit.as_deref().map(|key| format!(", unit {}", report::escape(key))).unwrap_or_default();
        let mut lines = vec![format!("== {}: {state}{key}", cell.exercise)];
        lines.extend(Some("the stub, untouched".to_owned()).filter(|_| cell.untouched));
        lines.extend(cell.flags.iter().map(|flag| format!("for the instructor: {}", report::escape(flag))));
        for check in &cell.checks {
            let Some(found) = &check.overridden else { continue };
            let judged = check.judged.map_or_else(|| "nothing".to_owned(), |judged| judged.to_string());
            let words = report::escape(&found.words());
            lines.push(format!("override of {} (the judge gave {judged}): {words}", check.id));
        }
        let Some(unit) = &self.unit else { return lines };
        for (file, end) in &unit.lost {
            lines.push(format!("src/{} was not taken: {}", report::escape(file), end.code()));
            lines.extend(end.refusal().into_iter().flat_map(quoted));
        }
        lines.push(String::new());
        lines.extend(report::text(self.exercise, &unit.graded, style).trim_end().lines().map(str::to_owned));
        for graded in &unit.graded.checks {
            lines.extend(whole(graded));
        }
        lines
    }
}

/// What the report cuts: all statements, and all that was printed.
fn whole(graded: &GradedCheck) -> Vec<String> {
    let mut lines = Vec::new();
    if let Verdict::Failed { findings, .. } = &graded.verdict {
        for finding in findings {
            if let Detail::Statements(statements) = &finding.detail {
                lines.push(format!("all statements of {}, {}:", graded.id, report::escape(&finding.case)));
                lines.extend(statements.iter().map(|(sql, n)| format!("  {n} × {}", report::escape(sql))));
            }
        }
    }
    if let Some(output) = &graded.output {
        lines.push(format!("all that {} printed:", graded.id));
        lines.extend(quoted(output));
    }
    lines.extend(
        graded
            .given_instead
            .iter()
            .map(|why| format!("{} ran on the given tables: {}", graded.id, report::escape(why))),
    );
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

fn quoted(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(|line| format!("  │ {}", report::escape(line)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradebook::samples;

    const PLAIN: report::Style = report::Style { colour: false };

    fn with<T>(student: &str, exercise: Option<&str>, then: impl FnOnce(anyhow::Result<Evidence>) -> T) -> T {
        let (gradebook, units, registry) = (samples::gradebook(), samples::units(), samples::registry());
        let exercise = exercise.and_then(|id| registry.exercise(id));
        then(Evidence::of(&gradebook, &units, &registry, student, exercise))
    }

    #[test]
    fn evidence_is_all_of_it_with_what_is_for_the_instructor() {
        let text = with("bo", None, |evidence| evidence.unwrap().text(PLAIN));
        expect_test::expect_file!["samples/show_bo.txt"].assert_eq(&text);
        for wanted in ["unit k-e1-some", "seed-of-the-batch", "equal to another", "4711", "hello from", "override of"] {
            assert!(text.contains(wanted), "no {wanted} in {text}");
        }
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
    }

    #[test]
    fn evidence_of_one_exercise_leaves_out_the_others() {
        let text = with("bo", Some("e2"), |evidence| evidence.unwrap().text(PLAIN));
        assert!(text.contains("== e2_joins") && !text.contains("== e1_relationships"), "{text}");
    }

    #[test]
    fn evidence_as_json_holds_the_line_of_the_journal() {
        let json = with("bo", Some("e1"), |evidence| serde_json::to_value(evidence.unwrap()).unwrap());
        assert_eq!(json["exercises"][0]["unit"]["key"], "k-e1-some");
        assert_eq!(json["student"]["id"], "bo");
        assert_eq!(json["conditions"]["seed"], "seed-of-the-batch");
    }

    #[test]
    fn unknown_students_are_refused_with_the_nearest_one() {
        let refused = |name: &str| with(name, None, |evidence| evidence.unwrap_err().to_string());
        assert_eq!(refused("anna"), "no student `anna`: did you mean `ana`?");
        assert_eq!(refused("\u{1b}zzzz"), "no student `\\u{1b}zzzz` among the 6 of the run");
    }
}
