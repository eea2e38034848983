//! From a batch, its units and the course to the gradebook: who has what, overrides applied, totals.

use std::collections::BTreeSet;

use harness_core::gradebook::GradedCheck;
use harness_core::observation::End;
use harness_core::registry::{Exercise, Registry};
use harness_core::verdict::Verdict;

use super::{
    Cell, CheckCell, CheckColumn, Column, FORMAT_VERSION, Gradebook, Grant, Overrides, Row, Standing, State, Total,
    Track, Word, file_names,
};
use crate::batch::{Batch, Status, Student};
use crate::exit::usage;
use crate::journal::Units;

/// Makes the gradebook.
///
/// An exercise is in it if somebody handed it in, or an override speaks of it. A student who handed in others and not this
/// one has an empty cell, and its points count as possible.
///
/// # Errors
///
/// A unit that was judged by other checks than the course has.
pub(super) fn assemble(
    batch: &Batch,
    units: &Units,
    registry: &Registry,
    overrides: &Overrides,
) -> anyhow::Result<Gradebook> {
    let wanted: BTreeSet<&String> = batch.students.iter().flat_map(|student| student.units.keys()).collect();
    let exercises: Vec<&Exercise> = registry
        .exercises
        .iter()
        .filter(|exercise| wanted.contains(&exercise.id) || overrides.concern(&exercise.id))
        .collect();
    for student in &batch.students {
        of_this_course(student, units, registry)?;
    }
    let names = file_names::file_names(batch.students.iter().map(|student| student.id.as_str()));
    let rows = batch.students.iter().zip(names).map(|(student, feedback)| {
        let cells = exercises.iter().map(|exercise| cell(student, exercise, units, overrides)).collect();
        row(student, cells, &exercises, registry, feedback)
    });
    Ok(Gradebook {
        format_version: FORMAT_VERSION,
        title: registry.title.clone(),
        conditions: batch.conditions.clone(),
        isolation: batch.isolation.clone(),
        students: rows.collect(),
        exercises: exercises.iter().map(|exercise| column(exercise)).collect(),
        tracks: registry.tracks.iter().map(track).collect(),
        notes: batch.notes.clone(),
    })
}

/// Whether the units of `student` were judged by the checks of this course.
fn of_this_course(student: &Student, units: &Units, registry: &Registry) -> anyhow::Result<()> {
    for (id, key) in &student.units {
        let Some(exercise) = registry.exercises.iter().find(|exercise| exercise.id == *id) else {
            return Err(usage(format!("the run has units of {id}, which the course does not have")));
        };
        let Some(unit) = units.get(key) else { continue };
        let judged = unit.graded.checks.iter().map(|check| (&check.id, check.score.possible));
        if unit.exercise != *id || !judged.eq(exercise.checks.iter().map(|check| (&check.id, check.points))) {
            let message = "the run was graded with other checks than the course has now: grade it again, or take the \
                           course that it was graded with";
            return Err(usage(format!("{id}, unit {key}: {message}")));
        }
    }
    Ok(())
}

fn track(track: &harness_core::spec::Track) -> Track {
    Track { id: track.id.clone(), title: track.title.clone(), sections: track.sections.clone() }
}

fn column(exercise: &Exercise) -> Column {
    let check = |check: &harness_core::registry::Check| CheckColumn {
        id: check.id.clone(),
        name: check.name(),
        section: check.section.clone(),
        points: check.points,
    };
    Column {
        id: exercise.id.clone(),
        title: exercise.title.clone(),
        points: exercise.checks.iter().map(|check| check.points).sum(),
        checks: exercise.checks.iter().map(check).collect(),
    }
}

fn cell(student: &Student, exercise: &Exercise, units: &Units, overrides: &Overrides) -> Cell {
    let key = student.units.get(&exercise.id);
    let unit = key.and_then(|key| units.get(key));
    let without = if key.is_some() { Word::NotGraded } else { Word::NotHandedIn };
    let checks: Vec<CheckCell> = exercise
        .checks
        .iter()
        .map(|check| {
            let graded = unit.as_ref().and_then(|unit| unit.graded.check(&check.id));
            let mut cell = graded.map_or_else(|| without_verdict(&check.id, check.points, without), judged);
            if let Some(found) = overrides.of(&student.id, &exercise.id, &check.id) {
                cell.overridden = Some(found.clone());
                match found.grant {
                    Grant::Points(points) => cell.earned = Some(points),
                    Grant::Excused => (cell.earned, cell.possible) = (None, 0),
                }
            }
            cell
        })
        .collect();
    let open = |check: &CheckCell| check.verdict == Word::NotGraded && check.overridden.is_none();
    let state = match (key, &unit) {
        _ if checks.iter().any(open) => State::NotGraded,
        (None, _) => State::NotHandedIn,
        (Some(_), _) => State::Graded,
    };
    let earned: Vec<u32> = checks.iter().filter_map(|check| check.earned).collect();
    Cell {
        exercise: exercise.id.clone(),
        state,
        unit: key.cloned(),
        untouched: unit.as_ref().is_some_and(|unit| unit.untouched),
        earned: match state {
            State::NotGraded => None,
            State::Graded => Some(earned.iter().sum()),
            State::NotHandedIn => Some(earned.iter().sum()).filter(|_| !earned.is_empty()),
        },
        possible: checks.iter().map(|check| check.possible).sum(),
        checks,
        lost: unit
            .as_ref()
            .map(|unit| unit.lost.iter().map(|(file, end)| (file.clone(), end.code().to_owned())).collect())
            .unwrap_or_default(),
        flags: unit.map(|unit| unit.flags.clone()).unwrap_or_default(),
    }
}

fn without_verdict(id: &str, possible: u32, verdict: Word) -> CheckCell {
    CheckCell { id: id.to_owned(), verdict, codes: Vec::new(), judged: None, earned: None, possible, overridden: None }
}

fn judged(graded: &GradedCheck) -> CheckCell {
    let verdict = match &graded.verdict {
        Verdict::Passed => Word::Passed,
        Verdict::Given => Word::Given,
        Verdict::Failed { .. } => Word::Failed,
        Verdict::Blocked { .. } => Word::Blocked,
        Verdict::NotJudged(stop) if matches!(stop.end, End::Internal { .. }) => Word::NotGraded,
        Verdict::NotJudged(_) => Word::NotJudged,
    };
    // Where the harness failed there is no score, and where there are no points none can be earned.
    let judged = Some(graded.score.earned).filter(|_| verdict != Word::NotGraded && verdict != Word::Given);
    CheckCell {
        codes: graded.verdict.codes().into_iter().collect(),
        judged,
        earned: judged,
        ..without_verdict(&graded.id, graded.score.possible, verdict)
    }
}

fn row(student: &Student, cells: Vec<Cell>, exercises: &[&Exercise], registry: &Registry, feedback: String) -> Row {
    let is_open = cells.iter().any(|cell| cell.state == State::NotGraded);
    let (standing, late, source, why) = match &student.status {
        Status::Submitted { source, late } => {
            let standing = if is_open { Standing::Incomplete } else { Standing::Graded };
            (standing, *late, Some(source.clone()), None)
        }
        Status::NotSubmitted => (Standing::NotSubmitted, false, None, None),
        Status::Refused { source, why } => (Standing::Refused, false, Some(source.clone()), Some(why.clone())),
    };
    let has_points = cells.iter().any(|cell| cell.earned.is_some());
    let adds_up = match standing {
        Standing::Graded => true,
        Standing::Incomplete => false,
        // Nothing is not 0; what an override gives counts all the same.
        Standing::NotSubmitted | Standing::Refused => has_points,
    };
    let total = |wanted: &dyn Fn(&str) -> bool| {
        let of_cell = |(cell, exercise): (&Cell, &&Exercise)| {
            let pairs = cell.checks.iter().zip(&exercise.checks).filter(|(_, check)| wanted(&check.section));
            pairs.map(|(cell, _)| (cell.earned.unwrap_or(0), cell.possible)).collect::<Vec<_>>()
        };
        let points: Vec<(u32, u32)> = cells.iter().zip(exercises).flat_map(of_cell).collect();
        Total::of(points.iter().map(|(earned, _)| earned).sum(), points.iter().map(|(_, possible)| possible).sum())
            .filter(|_| adds_up)
    };
    Row {
        id: student.id.clone(),
        name: student.name.clone(),
        group: student.group.clone(),
        standing,
        late,
        source,
        why,
        total: total(&|_| true),
        tracks: registry
            .tracks
            .iter()
            .map(|track| total(&|section| track.sections.iter().any(|of| of == section)))
            .collect(),
        exercises: cells,
        ignored: student.ignored.clone(),
        feedback,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradebook::samples;

    #[track_caller]
    fn check(overrides: &str, student: &str, want: &str) -> Row {
        let gradebook = samples::gradebook_with(overrides);
        let row = gradebook.students.iter().find(|row| row.id == student).expect("a sample").clone();
        let points = |total: &Option<Total>| {
            total.map_or("-".to_owned(), |total| format!("{}/{} {}%", total.earned, total.possible, total.percent))
        };
        let cells: Vec<String> =
            row.exercises.iter().map(|cell| cell.earned.map_or("-".to_owned(), |n| n.to_string())).collect();
        let tracks: Vec<String> = row.tracks.iter().map(points).collect();
        let found =
            format!("{}: {} | {} | {}", row.standing.word(), cells.join(" "), points(&row.total), tracks.join(" "));
        assert_eq!(found, want);
        row
    }

    #[test]
    fn totals_and_tracks_are_points_earned_of_points_possible() {
        check("", "ana", "graded: 40 60 | 100/100 100.00% | 100/100 100.00% 40/40 100.00%");
        check("", "bo", "graded: 10 5 | 15/100 15.00% | 15/100 15.00% 10/40 25.00%");
    }

    #[test]
    fn an_exercise_not_handed_in_is_an_empty_cell_whose_points_are_possible() {
        let row = check("", samples::HOSTILE, "graded: 40 - | 40/100 40.00% | 40/100 40.00% 40/40 100.00%");
        assert_eq!(row.exercises[1].state, State::NotHandedIn);
    }

    #[test]
    fn nothing_handed_in_is_no_score() {
        check("", "../../x", "not submitted: - - | - | - -");
        check("", "eve", "refused: - - | - | - -");
    }

    #[test]
    fn what_is_not_graded_leaves_the_total_open() {
        let (mut batch, units) = (samples::batch(), samples::units());
        for student in &mut batch.students {
            student.units.insert("e2_joins".to_owned(), "not-yet".to_owned());
        }
        let gradebook = assemble(&batch, &units, &samples::registry(), &Overrides::default()).unwrap();
        let ana = &gradebook.students[2];
        assert_eq!((ana.id.as_str(), ana.standing, ana.total), ("ana", Standing::Incomplete, None));
        assert_eq!((ana.exercises[0].earned, ana.exercises[1].earned), (Some(40), None));
        assert_eq!(ana.tracks, [None, None]);
    }

    #[test]
    fn a_fault_of_the_harness_is_no_score() {
        let mut units = samples::units();
        let mut unit = units.get("k-e1-full").expect("a sample");
        let end = End::Internal { message: "no box".to_owned() };
        let stop = harness_core::verdict::Stop { case: String::new(), end };
        unit.graded.checks[1].verdict = Verdict::NotJudged(stop);
        units.extend([unit]);
        let gradebook = assemble(&samples::batch(), &units, &samples::registry(), &Overrides::default()).unwrap();
        let ana = &gradebook.students[2];
        assert_eq!((ana.standing, ana.total, ana.exercises[0].earned), (Standing::Incomplete, None, None));
        assert_eq!(ana.exercises[0].checks[1].codes, ["INTERNAL"]);
    }

    #[test]
    fn overrides_count_instead_of_the_judges_points_and_excused_checks_leave_the_total() {
        let points = "bo,e2_joins,report_by_category,12,the rows are right,Ana";
        let row = check(points, "bo", "graded: 10 17 | 27/100 27.00% | 27/100 27.00% 10/40 25.00%");
        assert_eq!((row.exercises[1].checks[0].judged, row.exercises[1].checks[0].earned), (Some(0), Some(12)));
        let excused = "bo,e1_relationships,expenses_of_user,excused,ill,Ana";
        check(excused, "bo", "graded: 0 5 | 5/70 7.14% | 5/70 7.14% 0/10 0.00%");
    }

    #[test]
    fn overrides_of_what_was_not_handed_in_count_where_they_give_points() {
        check("../../x,e2_joins,report_by_category,excused,ill,Ana", "../../x", "not submitted: - - | - | - -");
        check(
            "../../x,e2_joins,report_by_category,20,shown in class,Ana",
            "../../x",
            "not submitted: - 20 | 20/100 20.00% | 20/100 20.00% 0/40 0.00%",
        );
    }

    #[test]
    fn units_of_other_checks_are_refused() {
        let mut units = samples::units();
        let mut unit = units.get("k-e1-full").expect("a sample");
        unit.graded.checks.pop();
        units.extend([unit]);
        let error = assemble(&samples::batch(), &units, &samples::registry(), &Overrides::default()).unwrap_err();
        assert!(error.to_string().contains("other checks than the course has now"), "{error:#}");
    }
}
