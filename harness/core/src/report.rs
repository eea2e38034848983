//! Verdicts put into words: the graded report that a student reads.

mod evidence;
mod matrix;
#[cfg(feature = "review")]
mod message;
mod paint;
mod row_table;
mod side_by_side;
mod stops;

use crate::finding::Finding;
use crate::gradebook::Graded;
use crate::gradebook::GradedCheck;
use crate::observation::End;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::score::Score;
use crate::spec::DomainAspect;
use crate::verdict::Verdict;
use paint::Ink;
use paint::inline;
use paint::paint;
use paint::shown;

#[cfg(feature = "review")]
pub use message::{Message, message};
pub use paint::escape;

/// How wide a report is, characters.
const WIDTH: usize = 100;
/// How much of a student's own output is shown under a check, lines.
const OUTPUT_LINES: usize = 10;
/// How much of a message is shown, lines; it may hold the words of a student's own assertion.
const MESSAGE_LINES: usize = 8;

/// How a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether it is coloured.
    pub colour: bool,
}

/// The report on one exercise: a section a check, the difference under each that is not right, and the total.
///
/// Ends with a line end. Text that comes from the student is escaped for a terminal.
#[must_use]
pub fn text(exercise: &Exercise, graded: &Graded, style: Style) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut previous_was_long = false;
    for (check, of) in exercise.checks.iter().zip(&graded.checks) {
        let section = section(exercise, check, of, style);
        if previous_was_long || section.len() > 1 {
            lines.push(String::new());
        }
        previous_was_long = section.len() > 1;
        lines.extend(section);
    }
    lines.push(String::new());
    lines.extend(total(graded, style));
    lines.join("\n") + "\n"
}

/// A row diff by itself, of at most `most` differences, and what they look like: as under a check.
#[cfg(feature = "diff")]
#[must_use]
pub fn row_diff(diff: &crate::row_diff::RowDiff, most: usize, style: Style) -> Vec<String> {
    evidence::rows(diff, most, style)
}

/// Whether what a check's call prints is what the student says of a domain: worth reading where nothing is wrong, too.
fn is_declaration(check: &Check) -> bool {
    matches!(&check.claim, Claim::Domain(claim) if claim.aspect == DomainAspect::Declared)
}

/// A finding by itself: what is wrong, from which line, the evidence, and what to do. As under a check, and indented like there.
#[must_use]
pub fn finding(finding: &Finding, style: Style) -> Vec<String> {
    finding_lines(finding, style)
}

/// The section of one check: its name and score, and, where it is not right, what is wrong with it.
#[must_use]
pub fn section(exercise: &Exercise, check: &Check, of: &GradedCheck, style: Style) -> Vec<String> {
    let (ink, score) = match &of.verdict {
        Verdict::Given => (Ink::Dim, "given".to_owned()),
        Verdict::Passed => (Ink::Good, of.score.to_string()),
        Verdict::Failed { .. } | Verdict::Blocked { .. } | Verdict::NotJudged(_) => (Ink::Bad, of.score.to_string()),
    };
    let name = check.name();
    let gap = WIDTH.saturating_sub(name.chars().count() + score.chars().count()).max(2);
    let mut lines = vec![format!("{}{}{}", paint(&name, Ink::Name, style), " ".repeat(gap), paint(&score, ink, style))];
    match &of.verdict {
        Verdict::Passed if is_declaration(check) => {
            lines.extend(output(of, "what domain.yaml says:"));
            return lines;
        }
        Verdict::Passed | Verdict::Given => {
            lines.extend(side_by_side::lines(&of.side_by_side));
            return lines;
        }
        Verdict::Blocked { by } => {
            lines.push(if matches!(check.claim, Claim::Domain(_)) {
                format!("  not judged: see `{by}` first")
            } else {
                format!("  not judged: statements are counted once the rows of `{by}` are right")
            });
            lines.extend(side_by_side::lines(&of.side_by_side));
            return lines;
        }
        Verdict::NotJudged(stop) => lines.extend(stops::lines(check, stop, style)),
        Verdict::Failed { findings, .. } => {
            for finding in findings {
                lines.extend(finding_lines(finding, style));
            }
        }
    }
    let was_run = !matches!(&of.verdict, Verdict::NotJudged(stop) if is_lost(&stop.end));
    if let Some(reason) = of.given_instead.as_ref().filter(|_| was_run) {
        // SeaORM wraps the database's own words several times.
        let words =
            reason.rsplit_once(") ").or_else(|| reason.rsplit_once(": ")).map_or(reason.as_str(), |(_, words)| words);
        let reason = inline(words);
        lines.push(format!("  on the given tables: those made from your entities do not take the rows ({reason})"));
    }
    lines.extend(side_by_side::lines(&of.side_by_side));
    lines.extend(output(of, "printed by your code:"));
    let is_ours = matches!(&of.verdict, Verdict::NotJudged(stop) if matches!(stop.end, End::Internal { .. }));
    if !is_ours {
        lines.extend(hint(exercise, check, style));
    }
    lines
}

/// Whether the stub's file stood in for the student's: what ran says nothing of the student's tables.
fn is_lost(end: &End) -> bool {
    end.refusal().is_some()
}

fn finding_lines(finding: &Finding, style: Style) -> Vec<String> {
    let case = if finding.case.is_empty() { String::new() } else { format!("   data: {}", inline(&finding.case)) };
    let code = paint(&finding.code.to_string(), Ink::Bad, style);
    let mut message = shown(&finding.message).into_iter();
    let first = message.next().unwrap_or_default();
    let mut lines = vec![format!("  {code}  {first}{}", paint(&case, Ink::Dim, style))];
    lines.extend(message.take(MESSAGE_LINES).map(|line| format!("    {line}")));
    if let Some(site) = &finding.site {
        lines.push(format!("    from {}", paint(&inline(site), Ink::Place, style)));
    }
    lines.extend(evidence::lines(&finding.detail, style).into_iter().map(|line| format!("    {line}")));
    if let Some(help) = &finding.help {
        lines.push(format!("    {} {}", paint("help:", Ink::Help, style), inline(help)));
    }
    lines
}

fn output(of: &GradedCheck, title: &str) -> Vec<String> {
    let Some(output) = &of.output else { return Vec::new() };
    let all: Vec<&str> = output.lines().filter(|line| !is_of_the_runtime(line)).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  {title}")];
    lines.extend(all.iter().take(OUTPUT_LINES).flat_map(|line| shown(line)).map(|line| format!("    │ {line}")));
    if all.len() > OUTPUT_LINES {
        lines.push(format!("    … and {} lines more", all.len() - OUTPUT_LINES));
    }
    lines
}

/// Whether Rust's runtime printed this on its way down: how a call ended is said already.
fn is_of_the_runtime(line: &str) -> bool {
    line.starts_with("fatal runtime error: ") || line.contains(" has overflowed its stack") || line.trim().is_empty()
}

fn hint(exercise: &Exercise, check: &Check, style: Style) -> Vec<String> {
    let Some(first) = check.hints.first() else { return Vec::new() };
    let command = format!("(cargo harness hint {} {})", exercise.id, check.id);
    let head = format!("hint 1 of {}:", check.hints.len());
    vec![format!("  {} {first}  {}", paint(&head, Ink::Help, style), paint(&command, Ink::Dim, style))]
}

/// The total, and what was lost where.
fn total(graded: &Graded, style: Style) -> Vec<String> {
    let score: Score = graded.score();
    let ink = if score.lost() == 0 { Ink::Good } else { Ink::Bad };
    let mut lines =
        vec![format!("{}   {}", paint(&graded.exercise, Ink::Name, style), paint(&score.to_string(), ink, style))];
    let lost = graded.checks.iter().filter(|check| check.score.lost() > 0);
    let lost: Vec<String> = lost.map(|check| format!("{} −{}", check.id, check.score.lost())).collect();
    if !lost.is_empty() {
        let mut line = "  lost:".to_owned();
        for (n, one) in lost.iter().enumerate() {
            let end = if n + 1 < lost.len() { "," } else { "" };
            if line.chars().count() + one.chars().count() + 2 > WIDTH {
                lines.push(std::mem::replace(&mut line, "       ".to_owned()));
            }
            line.extend([" ", one, end]);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests;
