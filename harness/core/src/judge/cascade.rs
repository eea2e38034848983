//! What the tables hold after a call against what they should.

use std::collections::BTreeMap;

use super::finding;
use super::returned;
use super::stopped;
use super::verdict;
use crate::cascade;
use crate::cascade::CascadeDiff;
use crate::cascade::Class;
use crate::cascade::Expected;
use crate::cascade::ForeignKeyEdge;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::plan::case_name;
use crate::registry::CascadeClaim;
use crate::score::Points;
use crate::verdict::Stop;
use crate::verdict::Verdict;

pub(super) fn judge(points: Points, claim: &CascadeClaim, observation: &Observation) -> Verdict {
    let edges: Vec<ForeignKeyEdge> = claim
        .relations
        .iter()
        .map(|relation| ForeignKeyEdge {
            child: relation.child.clone(),
            key: relation.key.clone(),
            parent: relation.parent.clone(),
            parent_key: relation.parent_key.clone(),
        })
        .collect();
    let mut worst = 1.0_f64;
    let mut shown: Vec<Finding> = Vec::new();
    for case in &claim.spec.cases {
        let name = case_name(&case.data, &case.args);
        let run = match ended(observation, &name) {
            Ok(run) => run,
            Err(stop) => return stopped(stop),
        };
        let expected = Expected { deleted: case.deleted.clone(), updated: case.updated.clone() };
        let diff = cascade::compare(&run.before, &run.after, &expected, &edges);
        let share = diff.share();
        let error = if let End::Failed { message } = &run.end { Some(message.as_str()) } else { None };
        let found = findings(&name, case.refused, error, diff);
        if !found.is_empty() {
            worst = worst.min(if case.refused { 0.0 } else { share });
            if shown.is_empty() {
                shown = found;
            }
        }
    }
    verdict(points, worst, shown)
}

/// The run of a case whose tables can be looked at: it returned, or it returned an error.
fn ended<'a>(observation: &'a Observation, case: &str) -> Result<&'a Run, Stop> {
    match observation.run(case) {
        Some(run) if matches!(run.end, End::Failed { .. }) && run.foreign_keys && !run.after.is_empty() => Ok(run),
        _ => returned(observation, case),
    }
}

/// What is wrong with a deletion: whether it had to be refused, the error that it ended in, if any, and what became of the
/// rows.
pub(super) fn findings(name: &str, refused: bool, error: Option<&str>, diff: CascadeDiff) -> Vec<Finding> {
    let mut by_code: BTreeMap<Code, (usize, &str)> = BTreeMap::new();
    for change in diff.faults() {
        let (code, said) = code(&change.class);
        by_code.entry(code).or_insert((0, said)).0 += 1;
    }
    let mut findings: Vec<Finding> = Vec::new();
    match (error, refused) {
        (Some(message), false) if by_code.is_empty() => {
            let message = format!("the tables are right, but the call returned an error: {message}");
            findings.push(finding(Code::ReturnedError, name, message));
        }
        (Some(message), false) => {
            // The rows that stayed are the same fault, seen once more.
            by_code.remove(&Code::DeletedTooLittle);
            by_code.remove(&Code::UpdatedWrong);
            let by_database = message.to_lowercase().contains("constraint");
            let code = if by_database { Code::Refused } else { Code::ReturnedError };
            findings.push(finding(
                code,
                name,
                format!("the call had to be carried out, and ended in an error: {message}"),
            ));
        }
        (None, true) => {
            let message = "the deletion had to be refused, and the call had to return the database's error";
            findings.push(finding(Code::NotRefused, name, message));
        }
        (Some(_), true) | (None, false) => {}
    }
    findings.extend(by_code.into_iter().map(|(code, (n, said))| {
        let rows = if n == 1 { "row" } else { "rows" };
        finding(code, name, format!("{n} {rows} {said}"))
    }));
    if let Some(first) = findings.first_mut() {
        first.detail = Detail::Cascade(diff);
    }
    findings
}

/// The code of a fault, and what is said of so many rows.
fn code(class: &Class) -> (Code, &'static str) {
    match class {
        Class::SharedRowLost { .. } => (Code::SharedRowLost, "lost that others still point to"),
        Class::DeletedTooMuch => (Code::DeletedTooMuch, "deleted that had to stay"),
        Class::DeletedTooLittle => (Code::DeletedTooLittle, "still there that had to go"),
        Class::Orphaned { .. } => (Code::Orphaned, "left behind that point to nothing"),
        Class::AsExpected | Class::UpdatedWrong | Class::Inserted => {
            (Code::UpdatedWrong, "with a value that should not be there")
        }
    }
}
