//! What a regrade has changed: whose scores, by how much, and because of which checks.

use std::collections::BTreeSet;

use harness_core::report::escape;
use harness_core::verdict::Verdict;

use crate::batch::{Batch, Unit};
use crate::journal::Units;

/// How `after` differs from `before`, with the units of both: a line for each exercise of a student whose score or whose checks are
/// others now, and a last one that counts both. What is not graded in one of the two is left out.
pub(crate) fn between(before: &Batch, after: &Batch, units: &Units) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut n_scores, mut n_checks) = (0, 0);
    for student in &after.students {
        let was = before.students.iter().find(|other| other.id == student.id);
        for (exercise, key) in &student.units {
            let old = was.and_then(|was| units.get(was.units.get(exercise)?));
            let (Some(old), Some(new)) = (old, units.get(key)) else { continue };
            let moved = moved(&old, &new).join(", ");
            let (from, to) = (old.graded.score(), new.graded.score());
            let whose = format!("{}, {exercise}", escape(&student.id));
            if from != to {
                n_scores += 1;
                lines.push(format!("{whose}: {from} → {to}   {moved}").trim_end().to_owned());
            } else if !moved.is_empty() {
                n_checks += 1;
                lines.push(format!("{whose}: {to} as before, by other checks   {moved}"));
            }
        }
    }
    let scores = format!("{n_scores} {}", if n_scores == 1 { "score changed" } else { "scores changed" });
    lines.push(match n_checks {
        0 => scores,
        n => format!("{scores}, {n} stayed the same by other checks"),
    });
    lines
}

/// The checks that earn other points, or have another verdict: by how much, or from what to what.
fn moved(old: &Unit, new: &Unit) -> Vec<String> {
    let ids: BTreeSet<&str> =
        old.graded.checks.iter().chain(&new.graded.checks).map(|check| check.id.as_str()).collect();
    let of = |unit: &Unit, id: &str| {
        let check = unit.graded.check(id);
        (
            check.map_or(0, |check| i64::from(check.score.earned)),
            check.map_or_else(|| "no check".to_owned(), |check| word(&check.verdict)),
        )
    };
    let both = ids.into_iter().map(|id| (id, of(old, id), of(new, id)));
    both.filter(|(_, old, new)| old != new)
        .map(|(id, (earned, was), (earns, is))| match earns - earned {
            0 => format!("{id} {was} → {is}"),
            by => format!("{id} {by:+}"),
        })
        .collect()
}

fn word(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Passed => "passed".to_owned(),
        Verdict::Given => "given".to_owned(),
        Verdict::Failed { .. } | Verdict::Blocked { .. } | Verdict::NotJudged(_) => {
            verdict.codes().into_iter().collect::<Vec<_>>().join(" + ")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A batch in which Bob's e1 is the unit `key`.
    fn batch(key: &str) -> Batch {
        let student = json!({"id": "bob", "name": null, "group": null, "status": "NotSubmitted", "units": {"e1": key}, "ignored": []});
        serde_json::from_value(json!({
            "format_version": 1, "conditions": {"course": key, "harness": "", "toolchain": "", "seed": ""}, "isolation": "",
            "paths": [], "roster": null, "id_from": "export", "layout": null, "attempt": "latest", "exercises": ["e1"],
            "students": [student], "notes": [],
        }))
        .unwrap()
    }

    /// A unit with two checks of 50 points each, which earn these, or wait for another one.
    fn unit(key: &str, earned: [Option<u32>; 2]) -> Unit {
        let check = |(n, earned): (usize, Option<u32>)| {
            let verdict = match earned {
                Some(50) => json!("Passed"),
                Some(0) => json!({"NotJudged": {"case": "", "end": "NotAttempted"}}),
                Some(_) => json!({"Failed": {"earned": earned, "findings": []}}),
                None => json!({"Blocked": {"by": "x"}}),
            };
            json!({"id": format!("c{n}"), "verdict": verdict, "score": {"earned": earned.unwrap_or(0), "possible": 50},
                "given_instead": null, "output": null})
        };
        let checks: Vec<serde_json::Value> = earned.into_iter().enumerate().map(check).collect();
        let graded = json!({"exercise": "e1", "checks": checks});
        serde_json::from_value(
            json!({"key": key, "exercise": "e1", "graded": graded, "lost": {}, "untouched": false, "flags": []}),
        )
        .unwrap()
    }

    #[track_caller]
    fn check(before: [Option<u32>; 2], after: [Option<u32>; 2], want: &[&str]) {
        let units: Units = [("a", before), ("b", after)].map(|(key, earned)| unit(key, earned)).into_iter().collect();
        assert_eq!(between(&batch("a"), &batch("b"), &units), want);
    }

    #[test]
    fn what_has_not_changed_is_not_named() {
        check([Some(50), Some(7)], [Some(50), Some(7)], &["0 scores changed"]);
    }

    #[test]
    fn a_score_that_changed_is_named_with_its_checks() {
        check([Some(50), Some(7)], [Some(40), Some(7)], &["bob, e1: 57 / 100 → 47 / 100   c0 -10", "1 score changed"]);
    }

    #[test]
    fn a_score_that_other_checks_make_up_is_told_apart() {
        let want = [
            "bob, e1: 50 / 100 as before, by other checks   c0 -10, c1 +10",
            "0 scores changed, 1 stayed the same by other checks",
        ];
        check([Some(50), Some(0)], [Some(40), Some(10)], &want);
    }

    #[test]
    fn another_verdict_for_the_same_points_is_a_change() {
        let want = [
            "bob, e1: 50 / 100 as before, by other checks   c1 BLOCKED → NOT_ATTEMPTED",
            "0 scores changed, 1 stayed the same by other checks",
        ];
        check([Some(50), None], [Some(50), Some(0)], &want);
    }
}
