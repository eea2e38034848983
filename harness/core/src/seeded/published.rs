//! What of a graded exercise its author may read: all of it where it is about published data, and of seeded data how much is
//! wrong, and of which shape, without any value of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Size;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::gradebook::Graded;
use crate::observation::End;
use crate::plan::Ask;
use crate::plan::Plan;
use crate::plan::Setting;
use crate::registry::Exercise;
use crate::verdict::Stop;
use crate::verdict::Verdict;

/// What stands in place of what a student's code said.
const NOT_SHOWN: &str = "what it says on seeded data is not shown";
/// What stands in place of a case that is not published and of no known size.
const UNPUBLISHED: &str = "not published";

/// The cases of the course, which every student has, by exercise.
///
/// # Examples
///
/// ```
/// use harness_core::gradebook::{Graded, GradedCheck};
/// use harness_core::observation::End;
/// use harness_core::registry::Registry;
/// use harness_core::seeded::Published;
/// use harness_core::verdict::{Stop, Verdict};
///
/// let course = Registry::parse(include_str!("../registry/tests/course.yaml")).expect("a course");
/// let end = End::Failed { message: "no cake called Xyzzy".into() };
/// let verdict = Verdict::NotJudged(Stop { case: "seeded data (small)(bakery: 4711)".into(), end });
/// let graded = Graded {
///     exercise: course.exercises[0].id.clone(),
///     checks: vec![GradedCheck {
///         id: "cakes_of".into(), score: verdict.score(10), verdict, given_instead: None, output: None,
///         side_by_side: Vec::new(),
///     }],
/// };
/// let shown = format!("{:?}", Published::of(&course.exercises).part_of(&graded));
/// assert!(shown.contains("seeded data (small)") && !shown.contains("4711") && !shown.contains("Xyzzy"));
/// ```
#[derive(Debug)]
pub struct Published<'a>(BTreeMap<&'a str, BTreeSet<String>>);

impl<'a> Published<'a> {
    /// Those of all `exercises`: their asks by name, and their data sets.
    #[must_use]
    pub fn of(exercises: &'a [Exercise]) -> Self {
        let cases = |exercise: &'a Exercise| {
            let plan = Plan::of(exercise, Setting::Graded);
            let mut cases: BTreeSet<String> = plan.asks.iter().map(Ask::case).collect();
            cases.extend(plan.data.into_keys());
            (exercise.id.as_str(), cases)
        };
        Self(exercises.iter().map(cases).collect())
    }

    /// `graded` without the values of data that is not published: cases by their data set alone, no rows, tables and
    /// statements, no words of the student's code or of the database. What is about published data stays as it is; what was
    /// printed is of published data in any case, as [`merged`](super::merged) has it.
    #[must_use]
    pub fn part_of<'b>(&self, graded: &'b Graded) -> Cow<'b, Graded> {
        let cases = self.0.get(graded.exercise.as_str());
        let is_published = |case: &String| case.is_empty() || cases.is_some_and(|cases| cases.contains(case));
        let mut shown = Cow::Borrowed(graded);
        for (at, check) in graded.checks.iter().enumerate() {
            let wordless = match &check.verdict {
                Verdict::Failed { earned, findings } if findings.iter().any(|of| !is_published(&of.case)) => {
                    let one = |of: &Finding| if is_published(&of.case) { of.clone() } else { finding(of) };
                    Verdict::Failed { earned: *earned, findings: findings.iter().map(one).collect() }
                }
                Verdict::NotJudged(stop) if !is_published(&stop.case) => {
                    Verdict::NotJudged(Stop { case: data(&stop.case).to_owned(), end: end(stop.end.clone()) })
                }
                Verdict::Passed
                | Verdict::Given
                | Verdict::Blocked { .. }
                | Verdict::Failed { .. }
                | Verdict::NotJudged(_) => continue,
            };
            shown.to_mut().checks[at].verdict = wordless;
        }
        shown
    }
}

/// The data set of a case, without the arguments that follow.
fn data(case: &str) -> &'static str {
    Size::ALL.into_iter().map(Size::data).find(|data| case.starts_with(data)).unwrap_or(UNPUBLISHED)
}

fn finding(finding: &Finding) -> Finding {
    Finding {
        code: finding.code,
        case: data(&finding.case).to_owned(),
        message: counts(&finding.message),
        site: finding.site.clone(),
        help: help(finding),
        detail: Detail::None,
    }
}

/// The message up to its colon: behind it stand statements and words of others. How often a statement was sent stays.
fn counts(message: &str) -> String {
    let Some((head, rest)) = message.split_once(": ") else { return message.to_owned() };
    let times = rest.split_once(" × ").map(|(n, _)| n).filter(|n| n.parse::<u64>().is_ok());
    times.map_or_else(|| head.to_owned(), |n| format!("{head}, {n} times"))
}

/// The shape of the difference; on which data it shows as well; else the help as it is. Where rows and tables are compared, it
/// names cases, which have arguments in them.
fn help(finding: &Finding) -> Option<String> {
    let said = finding.help.as_deref().unwrap_or_default();
    let also = || {
        let sizes = Size::ALL.into_iter().filter(|size| said.contains(size.data()));
        sizes.map(|size| format!("the rows of {size} are not right either"))
    };
    let parts: Vec<String> = match &finding.detail {
        Detail::Rows(diff) => diff.hints.first().map(|of| of.sentence().to_owned()).into_iter().chain(also()).collect(),
        Detail::Cascade(_) => Vec::new(),
        Detail::None | Detail::Growth(_) | Detail::Statements(_) | Detail::Matrix(_) => {
            finding.help.clone().filter(|_| also().next().is_none()).into_iter().collect()
        }
    };
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn end(end: End) -> End {
    match end {
        End::Panicked { site, .. } => End::Panicked { message: NOT_SHOWN.to_owned(), site },
        End::Failed { .. } => End::Failed { message: NOT_SHOWN.to_owned() },
        End::SchemaRefused { .. } => End::SchemaRefused { message: NOT_SHOWN.to_owned() },
        End::Returned
        | End::NotAttempted
        | End::Crashed { .. }
        | End::Exited { .. }
        | End::TimedOut { .. }
        | End::MemoryLimit { .. }
        | End::OutputLimit { .. }
        | End::NotReached { .. }
        | End::DoesNotCompile { .. }
        | End::CompileLimit { .. }
        | End::Rejected { .. }
        | End::Internal { .. } => end,
    }
}
