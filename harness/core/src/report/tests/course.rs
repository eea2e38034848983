//! An exercise about bakeries and cakes, with findings as the judge makes them.

use crate::cascade;
use crate::cascade::Expected;
use crate::cascade::ForeignKeyEdge;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::finding::MatrixRow;
use crate::finding::StepVerdict;
use crate::gradebook::Graded;
use crate::gradebook::GradedCheck;
use crate::growth;
use crate::growth::Size;
use crate::observation::End;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::registry::Registry;
use crate::row_diff;
use crate::rows::Rows;
use crate::tables::Tables;
use crate::verdict::Stop;
use crate::verdict::Verdict;

/// An exercise with a check of 10 points for each verdict.
pub(super) fn exercise(checks: Vec<(&str, Verdict)>) -> (Exercise, Graded) {
    let course = Registry::parse(include_str!("../../registry/tests/course.yaml")).expect("a course");
    let mut exercise = course.exercises.into_iter().next().expect("an exercise");
    let check = |(n, (title, verdict)): (usize, &(&str, Verdict))| Check {
        id: format!("check_{n}"),
        title: (*title).to_owned(),
        points: if *verdict == Verdict::Given { 0 } else { 10 },
        section: "A".to_owned(),
        step: (n < 5).then(|| u8::try_from(n + 1).expect("few")),
        call: "cakes_of".to_owned(),
        schema: crate::spec::SchemaChoice::Given,
        files: vec!["cakes_of.rs".to_owned()],
        covers: Vec::new(),
        hints: ["Which column does it start from?", "Look at `from`.", "It is `bakery_id`."]
            .map(str::to_owned)
            .to_vec(),
        claim: Claim::Given(String::new()),
    };
    exercise.checks = checks.iter().enumerate().map(check).collect();
    let graded = exercise.checks.iter().zip(checks).map(|(check, (_, verdict))| GradedCheck {
        id: check.id.clone(),
        score: verdict.score(check.points),
        verdict,
        given_instead: None,
        output: None,
        side_by_side: Vec::new(),
    });
    let graded = Graded { exercise: exercise.id.clone(), checks: graded.collect() };
    (exercise, graded)
}

pub(super) fn stopped(end: End) -> Verdict {
    Verdict::NotJudged(Stop { case: "town(bakery: 1)".to_owned(), end })
}

pub(super) fn failed(earned: u32, findings: Vec<Finding>) -> Verdict {
    Verdict::Failed { earned, findings }
}

pub(super) fn finding(code: Code, message: &str) -> Finding {
    let case = "town(bakery: 1)".to_owned();
    Finding { code, case, message: message.to_owned(), site: None, help: None, detail: Detail::None }
}

/// A row that is missing, one with another value, one that was not asked for.
pub(super) fn rows() -> Finding {
    rows_of(["11 Lamington", "12 Tart", "14 Pie"])
}

/// Cakes that came back, each as its id and its name, or as a name alone.
pub(super) fn rows_of<const N: usize>(names: [&str; N]) -> Finding {
    let rows = |names: &[&str]| Rows {
        columns: vec!["id".to_owned(), "name".to_owned()],
        rows: names
            .iter()
            .map(|name| name.split_once(' ').unwrap_or(("11", name)))
            .map(|(id, name)| vec![id.parse().map_or(0, |id: i64| id).into(), name.into()])
            .collect(),
    };
    let diff = row_diff::diff(&rows(&["11 Lamington", "12 Torte", "13 Bun"]), &rows(&names), &["id".to_owned()], false);
    Finding { detail: Detail::Rows(diff), ..finding(Code::RowsMissing, "1 row of 3 missing") }
}

pub(super) fn growth() -> Finding {
    let size = |bakeries, sent| Size {
        axes: [("bakeries".to_owned(), bakeries)].into(),
        rows: [("bakeries".to_owned(), bakeries.into())].into(),
        sent,
    };
    let at = |n: u32| (n, [("bakeries".to_owned(), n.into())].into());
    let growth = growth::fit(vec![size(2, 3), size(4, 5), size(12, 13)], "bakeries", &[at(10), at(100), at(1000)], 2);
    Finding {
        site: Some("src/report.rs:14".to_owned()),
        help: Some("ask once for all of them: 2 statements are enough for any number of rows".to_owned()),
        detail: Detail::Growth(growth),
        ..finding(Code::NPlusOne, "a statement is sent for each row: 12 × SELECT … FROM cakes WHERE bakery_id = ?")
    }
}

pub(super) fn statements() -> Finding {
    let sent = (0..10).map(|n| (format!("SELECT c{n} FROM cakes"), n + 1)).collect();
    Finding {
        detail: Detail::Statements(sent),
        ..finding(Code::TooManyStatements, "55 statements were sent, 2 are allowed")
    }
}

/// A bakery is gone as it had to be, and its cakes stayed.
pub(super) fn cascade() -> Finding {
    cascade_of("Lamington")
}

pub(super) fn cascade_of(name: &str) -> Finding {
    let before = "
bakeries: {columns: [id], rows: [[1], [2]]}
cakes: {columns: [id, name, bakery_id], rows: [[11, Lamington, 1], [12, Tart, 2]]}";
    let mut before: Tables = crate::locate::parse(before).expect("YAML");
    before.get_mut("cakes").expect("cakes").rows[0][1] = name.into();
    let mut after = before.clone();
    after.get_mut("bakeries").expect("bakeries").rows.remove(0);
    let deleted = [("bakeries".to_owned(), vec![1.into()]), ("cakes".to_owned(), vec![11.into()])].into();
    let edge = ForeignKeyEdge {
        child: "cakes".to_owned(),
        key: "bakery_id".to_owned(),
        parent: "bakeries".to_owned(),
        parent_key: "id".to_owned(),
    };
    let diff = cascade::compare(&before, &after, &Expected { deleted, ..Expected::default() }, &[edge]);
    Finding { detail: Detail::Cascade(diff), ..finding(Code::Orphaned, "1 row left behind that points to nothing") }
}

pub(super) fn matrix() -> Finding {
    let row = |id: &str, step: u8, steps: [StepVerdict; 5], caught| MatrixRow {
        id: id.to_owned(),
        correct: step == 0,
        step,
        steps,
        caught,
    };
    let (accepts, rejects, not_asked) = (StepVerdict::Accepts, StepVerdict::Rejects, StepVerdict::NotAsked);
    let rows = vec![
        row("by_join", 0, [accepts; 5], false),
        row("by_name", 3, [not_asked, not_asked, rejects, not_asked, not_asked], true),
        row("too_much", 5, [accepts, accepts, accepts, StepVerdict::NotAttempted, StepVerdict::Lost], false),
    ];
    Finding { detail: Detail::Matrix(rows), ..finding(Code::BugNotCaught, "accepted: Deletes cakes. (too_much)") }
}
