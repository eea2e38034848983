//! A domain of the student's own: what is declared of it, against what its entities say and what its tables did.

mod deletions;
mod steps;

use super::finding;
use super::internal;
use super::returned;
use super::stopped;
use super::verdict;
use crate::contract;
use crate::contract::Columns;
use crate::declaration::Declaration;
use crate::declaration::Intent;
use crate::domain;
use crate::domain::Fault;
use crate::domain::Relation;
use crate::finding::Code;
use crate::finding::Finding;
use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::observation::Trial;
use crate::registry::DomainClaim;
use crate::score::Points;
use crate::spec::DomainAspect;
use crate::spec::OnDelete;
use crate::tables::Schema;
use crate::verdict::Stop;
use crate::verdict::Verdict;

/// What a verdict is made of: the share of the points, and what is wrong.
type Judged = (f64, Vec<Finding>);

pub(super) fn judge(points: Points, claim: &DomainClaim, observation: &Observation) -> Verdict {
    let run = match returned(observation, "") {
        Ok(run) => run,
        Err(stop) => return ended(claim, stop),
    };
    let (Some(schema), Some(trial)) = (&run.schema, &run.trial) else {
        return stopped(internal("", "the domain was not tried"));
    };
    let declaration = match &trial.declaration {
        Ok(declaration) => declaration,
        Err(message) if claim.aspect == DomainAspect::Declared => {
            return verdict(points, 0.0, vec![finding(Code::DomainUndeclared, "", message)]);
        }
        Err(_) => return Verdict::Blocked { by: claim.declared_by.clone() },
    };
    let (relations, faults) = domain::resolve(declaration, &run.entities, schema);
    let sheet = Sheet { run, schema, trial, declaration, relations: &relations };
    let judged = match claim.aspect {
        DomainAspect::Declared => Some(sheet.declared(faults)),
        DomainAspect::Contract => Some(sheet.contract(&claim.rules)),
        DomainAspect::Deletions => Some(deletions::judge(&sheet)),
        DomainAspect::Created
        | DomainAspect::Linked
        | DomainAspect::Navigated
        | DomainAspect::Joined
        | DomainAspect::Removed => steps::judge(&sheet, claim.aspect),
    };
    match judged {
        Some((share, findings)) => verdict(points, share, findings),
        None => Verdict::Blocked { by: claim.declared_by.clone() },
    }
}

/// The verdict where the domain could not be tried: the check on what is declared tells why, and the others wait for it. One
/// that nobody has begun is told as that.
pub(super) fn ended(claim: &DomainClaim, stop: Stop) -> Verdict {
    if claim.aspect == DomainAspect::Declared || stop.end == End::NotAttempted {
        return stopped(stop);
    }
    Verdict::Blocked { by: claim.declared_by.clone() }
}

/// What is looked at.
struct Sheet<'a> {
    run: &'a Run,
    schema: &'a Schema,
    trial: &'a Trial,
    declaration: &'a Declaration,
    relations: &'a [Relation],
}

impl Sheet<'_> {
    /// The declaration against the entities; what keeps the five steps from beginning belongs to it.
    fn declared(&self, mut faults: Vec<Fault>) -> Judged {
        if faults.is_empty() {
            faults.extend(domain::roles(self.declaration, self.relations).err());
        }
        let findings: Vec<Finding> = faults
            .into_iter()
            .map(|fault| Finding { help: Some(fault.help), ..finding(fault.code, "", fault.message) })
            .collect();
        (1.0 - part(findings.len(), self.relations.len().max(1)), findings)
    }

    /// The rules of the relation contract, with the policies that the intents ask for.
    fn contract(&self, rules: &[Code]) -> Judged {
        let mut findings = Vec::new();
        let mut n_wrong = 0;
        let all: Vec<contract::Wanted> = self.relations.iter().map(wanted).collect();
        for relation in self.relations {
            let found = contract::check_one(rules, &wanted(relation), &all, &self.run.entities, self.schema);
            n_wrong += usize::from(!found.is_empty());
            findings.extend(found);
        }
        if self.relations.is_empty() {
            let message = "no relation is declared, so that no rule can be broken or kept";
            return (0.0, vec![finding(Code::DomainUndeclared, "", message)]);
        }
        // One that is not kept costs half by itself: contracts are not kept in parts.
        ((1.0 - part(n_wrong, self.relations.len())) / 2.0, findings)
    }
}

/// `n` of `all`, 0 to 1.
fn part(n: usize, all: usize) -> f64 {
    let [n, all] = [n, all.max(1)].map(|n| f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
    (n / all).min(1.0)
}

/// A relation as the contract asks for it.
fn wanted(relation: &Relation) -> contract::Wanted {
    contract::Wanted {
        child: relation.child.clone(),
        key: Columns(relation.key.clone()),
        parent: relation.parent.clone(),
        parent_key: Columns(relation.parent_key.clone()),
        on_delete: Some(match relation.intent {
            Intent::Owned => OnDelete::Cascade,
            Intent::Shared => OnDelete::Restrict,
            Intent::Audit => OnDelete::SetNull,
        }),
    }
}
