//! What came of published data and of seeded data, as one.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::gradebook::Graded;
use crate::gradebook::GradedCheck;
use crate::score::Points;
use crate::score::Score;
use crate::verdict::Verdict;

/// The most of its points that a check earns whose answer is known by heart.
const HARD_CODED: f64 = 0.3;

/// The verdicts on published and on seeded data as one: each check earns the worse of both.
///
/// A check that is not right on published data keeps what is said of that. One that is gets the verdict on seeded data, with
/// its finding in `hard_coded`, if there is one, in front; it then earns at most 30 % of its points. A check that `seeded`
/// does not have keeps its verdict and its points.
///
/// # Examples
///
/// ```
/// use harness_core::gradebook::{Graded, GradedCheck};
/// use harness_core::score::Score;
/// use harness_core::seeded::merged;
/// use harness_core::verdict::Verdict;
///
/// let of = |verdict: Verdict| Graded {
///     exercise: "e1".into(),
///     checks: vec![GradedCheck {
///         id: "sum".into(), score: verdict.score(10), verdict, given_instead: None, output: None,
///         side_by_side: Vec::new(),
///     }],
/// };
/// let blocked = of(Verdict::Blocked { by: "rows".into() });
/// assert_eq!(merged(&of(Verdict::Passed), &blocked, &Default::default()), blocked);
/// assert_eq!(merged(&of(Verdict::Passed), &of(Verdict::Passed), &Default::default()).score(), Score::share(10, 1.0));
/// ```
#[must_use]
pub fn merged(published: &Graded, seeded: &Graded, hard_coded: &BTreeMap<String, Finding>) -> Graded {
    let both = |of: &GradedCheck| {
        let Some(on_seeded) = seeded.check(&of.id) else { return of.clone() };
        let verdict = worse(of, on_seeded, hard_coded.get(&of.id));
        GradedCheck { score: verdict.score(of.score.possible), verdict, ..of.clone() }
    };
    Graded { exercise: published.exercise.clone(), checks: published.checks.iter().map(both).collect() }
}

fn worse(published: &GradedCheck, seeded: &GradedCheck, by_heart: Option<&Finding>) -> Verdict {
    let possible = published.score.possible;
    let most = if by_heart.is_some() { Score::share(possible, HARD_CODED).earned } else { possible };
    let earned = |earned: Points| earned.min(published.score.earned).min(seeded.score.earned).min(most);
    match (&published.verdict, &seeded.verdict, by_heart) {
        (Verdict::Passed, Verdict::Failed { earned: points, findings }, _) => {
            let findings = by_heart.into_iter().chain(findings).cloned().collect();
            Verdict::Failed { earned: earned(*points), findings }
        }
        (Verdict::Passed, Verdict::Passed | Verdict::Given, Some(by_heart)) => {
            Verdict::Failed { earned: most, findings: vec![by_heart.clone()] }
        }
        (Verdict::Passed, Verdict::Passed | Verdict::Given, None) => Verdict::Passed,
        (Verdict::Passed, Verdict::Blocked { .. } | Verdict::NotJudged(_), _) => seeded.verdict.clone(),
        (Verdict::Failed { earned: points, findings }, _, _) => {
            Verdict::Failed { earned: earned(*points), findings: findings.clone() }
        }
        (Verdict::Given | Verdict::Blocked { .. } | Verdict::NotJudged(_), _, _) => published.verdict.clone(),
    }
}
