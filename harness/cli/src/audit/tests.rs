//! What is flagged and what is not, on data of the course as it is handed out; the statements are sent in this process.

use harness_core::observation::{End, Run};
use harness_core::plan::{Plan, Setting};
use harness_core::query_log::{QueryLog, Statement};
use harness_core::registry::Registry;
use harness_core::rows::{Cell, Row, Rows};
use harness_core::tables::{Column, Schema, Table};
use harness_core::verdict::Verdict;

use super::asked::Asked;
use super::*;

const PAYMENTS: [&str; 5] = ["id", "payer_id", "tag_id", "note", "amount_cents"];
const OF_PERSON: &str = "SELECT id, payer_id, tag_id, note, amount_cents FROM payments WHERE payer_id = ?";

/// The exercise with one of its checks.
fn exercise(id: &str, check: &str) -> Exercise {
    let course = Registry::parse(include_str!("../../../../checkpoints.yaml")).expect("the course");
    let mut exercise = course.exercise(id).expect("an exercise of the course").clone();
    exercise.checks.retain(|of| of.id == check);
    assert_eq!(exercise.checks.len(), 1, "{check}");
    exercise
}

fn reported(sql: &str, bound: &[Cell]) -> Statement {
    let (sql, params) = (sql.to_owned(), Some(bound.to_vec()));
    Statement { sql, params, site: None, failed: false, reported: true, n_rows: 0 }
}

/// A statement that SQLite alone saw; `values` are all of its expanded text.
fn seen_by_sqlite(sql: &str, values: &[Cell]) -> Statement {
    Statement { reported: false, ..reported(sql, values) }
}

fn rows(columns: &[&str], rows: Vec<Row>) -> Rows {
    Rows { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }
}

/// The payments that come back: those of the person on each of the three data sets.
fn payments_of(person: &Cell) -> Rows {
    let exercise = exercise("e2_joins", "payments_of_person");
    let tables = exercise.data.iter().flat_map(|data| &data.tables).filter(|table| table.table == "payments");
    rows(&PAYMENTS, tables.flat_map(|table| &table.rows).filter(|row| row[1] == *person).cloned().collect())
}

/// What is replayed of a candidate which answers each ask of the check by `answer`, and passed.
fn asked_of(exercise: &Exercise, answer: impl Fn(&str, &Cell) -> (Vec<Statement>, Rows)) -> Asked {
    let mut observations: BTreeMap<String, Observation> = BTreeMap::new();
    for ask in Plan::of(exercise, Setting::Graded).asks {
        let (statements, returned) = answer(&ask.data, ask.args.values().next().unwrap_or(&Cell::Null));
        let log = QueryLog { statements };
        let run = Run { log, returned: Some(returned), ..Run::ended(ask.case(), End::Returned) };
        observations.entry(ask.call).or_default().runs.push(run);
    }
    asked::asked(&graded(exercise, &Verdict::Passed), &[(exercise, &observations)])
}

fn graded(exercise: &Exercise, verdict: &Verdict) -> Graded {
    let check = |check: &harness_core::registry::Check| harness_core::gradebook::GradedCheck {
        id: check.id.clone(),
        score: verdict.score(check.points),
        verdict: verdict.clone(),
        given_instead: None,
        output: None,
        side_by_side: Vec::new(),
    };
    Graded { exercise: exercise.id.clone(), checks: exercise.checks.iter().map(check).collect() }
}

fn flagged(asked: &Asked) -> Vec<String> {
    let mut answers = Vec::new();
    let done = replayed::answer(&asked.replay, |answer| {
        answers.push(answer);
        Ok(())
    });
    done.expect("the data of the course goes into its tables");
    said::flags(asked, &answers).into_iter().map(|flag| flag.text).collect()
}

/// The flags of a candidate that answers `payments_of_person` by these statements, and returns the right rows.
#[track_caller]
fn check(statements: impl Fn(&Cell) -> Vec<Statement>, want: &[&str]) {
    let exercise = exercise("e2_joins", "payments_of_person");
    let flags = flagged(&asked_of(&exercise, |_, person| (statements(person), payments_of(person))));
    assert_eq!(flags, want);
}

#[test]
fn rows_that_the_statements_yield_are_not_flagged() {
    check(|person| vec![reported(OF_PERSON, std::slice::from_ref(person))], &[]);
    check(|_| vec![reported("SELECT * FROM payments", &[])], &[]);
}

#[test]
fn what_the_call_was_given_need_not_be_read() {
    let others = "SELECT id, tag_id, note, amount_cents FROM payments WHERE payer_id = ?";
    check(|person| vec![reported(others, std::slice::from_ref(person))], &[]);
}

#[test]
fn rows_without_a_statement_are_flagged() {
    let want = "payments_of_person, choir(person: 214): 12 of the 12 stored values that came back are not in what it read, tag_id \
                221 say: it sent no statement; they were known by heart, kept from another call, or read past the counter; \
                the same on 2 further cases";
    check(|_| Vec::new(), &[want]);
}

#[test]
fn values_that_another_statement_would_have_to_yield_are_flagged() {
    let want = "payments_of_person, choir(person: 214): 3 of the 12 stored values that came back are not in what it read, note \
                `Bus` say: its one statement was sent again; they were known by heart, kept from another call, or read \
                past the counter; the same on 2 further cases";
    check(|_| vec![reported("SELECT id, tag_id, amount_cents FROM payments", &[])], &[want]);
}

#[test]
fn a_statement_around_seaorm_is_sent_with_what_was_bound_to_it() {
    let sql = "SELECT *, COALESCE(NULL, 0) FROM payments WHERE payer_id = ? AND id > 0";
    check(|person| vec![seen_by_sqlite(sql, &[Cell::Null, 0.into(), person.clone(), 0.into()])], &[]);
}

#[test]
fn a_statement_that_succeeded_and_fails_is_a_flag_of_its_own() {
    let bad = "SELECT id FROM nowhere";
    let want = "payments_of_person, choir(person: 214): a statement that succeeded fails when it is sent again: SELECT id \
                FROM nowhere: error returned from database: (code: 1) no such table: nowhere; the same on 2 further cases";
    let good = |person: &Cell| reported(OF_PERSON, std::slice::from_ref(person));
    check(|person| vec![reported(bad, &[]), good(person)], &[want]);
    check(|person| vec![seen_by_sqlite(bad, &[]), good(person)], &[]);
    check(|person| vec![Statement { failed: true, ..reported(bad, &[]) }, good(person)], &[]);
}

#[test]
fn what_a_call_writes_is_there_for_its_own_statements_and_for_no_others() {
    let read = |person: &Cell| reported(OF_PERSON, std::slice::from_ref(person));
    check(|person| vec![read(person), reported("DELETE FROM payments", &[])], &[]);
    let kept = "CREATE TEMP TABLE kept AS SELECT * FROM payments";
    let empty = || reported("DELETE FROM payments", &[]);
    check(|_| vec![reported(kept, &[]), empty(), reported("SELECT * FROM kept", &[])], &[]);
    let exercise = exercise("e2_joins", "payments_of_person");
    let flags = flagged(&asked_of(&exercise, |_, person| (vec![empty(), read(person)], payments_of(person))));
    assert!(flags[0].contains(": its 2 statements were sent again; "), "{flags:?}");
}

#[test]
fn counts_and_sums_made_in_rust_are_not_flagged() {
    let report = exercise("e2_joins", "report_by_tag");
    let lines = |data: &str| {
        let name = &report.data.iter().find(|of| of.id == data).expect("a data set").tables[1].rows[0][1];
        // 31 is the key of a payment, and 1250 an amount.
        rows(&["tag", "n_payments", "total_cents"], vec![vec![name.clone(), 31.into(), 1250.into()]])
    };
    let statements = || vec![reported("SELECT name FROM tags", &[])];
    assert_eq!(flagged(&asked_of(&report, |data, _| (statements(), lines(data)))), [""; 0]);
    let flags = flagged(&asked_of(&report, |data, _| (Vec::new(), lines(data))));
    assert!(
        flags[0].starts_with(
            "report_by_tag, choir: 1 of the 1 stored values that came back are not in what it read, tag `Scores` say:"
        ),
        "{flags:?}"
    );
}

#[test]
fn growing_data_is_replayed_too() {
    let statements = exercise("e4_n_plus_one", "spending_by_person_statements");
    let line = rows(&["id", "name"], vec![vec![100_001.into(), "Person 1".into()]]);
    let flags = flagged(&asked_of(&statements, |_, _| (Vec::new(), line.clone())));
    let want =
        "spending_by_person_statements, each 2, people 12, tags 4: 2 of the 2 stored values that came back are not";
    assert!(flags.len() == 1 && flags[0].starts_with(want), "{flags:?}");
}

#[test]
fn a_check_that_earned_nothing_is_not_replayed() {
    let exercise = exercise("e2_joins", "payments_of_person");
    let observations = BTreeMap::from([("payments_of_person".to_owned(), Observation::default())]);
    let graded = graded(&exercise, &Verdict::Failed { earned: 0, findings: Vec::new() });
    assert_eq!(asked::asked(&graded, &[(&exercise, &observations)]).replay.calls, []);
}

#[test]
fn columns_that_a_student_added_are_there() {
    let exercise = exercise("e1_relationships", "user_of_expense");
    let case = "home(expense: 34)".to_owned();
    let bob = vec![12.into(), "bob".into(), "bob@home.example".into(), Cell::Null];
    let select = "SELECT users.id, users.name, users.email, users.\"note \"\"x\" FROM users WHERE id = ?";
    let run = Run {
        log: QueryLog { statements: vec![reported(select, &[12.into()])] },
        returned: Some(rows(&["id", "name", "email", "note"], vec![bob])),
        ..Run::ended(case, End::Returned)
    };
    let column = |name: &str| Column {
        name: name.to_owned(),
        declared_type: "text".to_owned(),
        not_null: false,
        has_default: false,
    };
    let users = Table { columns: vec![column("ID"), column("note \"x")], ..Table::default() };
    let more = Table { columns: vec![column("a")], ..Table::default() };
    let schema = Schema { tables: [("users".to_owned(), users), ("more".to_owned(), more)].into() };
    let entities = Run { schema: Some(schema), ..Run::ended("", End::Returned) };
    let observations = BTreeMap::from([
        ("@entities".to_owned(), Observation { runs: vec![entities] }),
        ("user_of_expense".to_owned(), Observation { runs: vec![run] }),
    ]);
    let asked = asked::asked(&graded(&exercise, &Verdict::Passed), &[(&exercise, &observations)]);
    assert_eq!(asked.replay.calls.len(), 1);
    assert_eq!(flagged(&asked), [""; 0]);
}

#[test]
fn a_replay_that_is_cut_says_so() {
    let exercise = exercise("e2_joins", "payments_of_person");
    let asked = asked_of(&exercise, |_, person| (Vec::new(), payments_of(person)));
    let flags = said::flags(&asked, &[Answer::default()]);
    let text = "payments_of_person, studio(person: 114): its statements could not be sent again to their end, so what came \
                back is not audited; the same on 1 further case";
    assert_eq!(flags, [Flag { check: "payments_of_person".to_owned(), text: text.to_owned() }]);
}

#[test]
fn a_replay_that_does_not_begin_is_no_answer() {
    let finished = |stdout: &str| Finished {
        ending: process::Ending::TimedOut,
        stdout: stdout.as_bytes().to_vec(),
        stderr: b"no \x1b box".to_vec(),
    };
    let error = answers(&finished("")).expect_err("nothing was said").to_string();
    assert!(
        error.starts_with("the replay of statements did not begin") && error.ends_with("no \\u{1b} box"),
        "{error}"
    );
    let line = "{\"missing\":[1],\"failed\":null}";
    let read = answers(&finished(&format!("{BEGUN}\n{line}\n{{\"miss"))).expect("it began");
    assert_eq!(read, [Answer { missing: vec![1], failed: None }]);
}
