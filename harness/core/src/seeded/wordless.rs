//! What is said of seeded data: how much is wrong, and of which shape, without any value of it.

use crate::finding::Detail;
use crate::finding::Finding;
use crate::gradebook::Graded;
use crate::gradebook::GradedCheck;
use crate::observation::End;
use crate::plan::case_name;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::spec::Args;
use crate::verdict::Stop;
use crate::verdict::Verdict;

/// What stands in place of what a student's code said.
const NOT_SHOWN: &str = "what it says on seeded data is not shown";

/// What came of the checks of `answered`, without values: cases by their data set alone, no rows, tables and statements, no
/// words of the student's code or of the database, no output.
pub(super) fn graded(answered: &Exercise, seeded: &Graded) -> Graded {
    let wordless = |of: &GradedCheck| {
        let check = answered.checks.iter().find(|check| check.id == of.id);
        let names = check.map(names).unwrap_or_default();
        GradedCheck { verdict: verdict(of.verdict.clone(), &names), output: None, given_instead: None, ..of.clone() }
    };
    Graded { exercise: seeded.exercise.clone(), checks: seeded.checks.iter().map(wordless).collect() }
}

/// The cases of a check, each with its data set, the longest name first.
fn names(check: &Check) -> Vec<(String, String)> {
    let name = |(data, args): (&String, &Args)| (case_name(data, args), data.clone());
    let mut names: Vec<(String, String)> = match &check.claim {
        Claim::Rows(claim) => claim.spec.cases.iter().map(|case| name((&case.data, &case.args))).collect(),
        Claim::Budget(claim) => claim.rows.spec.cases.iter().map(|case| name((&case.data, &case.args))).collect(),
        Claim::Cascade(claim) => claim.spec.cases.iter().map(|case| name((&case.data, &case.args))).collect(),
        Claim::Given(_) | Claim::Contract(_) | Claim::Answer(_) | Claim::Suite(_) => Vec::new(),
    };
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
}

fn verdict(verdict: Verdict, names: &[(String, String)]) -> Verdict {
    match verdict {
        Verdict::Passed | Verdict::Given | Verdict::Blocked { .. } => verdict,
        Verdict::Failed { earned, findings } => {
            Verdict::Failed { earned, findings: findings.into_iter().map(|of| finding(of, names)).collect() }
        }
        Verdict::NotJudged(stop) => Verdict::NotJudged(Stop { case: renamed(&stop.case, names), end: end(stop.end) }),
    }
}

fn finding(finding: Finding, names: &[(String, String)]) -> Finding {
    let also = finding.help.map(|help| renamed(&help, names));
    let shape = match &finding.detail {
        Detail::Rows(diff) => diff.hints.first().map(|shape| shape.sentence().to_owned()),
        Detail::None | Detail::Growth(_) | Detail::Statements(_) | Detail::Cascade(_) | Detail::Matrix(_) => None,
    };
    let help: Vec<String> = shape.into_iter().chain(also).collect();
    Finding {
        code: finding.code,
        case: renamed(&finding.case, names),
        message: counts(&finding.message),
        site: finding.site,
        help: (!help.is_empty()).then(|| help.join("; ")),
        detail: Detail::None,
    }
}

/// The text with data sets in place of cases, whose names have arguments in them.
fn renamed(text: &str, names: &[(String, String)]) -> String {
    names.iter().fold(text.to_owned(), |text, (name, data)| text.replace(name, data))
}

/// The message up to its colon: behind it stand statements and words of others. How often a statement was sent stays.
fn counts(message: &str) -> String {
    let Some((head, rest)) = message.split_once(": ") else { return message.to_owned() };
    let times = rest.split_once(" × ").map(|(n, _)| n).filter(|n| n.parse::<u64>().is_ok());
    times.map_or_else(|| head.to_owned(), |n| format!("{head}, {n} times"))
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
