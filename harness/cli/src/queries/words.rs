//! An answer for people, in the form of rustc's messages.

use harness_core::explain;
use harness_core::growth::Law;
use harness_core::query_log::brief;
use harness_core::repeats::RepeatKind;
use harness_core::report::escape;

use super::answer::{Answer, Code, Finding, Severity};
use super::growth::Growth;

/// How much of a statement is shown, characters.
const LONGEST: usize = 300;
/// How many scales are shown.
const MOST_SCALES: usize = 12;

impl Answer {
    /// The findings, the growth, and a line that sums up. Text that comes from the log is escaped for a terminal.
    pub(crate) fn text(&self) -> String {
        let mut parts: Vec<String> = self.findings.iter().map(said).collect();
        parts.extend(self.growth.as_ref().map(grown));
        if self.unscaled > 0 {
            parts.push(format!("note: {} without a scale are left out of the growth\n", statements(self.unscaled)));
        }
        if self.forgotten > 0 {
            parts.push(format!(
                "note: there are too many different statements to tell all apart: {} of rare ones are in no finding\n",
                statements(self.forgotten)
            ));
        }
        let found = match self.findings.len() {
            0 => "nothing found".to_owned(),
            1 => "1 finding".to_owned(),
            n => format!("{n} findings"),
        };
        parts.push(format!("{}: {found}\n", statements(self.statements)));
        parts.concat()
    }
}

impl Code {
    /// As it stands on its page of `harness explain`, where it has one.
    fn name(self) -> &'static str {
        match self {
            Self::NPlusOne => "N_PLUS_ONE",
            Self::Redundant => "REDUNDANT",
            Self::RepeatUnknownParams => "REPEAT_UNKNOWN_PARAMS",
            Self::RepeatedWrite => "REPEATED_WRITE",
        }
    }
}

/// A finding: its code and what is wrong, where, the statement, notes and helps.
fn said(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let code = finding.code.name();
    let table = (!finding.table.is_empty()).then(|| format!("table {}", escape(&finding.table)));
    let place: Vec<String> = finding.site.iter().map(|site| escape(site)).chain(table).collect();
    let mut lines = vec![format!("{level}[{code}]: {}", sentence(finding))];
    if !place.is_empty() {
        lines.push(format!("  --> {}", place.join(", ")));
    }
    let statement = cut(&escape(&brief(finding.fingerprint.as_str())));
    lines.extend(["   |".to_owned(), format!("   | {statement}"), "   |".to_owned()]);
    if let Some(source) = &finding.source_table {
        lines.push(format!("   = note: before it was sent again, a statement on {} was sent", escape(source)));
    }
    if finding.saturated {
        lines.push(format!("   = note: no more than {} different parameters were told apart", finding.distinct_params));
    }
    lines.push(format!("   = help: {}", help(finding)));
    if explain::page(code).is_some() {
        lines.push(format!("   = help: `cargo harness explain {code}` has more"));
    }
    lines.join("\n") + "\n\n"
}

fn sentence(finding: &Finding) -> String {
    let (times, params) = (finding.occurrences, finding.distinct_params);
    match (finding.code, &finding.slope) {
        (Code::NPlusOne, Some(slope)) => {
            format!(
                "a statement is sent more often the more data there is: {slope} for each unit of scale, {times} times in all"
            )
        }
        (Code::NPlusOne, None) => {
            format!("a statement is sent for each row: {times} times, with {params} different parameters")
        }
        (Code::Redundant, _) if params == 1 => {
            format!("the same statement with the same values is sent again and again: {times} times")
        }
        (Code::Redundant, _) => {
            format!(
                "the same statement with the same values is sent again and again: {times} times, with {params} different parameters"
            )
        }
        (Code::RepeatUnknownParams, _) => {
            format!("a statement is sent again and again: {times} times, and the log does not say with which values")
        }
        (Code::RepeatedWrite, _) => format!("rows are written one by one: {times} times"),
    }
}

fn help(finding: &Finding) -> String {
    let kind = match finding.code {
        Code::NPlusOne => RepeatKind::NPlusOne,
        Code::Redundant => RepeatKind::Redundant,
        Code::RepeatUnknownParams => RepeatKind::UnknownParams,
        Code::RepeatedWrite => RepeatKind::RepeatedWrite,
    };
    kind.remedy(finding.key.as_deref().map(escape).as_deref())
}

fn grown(growth: &Growth) -> String {
    let counts = growth.counts.iter().take(MOST_SCALES).map(|(scale, sent)| format!("{scale}: {sent}"));
    let more = if growth.counts.len() > MOST_SCALES { ", …" } else { "" };
    let counts = format!("{}{more}", counts.collect::<Vec<_>>().join(", "));
    let slope = growth.slope.as_ref().map(ToString::to_string).unwrap_or_default();
    let law = match growth.law {
        Law::Constant => "constant".to_owned(),
        Law::Linear | Law::Superlinear => format!("linear, {slope} more for each unit of scale"),
        Law::Chunked => format!("by steps, {slope} more for each unit of scale"),
        Law::NonIncreasing => format!("none, {slope} for each unit of scale"),
        Law::Inconclusive => {
            "not to be told from one scale: log runs on less and on more data, or, for the repeats of one \
            run, leave `scale` out"
                .to_owned()
        }
    };
    format!("growth: {law}\n  statements by scale: {counts}\n")
}

fn statements(n: u64) -> String {
    if n == 1 { "1 statement".to_owned() } else { format!("{n} statements") }
}

/// `text`, cut where it is too long to be read.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}
