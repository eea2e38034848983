//! Whole reports, compared with the files in `tests/`; `UPDATE_EXPECT=1` writes them anew.

mod course;

use expect_test::{ExpectFile, expect_file};

use super::*;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::MatrixRow;
use crate::finding::StepVerdict;
use course::exercise;
use course::failed;
use course::finding;
use course::stopped;

const PLAIN: Style = Style { colour: false };
const COLOURED: Style = Style { colour: true };

/// The report on checks with these titles and verdicts is the content of a file.
#[track_caller]
fn check(checks: Vec<(&str, Verdict)>, want: &ExpectFile) {
    let (exercise, graded) = exercise(checks);
    want.assert_eq(&text(&exercise, &graded, PLAIN));
}

/// A report on something that each part of a message, a place, a statement, an output or a value says.
fn report_on(hostile: &str, style: Style) -> String {
    let mut found = finding(Code::NPlusOne, hostile);
    found.case = hostile.to_owned();
    found.site = Some(hostile.to_owned());
    found.help = Some(hostile.to_owned());
    found.detail = Detail::Statements(vec![(hostile.to_owned(), 3)]);
    let rows = course::rows_of([hostile]);
    let (exercise, mut graded) = exercise(vec![
        ("statements", failed(0, vec![found])),
        ("rows", failed(0, vec![rows])),
        ("tables", failed(0, vec![course::cascade_of(hostile)])),
        ("panic", stopped(End::Panicked { message: hostile.to_owned(), site: Some(hostile.to_owned()) })),
        ("compiler", stopped(End::DoesNotCompile { file: hostile.to_owned(), message: hostile.to_owned() })),
        ("error", stopped(End::Failed { message: hostile.to_owned() })),
        ("refused", stopped(End::SchemaRefused { message: hostile.to_owned() })),
        ("rejected", stopped(End::Rejected { message: hostile.to_owned() })),
        ("signal", stopped(End::Crashed { signal: hostile.to_owned(), note: Some(hostile.to_owned()) })),
    ]);
    for check in &mut graded.checks {
        check.output = Some(hostile.to_owned());
        check.given_instead = Some(hostile.to_owned());
    }
    text(&exercise, &graded, style)
}

#[test]
fn each_kind_of_verdict_has_its_section() {
    let checks = vec![
        ("what the harness does", Verdict::Given),
        ("what is right", Verdict::Passed),
        ("what waits for another check", Verdict::Blocked { by: "cakes_of".to_owned() }),
        ("rows that are missing and rows with other values", failed(4, vec![course::rows()])),
        ("statements that grow", failed(0, vec![course::growth()])),
        ("rows that are gone", failed(3, vec![course::cascade()])),
        ("a message alone", failed(9, vec![finding(Code::FkNoIndex, "no index serves `cakes.bakery_id`")])),
        ("two findings", failed(0, vec![course::statements(), finding(Code::AroundSeaorm, "3 went around SeaORM")])),
        ("a suite", failed(5, vec![course::matrix()])),
    ];
    check(checks, &expect_file!["tests/each_verdict.txt"]);
}

#[test]
fn each_way_to_stop_is_told_in_words() {
    let s = str::to_owned;
    let ends = [
        End::NotAttempted,
        End::Failed { message: s("no such column: cakes.bakry_id") },
        End::Panicked { message: s("assertion failed\n  left: 2\n right: 3"), site: Some(s("src/cakes_of.rs:14")) },
        End::SchemaRefused { message: s("FOREIGN KEY constraint failed") },
        End::Crashed { signal: s("SIGABRT"), note: Some(s("stack overflow")) },
        End::Crashed { signal: s("SIGSEGV"), note: None },
        End::Exited { code: 0 },
        End::TimedOut { limit_ms: 2000 },
        End::MemoryLimit { limit_mib: 256 },
        End::OutputLimit { limit_bytes: 65_536 },
        End::NotReached { limit_ms: 8000 },
        End::DoesNotCompile { file: s("src/cakes_of.rs"), message: s("error: expected `;`\n --> src/cakes_of.rs:3:9") },
        End::CompileLimit { file: s("src/cakes_of.rs"), message: s("rustc did not end within 30 s") },
        End::Rejected { message: s("src/cakes_of.rs:3: the word `unsafe`") },
        End::Internal { message: s("the counter of statements did not see the canary") },
    ];
    let checks = ends.map(|end| (end.code(), stopped(end))).to_vec();
    check(checks, &expect_file!["tests/each_stop.txt"]);
}

#[test]
fn what_the_code_printed_stands_under_its_check() {
    let (exercise, mut graded) = exercise(vec![("loud", stopped(End::Exited { code: 3 })), ("right", Verdict::Passed)]);
    for check in &mut graded.checks {
        let lines = (1..=12).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
        check.output = Some(format!("{lines}\nthread 'candidate' has overflowed its stack\n"));
        check.given_instead =
            Some("Execution Error: error returned from database: (code: 1) no such table: cakes".to_owned());
    }
    expect_file!["tests/printed.txt"].assert_eq(&text(&exercise, &graded, PLAIN));
}

#[test]
fn a_pass_is_one_line_without_a_hint() {
    let (exercise, graded) = exercise(vec![("a", Verdict::Passed), ("b", Verdict::Given)]);
    let report = text(&exercise, &graded, PLAIN);
    assert_eq!(report.lines().filter(|line| !line.is_empty()).count(), 3, "{report}");
    assert!(!report.contains("hint") && !report.contains("lost"), "{report}");
}

#[test]
fn what_a_terminal_would_act_on_is_shown_instead() {
    for hostile in
        ["\u{1b}[2J\u{1b}]0;title\u{7}", "\u{202e}evil\u{2066}\u{200b}", "a\u{0}b\u{9b}1m", "one\r\u{8}two\u{7f}"]
    {
        let report = report_on(hostile, PLAIN);
        let acts = report.chars().find(|&c| c != '\n' && escape(&c.to_string()) != c.to_string());
        assert_eq!(acts, None, "{hostile:?} in\n{report}");
    }
}

#[test]
fn a_line_without_end_is_cut() {
    let report = report_on(&"x".repeat(1 << 20), PLAIN);
    let longest = report.lines().map(str::len).max().unwrap_or(0);
    // One line shows the expected and one the actual value: a difference is never cut.
    let rows = report.lines().filter(|line| line.len() > 10 * WIDTH).count();
    assert!(rows <= 2, "{rows} long lines, the longest of {longest} bytes");
}

#[test]
fn many_lines_are_cut_and_counted() {
    let report = report_on(&"line\n".repeat(10_000), PLAIN);
    assert!(report.contains("… and 9990 lines more"), "{report}");
    assert!(report.lines().count() < 300, "{}", report.lines().count());
}

#[test]
fn colour_off_leaves_no_escape_code_and_colour_on_adds_nothing_else() {
    let (plain, coloured) = (report_on("bakery", PLAIN), report_on("bakery", COLOURED));
    assert!(!plain.contains('\u{1b}'));
    let mut stripped = String::new();
    for (n, part) in coloured.split('\u{1b}').enumerate() {
        stripped.push_str(if n == 0 { part } else { part.split_once('m').expect("a code of colour").1 });
    }
    assert!(coloured.contains('\u{1b}'));
    assert_eq!(stripped, plain);
}

#[test]
fn correct_and_rejected_implementations_are_told_apart() {
    let row = |id: &str, correct, rejects: bool| MatrixRow {
        id: id.to_owned(),
        correct,
        step: u8::from(!correct) * 3,
        steps: [if rejects { StepVerdict::Rejects } else { StepVerdict::Accepts }; 5],
        caught: !correct && rejects,
    };
    let unsound = MatrixRow { caught: false, ..row("e", false, true) };
    let lines = matrix::lines(
        &[row("a", true, false), row("b", true, true), row("c", false, true), row("d", false, false), unsound],
        PLAIN,
    );
    let ends: Vec<&str> = lines[1..6].iter().map(|line| line.rsplit("   ").next().unwrap_or_default()).collect();
    let not_caught = ["not caught: step 3 should see it", "not caught: step 3 rejects correct ones, too"];
    assert_eq!(ends[..3], ["correct", "correct, and rejected", "caught"]);
    assert_eq!(ends[3..], not_caught);
}
