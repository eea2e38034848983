//! A small course and a batch for the tests of the gradebook: full marks, mistakes, hostile names, a group, nothing handed
//! in, a refusal.

use std::collections::BTreeMap;

use harness_core::finding::{Code, Detail, Finding};
use harness_core::gradebook::{Graded, GradedCheck};
use harness_core::observation::End;
use harness_core::registry::{BudgetClaim, Check, Claim, ContractClaim, Exercise, Registry, RowsClaim};
use harness_core::row_diff::{Entry, RowDiff};
use harness_core::rows::Rows;
use harness_core::spec::{BudgetSpec, Item, Limits, RowsCase, RowsSpec, SchemaChoice, Section, Track};
use harness_core::verdict::{Stop, Verdict};

use super::{Gradebook, Overrides, assemble};
use crate::batch::{Batch, Conditions, FORMAT_VERSION, Status, Student, Unit};
use crate::journal::Units;

/// An id that a spreadsheet would run.
pub(super) const HOSTILE: &str = "=cmd|' /C calc'!A0";
/// One override that gives points, and one that excuses.
pub(super) const OVERRIDES: &str = "bo,e2_joins,report_by_category,12,\"the rows are right, their order was not asked\",Ana\n\
                                    cy,e1_relationships,sides_user,excused,=ill,Ana\n";

pub(super) fn gradebook() -> Gradebook {
    gradebook_with(OVERRIDES)
}

pub(super) fn gradebook_with(overrides: &str) -> Gradebook {
    let text = format!("student,exercise,check,points,reason,who\n{overrides}");
    let overrides = Overrides::parse(text.as_bytes(), &batch(), &registry()).expect("right lines");
    assemble::assemble(&batch(), &units(), &registry(), &overrides).expect("units of the course")
}

pub(super) fn registry() -> Registry {
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    let section = |id: &str, title: &str| Section { id: id.to_owned(), title: title.to_owned() };
    let track =
        |id: &str, sections: &[&str]| Track { id: id.to_owned(), title: id.to_owned(), sections: owned(sections) };
    let item = |id: &str, says: &str| Item { id: id.to_owned(), says: says.to_owned() };
    Registry {
        title: "Relationships".to_owned(),
        sections: vec![section("A", "Both directions"), section("B", "Joins and N+1")],
        tracks: vec![track("core", &["A", "B"]), track("remedial", &["A"])],
        items: vec![
            item("plan.3", "Navigate from the user and count"),
            item("objective.both_directions", "Define relations whose two sides mirror each other"),
            item("pattern.grouped_report", "A report by category: grouped select with joins and aggregates"),
        ],
        not_assessed: Vec::new(),
        checkpoints: Vec::new(),
        exercises: vec![
            exercise(
                "e1_relationships",
                vec![
                    check("create_parents", 0, "A", "plan.3", Claim::Given("The harness does it".to_owned())),
                    check("expenses_of_user", 30, "A", "plan.3", Claim::Rows(rows())),
                    check("sides_user", 10, "A", "objective.both_directions", contract()),
                ],
            ),
            exercise(
                "e2_joins",
                vec![
                    check("report_by_category", 20, "B", "pattern.grouped_report", Claim::Rows(rows())),
                    check("report_statements", 35, "B", "pattern.grouped_report", budget()),
                    check("report_columns", 5, "B", "pattern.grouped_report", Claim::Rows(rows())),
                ],
            ),
        ],
    }
}

fn exercise(id: &str, checks: Vec<Check>) -> Exercise {
    Exercise {
        id: id.to_owned(),
        title: format!("The title of {id}"),
        minutes: 30,
        limits: Limits::default(),
        schema: Vec::new(),
        data: Vec::new(),
        scaled: Vec::new(),
        relations: Vec::new(),
        checks,
    }
}

fn check(id: &str, points: u32, section: &str, covers: &str, claim: Claim) -> Check {
    Check {
        id: id.to_owned(),
        title: format!("What {id} claims"),
        points,
        section: section.to_owned(),
        step: None,
        call: id.to_owned(),
        schema: SchemaChoice::Given,
        files: vec![format!("{id}.rs")],
        covers: vec![covers.to_owned()],
        hints: vec!["What does the database need to know?".to_owned()],
        claim,
    }
}

fn rows() -> RowsClaim {
    let args = [("user".to_owned(), 11.into())].into();
    let case = RowsCase { data: "home".to_owned(), args, rows: vec![vec![31.into()], vec![32.into()]] };
    let spec = RowsSpec {
        columns: vec!["id".to_owned()],
        key: vec!["id".to_owned()],
        cases: vec![case],
        ..RowsSpec::default()
    };
    RowsClaim { spec, all: BTreeMap::new() }
}

fn contract() -> Claim {
    Claim::Contract(ContractClaim { rules: vec![Code::InverseMissing], relations: Vec::new() })
}

fn budget() -> Claim {
    let after = "report_by_category".to_owned();
    let spec =
        BudgetSpec { after, max_statements: 1, law: None, beside: None, fetch_only_what_returns: false, growth: None };
    Claim::Budget(BudgetClaim {
        spec,
        rows: rows(),
        n_rows: BTreeMap::new(),
        scaled: Vec::new(),
        relations: Vec::new(),
    })
}

pub(super) fn batch() -> Batch {
    Batch {
        format_version: FORMAT_VERSION,
        conditions: Conditions {
            course: "course-hash".to_owned(),
            harness: "0.1.0 harness-hash".to_owned(),
            toolchain: "rustc 1.95.0".to_owned(),
            seed: "seed-of-the-batch".to_owned(),
        },
        paths: vec!["submissions".into()],
        roster: None,
        id_from: crate::intake::IdFrom::Export,
        layout: None,
        attempt: crate::intake::Attempt::Latest,
        exercises: Vec::new(),
        isolation: "tier A: network, files and processes are out of reach".to_owned(),
        students: vec![
            student("../../x", Some("Ivy"), None, Status::NotSubmitted, &[], &[]),
            student(HOSTILE, Some("@SUM(1+1)"), None, submitted("=cmd", true), &["k-e1-full"], &[]),
            student("ana", Some("Zoë 💥"), None, submitted("ana", false), &["k-e1-full", "k-e2-full"], &[]),
            student(
                "bo",
                Some("Bo"),
                Some("blue"),
                submitted("bo", false),
                &["k-e1-some", "k-e2-some"],
                &["```src/\\u{1b}[31m.rs is a link"],
            ),
            student("cy", None, Some("blue"), submitted("bo", false), &["k-e1-some", "k-e2-some"], &[]),
            student("eve", None, None, refused(), &[], &[]),
        ],
        notes: vec!["6 students on the roster".to_owned()],
    }
}

fn submitted(source: &str, late: bool) -> Status {
    Status::Submitted { source: source.to_owned(), late }
}

fn refused() -> Status {
    Status::Refused { source: "eve.zip".to_owned(), why: "more than 1000 entries: hand in src/ alone".to_owned() }
}

fn student(
    id: &str,
    name: Option<&str>,
    group: Option<&str>,
    status: Status,
    keys: &[&str],
    ignored: &[&str],
) -> Student {
    let exercise = |key: &str| if key.starts_with("k-e1") { "e1_relationships" } else { "e2_joins" };
    Student {
        id: id.to_owned(),
        name: name.map(str::to_owned),
        group: group.map(str::to_owned),
        status,
        units: keys.iter().map(|key| (exercise(key).to_owned(), (*key).to_owned())).collect(),
        ignored: ignored.iter().map(|line| (*line).to_owned()).collect(),
    }
}

pub(super) fn units() -> Units {
    let lost = End::DoesNotCompile {
        file: "src/sides_user.rs".to_owned(),
        message: "error[E0425]: `Ex]]>` \u{1b}[31m".to_owned(),
    };
    let failed = |code: Code, earned: u32, case: &str| Verdict::Failed {
        earned,
        findings: vec![Finding { code, ..rows_missing(case) }],
    };
    let stop = Stop { case: String::new(), end: lost.clone() };
    let mut some = unit(
        "k-e1-some",
        "e1_relationships",
        vec![Verdict::Given, failed(Code::RowsMissing, 10, "home(user: 11)"), Verdict::NotJudged(stop)],
    );
    some.lost = [("sides_user.rs".to_owned(), lost.clone()), ("extra.rs".to_owned(), lost)].into();
    some.graded.checks[1].output = Some("hello from \u{1b}[31m\u{202e}bo\n````\n".to_owned());
    some.flags = vec!["equal to another submission, less the stub".to_owned()];
    let of_e2 = vec![
        failed(Code::CellsChanged, 0, "seeded data (large)(user: 4711)"),
        Verdict::Blocked { by: "report_by_category".to_owned() },
        Verdict::Passed,
    ];
    let units = [
        unit("k-e1-full", "e1_relationships", vec![Verdict::Given, Verdict::Passed, Verdict::Passed]),
        unit("k-e2-full", "e2_joins", vec![Verdict::Passed, Verdict::Passed, Verdict::Passed]),
        some,
        unit("k-e2-some", "e2_joins", of_e2),
    ];
    units.into_iter().collect()
}

fn unit(key: &str, exercise: &str, verdicts: Vec<Verdict>) -> Unit {
    let registry = registry();
    let checks = &registry.exercise(exercise).expect("a sample").checks;
    let graded = checks.iter().zip(verdicts).map(|(check, verdict)| GradedCheck {
        id: check.id.clone(),
        score: verdict.score(check.points),
        verdict,
        given_instead: None,
        output: None,
        side_by_side: Vec::new(),
    });
    Unit {
        key: key.to_owned(),
        exercise: exercise.to_owned(),
        graded: Graded { exercise: exercise.to_owned(), checks: graded.collect() },
        lost: BTreeMap::new(),
        untouched: false,
        flags: Vec::new(),
    }
}

/// One of two rows did not come back: the one with 4711 in it.
pub(super) fn rows_missing(case: &str) -> Finding {
    let columns = vec!["id".to_owned()];
    let rows = Rows { columns: columns.clone(), rows: vec![vec![4711.into()]] };
    let diff = RowDiff {
        columns,
        key: vec!["id".to_owned()],
        n_expected: 2,
        n_actual: 1,
        n_matched: 1,
        entries: rows.rows.into_iter().map(Entry::Missing).collect(),
        ..RowDiff::default()
    };
    Finding {
        code: Code::RowsMissing,
        case: case.to_owned(),
        message: "1 row of 2 missing".to_owned(),
        site: Some("src/expenses_of_user.rs:7".to_owned()),
        help: None,
        detail: Detail::Rows(diff),
    }
}
