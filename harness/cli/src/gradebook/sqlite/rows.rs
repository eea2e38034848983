//! From the gradebook to rows. Keys are given here, so that the same gradebook makes the same file.

use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel};

use super::entities::{check_result, run, submission, unit};
use crate::gradebook::{Cell, CheckCell, CheckColumn, Gradebook, Grant, Row, State};

/// How many rows one statement inserts; times the columns of a table, it is below what SQLite takes as parameters.
const ROWS_A_STATEMENT: usize = 1000;

/// For how many students rows are made at a time: a batch may have thousands.
const STUDENTS_AT_A_TIME: usize = 50;

/// Inserts all rows, parents first.
pub(super) async fn insert<C: ConnectionTrait>(db: &C, gradebook: &Gradebook) -> Result<(), DbErr> {
    insert_all(db, vec![run(gradebook)]).await?;
    let mut keys = Keys::default();
    for students in gradebook.students.chunks(STUDENTS_AT_A_TIME) {
        let tables = Tables::of(students, gradebook, &mut keys);
        insert_all(db, tables.submissions).await?;
        insert_all(db, tables.units).await?;
        insert_all(db, tables.check_results).await?;
    }
    Ok(())
}

async fn insert_all<C, M, A>(db: &C, models: Vec<M>) -> Result<(), DbErr>
where
    C: ConnectionTrait,
    M: IntoActiveModel<A> + Clone,
    A: ActiveModelTrait,
{
    for some in models.chunks(ROWS_A_STATEMENT) {
        let some = some.iter().cloned().map(IntoActiveModel::into_active_model);
        A::Entity::insert_many(some).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The last key given in each table; keys are 1, 2, ….
#[derive(Default)]
struct Keys {
    submission: i32,
    unit: i32,
    check_result: i32,
}

fn next(key: &mut i32) -> i32 {
    *key = key.checked_add(1).expect("fewer rows than there are keys");
    *key
}

/// The rows of some students.
#[derive(Default)]
struct Tables {
    submissions: Vec<submission::Model>,
    units: Vec<unit::Model>,
    check_results: Vec<check_result::Model>,
}

impl Tables {
    fn of(students: &[Row], gradebook: &Gradebook, keys: &mut Keys) -> Self {
        let mut tables = Self::default();
        for row in students {
            let submission = submission(next(&mut keys.submission), row);
            for (cell, column) in row.exercises.iter().zip(&gradebook.exercises) {
                let unit = unit(next(&mut keys.unit), submission.id, cell);
                for (position, (check, column)) in (1..).zip(cell.checks.iter().zip(&column.checks)) {
                    let key = next(&mut keys.check_result);
                    let result = check_result(key, unit.id, check, column);
                    tables.check_results.push(check_result::Model { position, ..result });
                }
                tables.units.push(unit);
            }
            tables.submissions.push(submission);
        }
        tables
    }
}

fn run(gradebook: &Gradebook) -> run::Model {
    run::Model {
        id: 1,
        title: gradebook.title.clone(),
        course: gradebook.conditions.course.clone(),
        harness: gradebook.conditions.harness.clone(),
        toolchain: gradebook.conditions.toolchain.clone(),
        seed: gradebook.conditions.seed.clone(),
        isolation: gradebook.isolation.clone(),
    }
}

fn submission(id: i32, row: &Row) -> submission::Model {
    submission::Model {
        id,
        run_id: 1,
        student: row.id.clone(),
        name: row.name.clone(),
        group_name: row.group.clone(),
        standing: row.standing.word().to_owned(),
        late: row.late,
        source: row.source.clone(),
        why: row.why.clone(),
    }
}

fn unit(id: i32, submission_id: i32, cell: &Cell) -> unit::Model {
    let state = match cell.state {
        State::Graded => "graded",
        State::NotGraded => "not_graded",
        State::NotHandedIn => "not_handed_in",
    };
    unit::Model {
        id,
        submission_id,
        exercise: cell.exercise.clone(),
        unit_key: cell.unit.clone(),
        state: state.to_owned(),
        untouched: cell.untouched,
    }
}

fn check_result(id: i32, unit_id: i32, check: &CheckCell, column: &CheckColumn) -> check_result::Model {
    let points = |points: u32| i32::try_from(points).unwrap_or(i32::MAX);
    let kind = |grant: Grant| match grant {
        Grant::Points(_) => "points".to_owned(),
        Grant::Excused => "excused".to_owned(),
    };
    let overridden = check.overridden.as_ref();
    check_result::Model {
        id,
        unit_id,
        check_id: check.id.clone(),
        position: 0,
        section: column.section.clone(),
        verdict: check.verdict.as_str().to_owned(),
        codes: check.codes.join(" "),
        judged: check.judged.map(points),
        earned: check.earned.map(points),
        possible: points(check.possible),
        override_kind: overridden.map(|found| kind(found.grant)),
        override_reason: overridden.map(|found| found.reason.clone()),
        override_who: overridden.map(|found| found.who.clone()),
    }
}
