//! A suite against two correct implementations and broken ones: `by_name` is for step 3 to see, `too_much` for step 5,
//! and `further` stands with the reference solution.

use super::POINTS;
use super::observed;
use super::said;
use crate::judge::suite::judge;
use crate::observation::End;
use crate::observation::Run;
use crate::plan::case_name;
use crate::plan::suite_args;
use crate::registry::SuiteClaim;
use crate::verdict::Verdict;

const SUITE: &str = "
correct: [by_join, by_sql]
broken: [{id: by_name, says: Joins by name., step: 3}, {id: too_much, says: Deletes cakes., step: 5}]
further: [{id: further, says: Knows the answer., step: 3}]";

/// What steps 1 to 5 say of an implementation: `+` accepts, `x` rejects, `.` not written, `!` runs for ever.
fn runs(tracker: &str, steps: &str) -> Vec<Run> {
    let run = |(step, sign)| {
        let end = match sign {
            '+' => End::Returned,
            'x' => End::Panicked { message: "2 rows, expected 3".to_owned(), site: Some("src/step.rs:9".to_owned()) },
            '.' => End::NotAttempted,
            _ => End::TimedOut { limit_ms: 2000 },
        };
        Run::ended(case_name("", &suite_args(tracker, step)), end)
    };
    (1..=5).zip(steps.chars()).map(run).collect()
}

#[track_caller]
fn check(step: Option<u8>, said_of: &[(&str, &str)], want: &str) -> String {
    let claim = SuiteClaim { spec: crate::locate::parse(SUITE).expect("YAML"), step };
    let verdict = judge(POINTS, &claim, &observed(said_of.iter().flat_map(|(tracker, steps)| runs(tracker, steps))));
    assert_eq!(said(&verdict), want);
    match verdict {
        Verdict::Failed { findings, .. } => findings[0].message.clone(),
        Verdict::Passed | Verdict::Given | Verdict::Blocked { .. } | Verdict::NotJudged(_) => String::new(),
    }
}

const SOUND: [(&str, &str); 2] = [("by_join", "+++++"), ("by_sql", "+++++")];

#[test]
fn a_suite_that_accepts_the_correct_and_catches_the_broken_passes() {
    check(None, &[SOUND[0], SOUND[1], ("by_name", "++x++"), ("too_much", "++++x")], "passed");
}

#[test]
fn a_bug_that_is_not_caught_is_named_with_the_step_that_should_see_it() {
    let message = check(None, &[SOUND[0], SOUND[1], ("by_name", "++x++"), ("too_much", "+++++")], "5: BUG_NOT_CAUGHT");
    assert_eq!(message, "accepted: Deletes cakes. (too_much)");
}

#[test]
fn a_step_that_rejects_a_correct_implementation_catches_nothing() {
    let message = check(
        None,
        &[("by_join", "++x++"), ("by_sql", "+++++"), ("by_name", "++x++"), ("too_much", "++++x")],
        "0: CORRECT_REJECTED",
    );
    assert_eq!(message, "step 3 rejects the correct tracker `by_join`: 2 rows, expected 3");
    // Asked about step 5 alone, what only the unsound step 3 sees is not caught.
    let unsound = [("by_join", "++x++"), SOUND[1], ("by_name", "++x++"), ("too_much", "++++x")];
    check(Some(5), &unsound, "5: BUG_NOT_CAUGHT");
}

#[test]
fn a_bug_that_another_sound_step_sees_is_caught() {
    check(None, &[SOUND[0], SOUND[1], ("by_name", "+++x+"), ("too_much", "++++x")], "passed");
}

#[test]
fn further_implementations_count_only_where_they_were_run() {
    let caught = [SOUND[0], SOUND[1], ("by_name", "++x++"), ("too_much", "++++x")];
    check(None, &[&caught[..], &[("further", "++x++")]].concat(), "passed");
    check(None, &[&caught[..], &[("further", "+++++")]].concat(), "6: BUG_NOT_CAUGHT");
}

#[test]
fn a_step_that_was_not_written_is_not_attempted() {
    let stub = [("by_join", "+...."), ("by_sql", "+...."), ("by_name", "+...."), ("too_much", "+....")];
    check(None, &stub, "NOT_ATTEMPTED");
    check(Some(3), &stub, "NOT_ATTEMPTED");
}

#[test]
fn a_step_that_does_not_end_catches_nothing() {
    check(None, &[SOUND[0], SOUND[1], ("by_name", "++!++"), ("too_much", "++++x")], "5: BUG_NOT_CAUGHT");
    check(None, &[("by_join", "++!++"), SOUND[1], ("by_name", "++x++"), ("too_much", "++++x")], "TIMED_OUT");
}

#[test]
fn an_implementation_that_was_not_run_is_never_a_pass() {
    check(None, &[SOUND[0], ("by_name", "++x++"), ("too_much", "++++x")], "INTERNAL");
    check(None, &[SOUND[0], SOUND[1], ("by_name", "++x++")], "5: BUG_NOT_CAUGHT");
}
