//! What is said of a log.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use harness_core::fingerprint::{Fingerprint, Kind};
use harness_core::repeats::{ENOUGH, RepeatKind, distinct_params};
use serde::Serialize;
use serde_json::Number;

use super::growth::{self, Growth};
use super::sites::{self, FromSite};
use super::tally::{Print, Tally};

/// The findings, the most important first, and what they rest on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Answer {
    /// What is wrong.
    pub(crate) findings: Vec<Finding>,
    /// How the number of statements grows, where statements have a scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) growth: Option<Growth>,
    /// Statements that count.
    pub(crate) statements: u64,
    /// Statements without a scale in a log that has some: they say nothing of growth.
    #[serde(skip_serializing_if = "is_none")]
    pub(crate) unscaled: u64,
    /// Statements that were forgotten, for want of memory: rare ones among very many different ones.
    #[serde(skip_serializing_if = "is_none")]
    pub(crate) forgotten: u64,
}

/// One thing wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Finding {
    /// What it is.
    pub(crate) code: Code,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// The statement without its literals.
    pub(crate) fingerprint: Fingerprint,
    /// Its main table; empty if it names none.
    pub(crate) table: String,
    /// How often it was sent.
    pub(crate) occurrences: u64,
    /// With how many different parameters; 0: not known.
    pub(crate) distinct_params: u64,
    /// Whether there were more different parameters than were told apart.
    #[serde(skip_serializing_if = "is_exact")]
    pub(crate) saturated: bool,
    /// The line that sent it, or sent most of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) site: Option<String>,
    /// The table of the last different statement before its second execution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source_table: Option<String>,
    /// How many more there are for each unit of scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) slope: Option<Number>,
    /// The column that it looks rows up by.
    #[serde(skip)]
    pub(crate) key: Option<String>,
}

/// What a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// A statement for each row.
    NPlusOne,
    /// The same question again and again.
    Redundant,
    /// A read again and again, and nobody can tell with which parameters.
    RepeatUnknownParams,
    /// A write again and again.
    RepeatedWrite,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    /// It gets worse with the data.
    Error,
    /// It costs time.
    Warning,
}

impl Answer {
    /// What is said of `tally`: of one run, its repeats; of runs at several scales, what grows.
    pub(super) fn of(tally: Tally) -> Self {
        let Tally { ids, mut prints, scales, n_unscaled, n_statements, n_forgotten, .. } = tally;
        let mut ranked = Vec::new();
        let span = growth::span(&scales);
        let (mut growing, mut at_fault) = (None, 0_i64);
        for (fingerprint, id) in ids {
            let Some(mut print) = prints.remove(&id) else { continue };
            if scales.is_empty() {
                ranked.extend(repeats(&fingerprint, &mut print));
            } else if let Some((least, most, span)) = ends(&scales, span)
                && print.kind == Kind::Read
            {
                let rise = growth::rise(print.least.at(least), print.most.at(most));
                if growth::is_steep(rise, span) {
                    at_fault = at_fault.saturating_add(rise);
                    ranked.extend(grown(&fingerprint, &mut print, rise, span));
                }
            }
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        let unscaled = if scales.is_empty() { 0 } else { n_unscaled };
        if !scales.is_empty() {
            growing = Some(Growth::of(scales, at_fault));
        }
        let findings = ranked.into_iter().map(|(_, finding)| finding).collect();
        Self { findings, growth: growing, statements: n_statements, unscaled, forgotten: n_forgotten }
    }
}

/// What comes first: the code, then how much of it there is, then what was sent first.
type Rank = (Code, Reverse<u64>, u64);

/// The smallest and the largest scale, and how far they are apart.
fn ends(scales: &BTreeMap<u64, u64>, span: Option<i64>) -> Option<(u64, u64, i64)> {
    Some((*scales.first_key_value()?.0, *scales.last_key_value()?.0, span?))
}

/// The statement's repeats in one run, a site each.
fn repeats(fingerprint: &Fingerprint, print: &mut Print) -> Vec<(Rank, Finding)> {
    match print.kind {
        Kind::Read | Kind::Write => {}
        Kind::Control | Kind::Other => return Vec::new(),
    }
    let groups = sites::by_site(print).into_iter().filter(|(_, group)| group.occurrences >= ENOUGH);
    groups.map(|from_site| finding(fingerprint, print, from_site)).collect()
}

/// The statement whose number rises with the scale.
fn grown(fingerprint: &Fingerprint, print: &mut Print, rise: i64, span: i64) -> Option<(Rank, Finding)> {
    let from_site = sites::together(print)?;
    let ((_, _, first), mut finding) = finding(fingerprint, print, from_site);
    (finding.code, finding.severity) = (Code::NPlusOne, Severity::Error);
    finding.slope = growth::number(rise, span);
    Some(((finding.code, Reverse(rise.unsigned_abs()), first), finding))
}

fn finding(fingerprint: &Fingerprint, print: &Print, (site, group): FromSite) -> (Rank, Finding) {
    let n_known = u64::try_from(group.distinct.count()).unwrap_or(u64::MAX);
    let distinct = distinct_params(n_known, group.known);
    let (code, severity) = match RepeatKind::of(print.kind, distinct) {
        RepeatKind::NPlusOne => (Code::NPlusOne, Severity::Error),
        RepeatKind::Redundant => (Code::Redundant, Severity::Warning),
        RepeatKind::UnknownParams => (Code::RepeatUnknownParams, Severity::Warning),
        RepeatKind::RepeatedWrite => (Code::RepeatedWrite, Severity::Warning),
    };
    let first = group.first.first().map_or(0, |sent| sent.at);
    let source = group.first.get(1).map(|sent| sent.source.clone()).filter(|table| !table.is_empty());
    let finding = Finding {
        code,
        severity,
        fingerprint: fingerprint.clone(),
        table: print.table.clone(),
        occurrences: group.occurrences,
        distinct_params: distinct,
        saturated: group.distinct.is_full(),
        site,
        source_table: source,
        slope: None,
        key: print.key.clone(),
    };
    ((code, Reverse(group.occurrences), first), finding)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_none(n: &u64) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_exact(saturated: &bool) -> bool {
    !saturated
}
