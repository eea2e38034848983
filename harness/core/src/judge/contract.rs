//! The rules that entities and schema keep.

use super::internal;
use super::returned;
use super::stopped;
use super::verdict;
use crate::contract;
use crate::finding::Finding;
use crate::observation::Observation;
use crate::registry::ContractClaim;
use crate::score::Points;
use crate::verdict::Verdict;

pub(super) fn judge(points: Points, claim: &ContractClaim, observation: &Observation) -> Verdict {
    let run = match returned(observation, "") {
        Ok(run) => run,
        Err(stop) => return stopped(stop),
    };
    let Some(schema) = &run.schema else { return stopped(internal("", "the schema was not read")) };
    let mut findings: Vec<Finding> = Vec::new();
    let mut n_right = 0_u32;
    for relation in &claim.relations {
        let found = contract::check(&claim.rules, &[relation.into()], &run.entities, schema);
        n_right += u32::from(found.is_empty());
        findings.extend(found);
    }
    let n = u32::try_from(claim.relations.len()).unwrap_or(u32::MAX).max(1);
    verdict(points, f64::from(n_right) / f64::from(n), findings)
}
