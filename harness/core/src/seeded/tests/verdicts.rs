//! What is said of candidates: those that are right, those that know the published rows by heart, and others.

mod published;

use super::*;
use crate::finding::Code;
use crate::finding::Finding;
use crate::gradebook::GradedCheck;
use crate::observation::Run;
use crate::plan::Plan;
use crate::plan::Setting;
use crate::query_log::QueryLog;
use crate::query_log::Statement;
use crate::verdict::Verdict;

/// Payments of a person, and how many statements they take.
fn payments() -> Exercise {
    exercise("e2_joins", &["payments_of_person", "payments_of_person_statements"])
}

/// Deleting users with their expenses, and categories that are in use or not.
fn deletions() -> Exercise {
    exercise("e3_cascades", &["owned", "shared"])
}

/// What a candidate leaves that answers each ask of `exercise` by `answer`.
fn observed(exercise: &Exercise, answer: impl Fn(&DataSet, &Cell, &mut Run)) -> BTreeMap<String, Observation> {
    let mut observations: BTreeMap<String, Observation> = BTreeMap::new();
    for ask in Plan::of(exercise, Setting::Graded).asks {
        let data = exercise.data.iter().find(|data| data.id == ask.data).expect("a data set");
        let of = ["person", "key"].iter().find_map(|name| ask.args.get(*name)).expect("what is asked about");
        let mut run = Run { counter_alive: true, foreign_keys: true, ..Run::ended(ask.case(), End::Returned) };
        answer(data, of, &mut run);
        observations.entry(ask.call).or_default().runs.push(run);
    }
    observations
}

/// The right answer: the rows that have the person's key.
fn right(data: &DataSet, person: &Cell, run: &mut Run) {
    let payments = table(data, "payments");
    let rows = rows_with(payments, "payer_id", person);
    let statement = Statement {
        sql: "SELECT".to_owned(),
        params: None,
        site: None,
        failed: false,
        reported: true,
        n_rows: rows.len() as u64,
    };
    run.log = QueryLog { statements: vec![statement] };
    run.returned = Some(Rows { columns: payments.columns.clone(), rows });
}

/// What the database does with the rows of the tables: expenses go with their user, a category in use stays.
fn deleted(data: &DataSet, key: &Cell, run: &mut Run) {
    let rows = |table: &TableRows| Rows { columns: table.columns.clone(), rows: table.rows.clone() };
    run.before = data.tables.iter().map(|table| (table.table.clone(), rows(table))).collect();
    run.after = run.before.clone();
    let expenses = table(data, "expenses");
    if !rows_with(expenses, "category_id", key).is_empty() {
        run.end = End::Failed { message: "FOREIGN KEY constraint failed".to_owned() };
        return;
    }
    for rows in run.after.values_mut() {
        let user = rows.column("user_id");
        rows.rows.retain(|row| row[0] != *key && (rows.columns.len() == 3 || user.is_none_or(|at| row[at] != *key)));
        for row in rows.rows.iter_mut().filter(|_| rows.columns.len() == 3) {
            row.iter_mut().filter(|cell| *cell == key).for_each(|cell| *cell = Cell::Null);
        }
    }
}

fn answered_by(exercise: &Exercise, answer: impl Fn(&DataSet, &Cell, &mut Run)) -> Exercise {
    let questions = questions(exercise, "plum");
    let reference = observed(&questions, answer);
    answered(&questions, &reference).unwrap_or_else(|why| panic!("{why}"))
}

/// What a student may read of a candidate that is right on published data and answers by `answer` on seeded data.
fn graded(exercise: &Exercise, answered: &Exercise, answer: impl Fn(&DataSet, &Cell, &mut Run)) -> Graded {
    let whole = whole_of(exercise, answered, answer);
    Published::of(std::slice::from_ref(exercise)).part_of(&whole).into_owned()
}

/// All that is said of it.
fn whole_of(exercise: &Exercise, answered: &Exercise, answer: impl Fn(&DataSet, &Cell, &mut Run)) -> Graded {
    let published = Graded {
        exercise: exercise.id.clone(),
        checks: exercise.checks.iter().map(|check| check_with(check, Verdict::Passed)).collect(),
    };
    grade(exercise, &published, answered, &observed(answered, answer), &BTreeMap::new())
}

fn check_with(check: &Check, verdict: Verdict) -> GradedCheck {
    let score = verdict.score(check.points);
    GradedCheck {
        id: check.id.clone(),
        score,
        verdict,
        given_instead: None,
        output: Some("published".to_owned()),
        side_by_side: Vec::new(),
    }
}

/// The verdicts, each in a line.
#[track_caller]
fn check(graded: &Graded, want: &[&str]) {
    let said = graded.checks.iter().map(|check| {
        let codes = check.verdict.codes().into_iter().collect::<Vec<_>>().join(" ");
        format!("{} {codes}", check.score).trim_end().to_owned()
    });
    assert_eq!(said.collect::<Vec<_>>(), want);
}

/// Nothing of the seeded data is in what was graded, but for numbers below 1000, which may count something.
#[track_caller]
fn keeps_its_secrets(graded: &Graded, answered: &Exercise) {
    let said = serde_json::to_string(graded).expect("plain data");
    let cells = answered.data.iter().flat_map(|data| &data.tables).flat_map(|table| table.rows.iter().flatten());
    for cell in cells.map(ToString::to_string).filter(|cell| cell.len() > 3) {
        assert!(!said.contains(&cell), "{cell} is in {said}");
    }
    assert!(said.contains("seeded data ("), "{said}");
}

#[test]
fn what_the_reference_solution_did_is_right() {
    let (payments, deletions) = (payments(), deletions());
    check(&graded(&payments, &answered_by(&payments, right), right), &["20 / 20", "10 / 10"]);
    check(&graded(&deletions, &answered_by(&deletions, deleted), deleted), &["12 / 12", "12 / 12"]);
}

#[test]
fn rows_known_by_heart_are_capped_and_named() {
    let (payments, published) = (payments(), payments().data);
    let answered = answered_by(&payments, right);
    let graded = graded(&payments, &answered, |data, person, run| {
        right(data, person, run);
        let rows = &mut run.returned.as_mut().expect("rows").rows;
        // All that is asked for but a row, which is the first of a published data set.
        rows.pop();
        rows.push(table(&published[0], "payments").rows[0].clone());
    });
    check(&graded, &["6 / 20 HARD_CODED ROWS_MISSING ROWS_UNEXPECTED", "0 / 10 BLOCKED"]);
    keeps_its_secrets(&graded, &answered);
    let Verdict::Failed { findings, .. } = &graded.checks[0].verdict else { panic!("it failed") };
    assert_eq!((findings[0].code, findings[0].case.as_str()), (Code::HardCoded, Size::Small.data()));
    assert!(findings[0].message.starts_with("4 of the "), "{}", findings[0].message);
}

#[test]
fn a_wrong_count_that_is_a_published_key_is_not_hard_coded() {
    let report = exercise("e4_n_plus_one", &["spending_by_person"]);
    let line = |data: &DataSet, count: i64| {
        let person = &table(data, "people").rows[0];
        let columns = ["id", "name", "n_payments", "total_cents"].map(str::to_owned).to_vec();
        Rows { columns, rows: vec![vec![person[0].clone(), person[1].clone(), count.into(), 0.into()]] }
    };
    let by = |exercise: &Exercise, count: i64| {
        let mut observations: BTreeMap<String, Observation> = BTreeMap::new();
        for data in &exercise.data {
            let returned = Some(line(data, count));
            let run = Run { counter_alive: true, foreign_keys: true, ..Run::ended(data.id.clone(), End::Returned) };
            observations.entry("spending_by_person".to_owned()).or_default().runs.push(Run { returned, ..run });
        }
        observations
    };
    let asked = questions(&report, "plum");
    let answered = answered(&asked, &by(&asked, 2)).unwrap_or_else(|why| panic!("{why}"));
    // 11 is the key of a person of the published data.
    let found = hard_coded::findings(&report, &answered, &by(&answered, 11));
    assert_eq!(found, BTreeMap::new());
    let by_heart = by(&Exercise { data: vec![report.data[0].clone()], ..report.clone() }, 2);
    let runs = &by_heart["spending_by_person"].runs;
    let there = Run { case: Size::Small.data().to_owned(), ..runs[0].clone() };
    let by_heart = [("spending_by_person".to_owned(), Observation { runs: vec![there] })].into();
    let found = hard_coded::findings(&report, &answered, &by_heart);
    assert!(found["spending_by_person"].message.starts_with("2 of the 4 values"), "{found:?}");
}

#[test]
fn rows_that_are_missing_on_large_data_are_counted_and_not_shown() {
    let payments = payments();
    let answered = answered_by(&payments, right);
    let graded = graded(&payments, &answered, |data, person, run| {
        right(data, person, run);
        run.returned.as_mut().expect("rows").rows.truncate(5);
    });
    keeps_its_secrets(&graded, &answered);
    let Verdict::Failed { findings, .. } = &graded.checks[0].verdict else { panic!("it failed") };
    assert_eq!((findings[0].code, findings[0].case.as_str()), (Code::RowsMissing, Size::Large.data()));
    assert!(findings[0].message.ends_with(" missing"), "{}", findings[0].message);
    let help = findings[0].help.as_deref().unwrap_or_default();
    assert!(help.starts_with("all that came back is right, but rows are left out"), "{help}");
}

#[test]
fn statements_that_are_too_many_are_counted_and_not_shown() {
    let payments = payments();
    let answered = answered_by(&payments, right);
    let graded = graded(&payments, &answered, |data, person, run| {
        right(data, person, run);
        for row in run.returned.iter().flat_map(|rows| &rows.rows) {
            run.log.statements.push(Statement {
                sql: format!("SELECT * FROM tags WHERE id = {}", row[2]),
                params: Some(vec![row[2].clone()]),
                site: Some("src/payments_of_person.rs:9".to_owned()),
                failed: false,
                reported: true,
                n_rows: 1,
            });
        }
    });
    keeps_its_secrets(&graded, &answered);
    check(&graded, &["20 / 20", "0 / 10 N_PLUS_ONE"]);
    let Verdict::Failed { findings, .. } = &graded.checks[1].verdict else { panic!("it failed") };
    let (message, site) = (&findings[0].message, findings[0].site.as_deref());
    assert!(message.starts_with("a statement is sent for each row, ") && message.ends_with(" times"), "{message}");
    assert_eq!(site, Some("src/payments_of_person.rs:9"));
}

#[test]
fn words_of_the_students_code_are_not_shown() {
    let payments = payments();
    let answered = answered_by(&payments, right);
    let words = |data: &DataSet| format!("{:?}", data.tables);
    let failed = graded(&payments, &answered, |data, _, run| {
        run.output = words(data);
        run.end = End::Failed { message: words(data) };
    });
    check(&failed, &["0 / 20 RETURNED_ERROR", "0 / 10 BLOCKED"]);
    keeps_its_secrets(&failed, &answered);
    let panicked = graded(&payments, &answered, |data, _, run| {
        run.end = End::Panicked { message: words(data), site: Some("src/x.rs:3".to_owned()) };
    });
    check(&panicked, &["0 / 20 PANICKED", "0 / 10 PANICKED"]);
    keeps_its_secrets(&panicked, &answered);
    assert!(serde_json::to_string(&panicked).expect("plain data").contains("src/x.rs:3"));
}

#[test]
fn rows_that_should_have_gone_are_counted_and_not_shown() {
    let deletions = deletions();
    let answered = answered_by(&deletions, deleted);
    let graded = graded(&deletions, &answered, |data, key, run| {
        deleted(data, key, run);
        run.after = run.before.clone();
    });
    check(&graded, &["0 / 12 DELETED_TOO_LITTLE", "0 / 12 DELETED_TOO_LITTLE"]);
    keeps_its_secrets(&graded, &answered);
}

#[test]
fn a_reference_solution_that_comes_to_no_answer_is_an_error() {
    let payments = payments();
    let asked = questions(&payments, "plum");
    let error = |answer: fn(&DataSet, &Cell, &mut Run)| {
        answered(&asked, &observed(&asked, answer)).expect_err("it is no answer")
    };
    let said = "e2_joins, check payments_of_person: on seeded data (small) the reference solution";
    assert_eq!(error(|_, _, run| run.end = End::NotAttempted), format!("{said} ended NOT_ATTEMPTED"));
    let other = error(|data, person, run| {
        right(data, person, run);
        run.returned.as_mut().expect("rows").columns[0] = "key".to_owned();
    });
    assert_eq!(other, format!("{said} returned other columns"));
    assert_eq!(answered(&asked, &BTreeMap::new()).expect_err("nothing was run"), format!("{said} was not run"));
}

#[test]
fn a_reference_solution_that_does_not_refuse_is_an_error() {
    let asked = questions(&deletions(), "plum");
    let done = observed(&asked, |data, key, run| {
        deleted(data, key, run);
        run.end = End::Returned;
    });
    let why = "e3_cascades, check shared: on seeded data (small) the reference solution carried out what is refused on published data";
    assert_eq!(answered(&asked, &done).expect_err("it had to be refused"), why);
}

#[test]
fn a_check_earns_the_worse_of_both_and_keeps_what_is_said_of_published_data() {
    let exercise = payments();
    let failed = |earned, code| {
        let finding = Finding {
            code,
            case: "trip".to_owned(),
            message: "2 rows".to_owned(),
            site: None,
            help: None,
            detail: crate::finding::Detail::None,
        };
        Verdict::Failed { earned, findings: vec![finding] }
    };
    let of = |verdict: Verdict| Graded {
        exercise: exercise.id.clone(),
        checks: vec![check_with(&exercise.checks[0], verdict)],
    };
    let by_heart = || {
        let Verdict::Failed { findings, .. } = failed(0, Code::HardCoded) else { unreachable!("it is") };
        BTreeMap::from([("payments_of_person".to_owned(), findings[0].clone())])
    };
    let both = |published, seeded| merged(&of(published), &of(seeded), &BTreeMap::new());
    check(&both(Verdict::Passed, failed(7, Code::RowsMissing)), &["7 / 20 ROWS_MISSING"]);
    check(&both(failed(9, Code::CellsChanged), failed(7, Code::RowsMissing)), &["7 / 20 CELLS_CHANGED"]);
    check(&both(failed(5, Code::CellsChanged), Verdict::Passed), &["5 / 20 CELLS_CHANGED"]);
    check(&both(Verdict::Blocked { by: "x".to_owned() }, Verdict::Passed), &["0 / 20 BLOCKED"]);
    let capped = merged(&of(failed(15, Code::CellsChanged)), &of(failed(15, Code::RowsMissing)), &by_heart());
    check(&capped, &["6 / 20 CELLS_CHANGED"]);
    let passed = merged(&of(Verdict::Passed), &of(Verdict::Passed), &by_heart());
    check(&passed, &["6 / 20 HARD_CODED"]);
    assert_eq!(passed.checks[0].output.as_deref(), Some("published"));
}
