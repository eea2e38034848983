//! Predictions. A wrong one is told where to look, never the answer.

use super::finding;
use super::internal;
use super::stopped;
use super::verdict;
use crate::finding::Code;
use crate::observation::End;
use crate::observation::Observation;
use crate::plan::case_name;
use crate::rows::Cell;
use crate::score::Points;
use crate::spec::AnswerSpec;
use crate::verdict::Stop;
use crate::verdict::Verdict;

pub(super) fn judge(points: Points, claim: &AnswerSpec, observation: &Observation) -> Verdict {
    let mut n_right = 0_u32;
    let mut given: Vec<&Cell> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    let mut blank: Vec<String> = Vec::new();
    for case in &claim.cases {
        let name = case_name("", &case.args);
        let run = observation.run(&name);
        match run.map(|run| &run.end) {
            Some(End::Returned) => {
                let answer = run.and_then(|run| run.returned.as_ref()?.rows.first()?.first());
                given.extend(answer);
                if answer == Some(&case.is) {
                    n_right += 1;
                } else {
                    wrong.push(name);
                }
            }
            Some(End::NotAttempted) => blank.push(name),
            Some(other) => return stopped(Stop { case: name, end: other.clone() }),
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
    let share = if is_one_for_all(&given, claim) { 0.0 } else { f64::from(n_right) / f64::from(n) };
    verdict(points, share, findings)
}

/// Whether the same was said to several questions whose answers differ: that is a guess, and right here and there by itself.
fn is_one_for_all(given: &[&Cell], claim: &AnswerSpec) -> bool {
    let differ = claim.cases.windows(2).any(|pair| pair[0].is != pair[1].is);
    differ && given.len() > 1 && given.windows(2).all(|pair| pair[0] == pair[1])
}

fn said(n: usize, of: usize, how: &str) -> String {
    if of == 1 { format!("the answer is {how}") } else { format!("{n} of {of} answers are {how}") }
}
