//! What was found, for people and for programs.

use harness_core::report::{self, Message, Style, escape};
use harness_core::review::{Finding, Severity};
use serde_json::{Value, json};

use super::Reviewed;

impl Reviewed {
    /// The findings in the form of rustc's messages, and a line that sums up. Names of others are escaped for a terminal.
    pub(crate) fn text(&self, style: Style) -> String {
        let mut parts: Vec<String> = self.findings.iter().map(|finding| self.said(finding, style)).collect();
        parts.extend(self.notes.iter().map(|note| format!("note: {note}\n")));
        let n_errors = self.findings.iter().filter(|finding| finding.rule.severity() == Severity::Error).count();
        let found = match self.findings.len() {
            0 => "nothing found".to_owned(),
            n => format!("{}, {}", count(n_errors, "error"), count(n - n_errors, "warning")),
        };
        parts.push(format!("{}: {found}\n", self.looked_at()));
        if let Some(first) = self.findings.first() {
            parts.push(format!("about one of them: cargo harness explain {}\n", first.rule));
        }
        parts.concat()
    }

    fn said(&self, finding: &Finding, style: Style) -> String {
        let place = match self.lines.get(&finding.table.to_lowercase()) {
            Some(line) => format!("{}:{line}: {}", self.name, escape(&finding.subject)),
            None => format!("{}: {}", self.name, escape(&finding.subject)),
        };
        let severity = finding.rule.severity();
        let line = |line: &Option<String>| line.as_deref().map(escape);
        let message = Message {
            level: severity.name(),
            is_error: severity == Severity::Error,
            code: finding.rule.name(),
            text: &escape(&finding.message),
            place: &place,
            note: line(&finding.note),
            help: line(&finding.help),
        };
        format!("{}\n\n", report::message(&message, style))
    }

    /// How much there was to look at.
    fn looked_at(&self) -> String {
        let tables = &self.document.schema.tables;
        let n_keys = tables.values().map(|table| table.foreign_keys.len()).sum();
        let mut all = vec![count(tables.len(), "table"), count(n_keys, "foreign key")];
        if !self.document.relations.is_empty() {
            all.push(count(self.document.relations.len(), "relation"));
        }
        all.join(", ")
    }

    /// The whole answer.
    pub(crate) fn json(&self) -> Value {
        let tables = &self.document.schema.tables;
        json!({
            "findings": self.findings.iter().map(|finding| self.finding(finding)).collect::<Vec<_>>(),
            "tables": tables.len(),
            "foreign_keys": tables.values().map(|table| table.foreign_keys.len()).sum::<usize>(),
            "relations": self.document.relations.len(),
            "notes": self.notes,
        })
    }

    fn finding(&self, finding: &Finding) -> Value {
        let mut value = json!({
            "code": finding.rule.name(),
            "subject": finding.subject,
            "severity": finding.rule.severity().name(),
            "message": finding.message,
        });
        let line = self.lines.get(&finding.table.to_lowercase()).map(|line| json!(line));
        let texts = [("note", &finding.note), ("help", &finding.help)]
            .map(|(name, text)| (name, text.as_ref().map(|text| json!(text))));
        for (name, part) in texts.into_iter().chain([("line", line)]) {
            if let Some(part) = part {
                value[name] = part;
            }
        }
        value
    }
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
