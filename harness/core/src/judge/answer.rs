//! Predictions. A wrong one is told where to look, never the answer.

use super::finding;
use super::internal;
use super::stopped;
use super::verdict;
use crate::finding::Code;
use crate::observation::End;
use crate::observation::Observation;
use crate::plan::case_name;
use crate::score::Points;
use crate::spec::AnswerSpec;
use crate::verdict::Stop;
use crate::verdict::Verdict;

pub(super) fn judge(points: Points, claim: &AnswerSpec, observation: &Observation) -> Verdict {
    let mut n_right = 0_u32;
    let mut wrong: Vec<String> = Vec::new();
    let mut blank: Vec<String> = Vec::new();
    for case in &claim.cases {
        let name = case_name("", &case.args);
        let end = observation.run(&name).map(|run| (&run.end, run.returned.as_ref()));
        match end {
            Some((End::Returned, Some(rows))) if rows.rows.first().and_then(|row| row.first()) == Some(&case.is) => {
                n_right += 1;
            }
            Some((End::Returned, _)) => wrong.push(name),
            Some((End::NotAttempted, _)) => blank.push(name),
            Some((other, _)) => return stopped(Stop { case: name, end: other.clone() }),
            None => return stopped(internal(&name, "the question was not asked")),
        }
    }
    if n_right == 0 && wrong.is_empty() {
        return Verdict::NotJudged(Stop { case: String::new(), end: End::NotAttempted });
    }
    let n = u32::try_from(claim.cases.len()).unwrap_or(u32::MAX).max(1);
    let mut findings = Vec::new();
    if let Some(first) = wrong.first() {
        let mut found = finding(Code::PredictionWrong, first, said(wrong.len(), claim.cases.len(), "wrong"));
        found.help = Some(claim.wrong.clone());
        findings.push(found);
    } else if let Some(first) = blank.first() {
        findings.push(finding(Code::PredictionWrong, first, said(blank.len(), claim.cases.len(), "blank")));
    }
    verdict(points, f64::from(n_right) / f64::from(n), findings)
}

fn said(n: usize, of: usize, how: &str) -> String {
    if of == 1 { format!("the answer is {how}") } else { format!("{n} of {of} answers are {how}") }
}
