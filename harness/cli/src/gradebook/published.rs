//! What of a graded exercise its author may read: all of it where it is about published data, shapes and counts elsewhere.
//!
//! Grading also runs on data that nobody has seen. A report that showed its values would hand them out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use harness_core::explain;
use harness_core::finding::{Detail, Finding};
use harness_core::gradebook::Graded;
use harness_core::observation::End;
use harness_core::plan::{Ask, Plan, Setting};
use harness_core::registry::{Exercise, Registry};
use harness_core::verdict::{Stop, Verdict};

/// What stands for the name and the arguments of a case that is not published.
const UNPUBLISHED: &str = "not published";

/// The cases of the course, which every student has, by exercise.
pub(super) struct Published<'a>(BTreeMap<&'a str, BTreeSet<String>>);

impl<'a> Published<'a> {
    /// Those of all exercises: their asks by name, and their data sets.
    pub(super) fn of(registry: &'a Registry) -> Self {
        let cases = |exercise: &'a Exercise| {
            let plan = Plan::of(exercise, Setting::Graded);
            let mut cases: BTreeSet<String> = plan.asks.iter().map(Ask::case).collect();
            cases.extend(plan.data.into_keys());
            (exercise.id.as_str(), cases)
        };
        Self(registry.exercises.iter().map(cases).collect())
    }

    /// `graded` without the values of data that is not published.
    pub(super) fn part_of<'b>(&self, graded: &'b Graded) -> Cow<'b, Graded> {
        let cases = self.0.get(graded.exercise.as_str());
        let is_published = |case: &String| case.is_empty() || cases.is_some_and(|cases| cases.contains(case));
        let mut graded = Cow::Borrowed(graded);
        for at in 0..graded.checks.len() {
            let hidden = match &graded.checks[at].verdict {
                Verdict::Failed { findings, .. } => findings.iter().any(|finding| !is_published(&finding.case)),
                Verdict::NotJudged(stop) => !is_published(&stop.case),
                Verdict::Passed | Verdict::Given | Verdict::Blocked { .. } => false,
            };
            if !hidden {
                continue;
            }
            match &mut graded.to_mut().checks[at].verdict {
                Verdict::Failed { findings, .. } => {
                    for finding in findings.iter_mut().filter(|finding| !is_published(&finding.case)) {
                        *finding = without_values(finding);
                    }
                }
                Verdict::NotJudged(stop) => hide(stop),
                Verdict::Passed | Verdict::Given | Verdict::Blocked { .. } => {}
            }
        }
        graded
    }
}

fn without_values(finding: &Finding) -> Finding {
    let title = explain::page(finding.code.name()).map(|page| page.title.clone());
    let (message, help) = match &finding.detail {
        Detail::Rows(diff) => {
            let rows = |n: usize| if n == 1 { "1 row".to_owned() } else { format!("{n} rows") };
            let counts = format!(
                "{} expected, {} came back, {} of them right",
                rows(diff.n_expected),
                diff.n_actual,
                diff.n_matched
            );
            (Some(counts), diff.hints.first().map(|shape| format!("looks like: {}", shape.sentence())))
        }
        Detail::None | Detail::Growth(_) | Detail::Statements(_) | Detail::Cascade(_) | Detail::Matrix(_) => {
            (title, None)
        }
    };
    Finding {
        code: finding.code,
        case: UNPUBLISHED.to_owned(),
        message: message.unwrap_or_default(),
        site: finding.site.clone(),
        help,
        detail: Detail::None,
    }
}

/// How the call ended, without the words that it may have put values into.
fn hide(stop: &mut Stop) {
    UNPUBLISHED.clone_into(&mut stop.case);
    match &mut stop.end {
        End::Failed { message } | End::Panicked { message, .. } | End::SchemaRefused { message } => {
            "its words are left out, since they may hold values of that data".clone_into(message);
        }
        End::Crashed { .. }
        | End::Exited { .. }
        | End::TimedOut { .. }
        | End::MemoryLimit { .. }
        | End::OutputLimit { .. }
        | End::NotReached { .. }
        | End::DoesNotCompile { .. }
        | End::CompileLimit { .. }
        | End::Rejected { .. }
        | End::Internal { .. }
        | End::NotAttempted
        | End::Returned => {}
    }
}

#[cfg(test)]
mod tests {
    use harness_core::report;

    use super::*;
    use crate::gradebook::samples;

    #[track_caller]
    fn check(case: &str, shown: bool) {
        let registry = samples::registry();
        let exercise = registry.exercise("e1").expect("a sample");
        let mut graded = samples::units()["k-e1-some"].graded.clone();
        let found = samples::rows_missing(case);
        graded.checks[1].verdict = Verdict::Failed { earned: 0, findings: vec![found] };
        let end = End::Panicked { message: "row with 4711".to_owned(), site: Some("src/a.rs:1".to_owned()) };
        graded.checks[2].verdict = Verdict::NotJudged(Stop { case: case.to_owned(), end });
        let published = Published::of(&registry);
        let text = report::text(exercise, &published.part_of(&graded), report::Style { colour: false });
        assert_eq!(text.contains("4711") || text.contains(case), shown, "{text}");
        assert!(text.contains("src/a.rs:1") && text.contains("ROWS_MISSING"), "{text}");
        assert_eq!(text.contains("2 rows expected, 1 came back, 1 of them right"), !shown, "{text}");
    }

    #[test]
    fn cases_of_the_course_are_shown_whole() {
        check("home(user: 11)", true);
    }

    #[test]
    fn values_of_other_data_are_left_out_and_counts_stay() {
        check("seeded 2(user: 4711)", false);
        check("home(user: 4711)", false);
    }
}
