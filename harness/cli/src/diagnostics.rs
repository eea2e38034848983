//! What rustc says, as data: which files an error is about, and its words.

use std::collections::BTreeSet;

use serde::Deserialize;

/// The folder that rustc is told to name in place of a slot's.
pub(crate) const FOLDER: &str = "/harness";

/// An error of rustc's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// The error in one line.
    pub(crate) message: String,
    /// The error as rustc prints it, without colour.
    pub(crate) rendered: String,
    /// The files under `src/` that it points to, relative to that: first those that it is about, then others.
    pub(crate) primary: BTreeSet<String>,
    /// The files under `src/` that it mentions besides.
    pub(crate) secondary: BTreeSet<String>,
    /// Words of `tests/checkpoint.rs` that it points to: names of functions and types of the student's.
    pub(crate) words: BTreeSet<String>,
}

impl Diagnostic {
    /// Whether it says that the disk is full. No line of a candidate's says that: such an error points to one.
    pub(crate) fn is_about_the_disk(&self) -> bool {
        let points = [&self.primary, &self.secondary, &self.words].into_iter().any(|places| !places.is_empty());
        let full = ["No space left on device", "Disk quota exceeded"];
        !points && full.iter().any(|words| self.rendered.contains(words))
    }
}

#[derive(Debug, Deserialize)]
struct Raw {
    message: String,
    level: String,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    children: Vec<Raw>,
    rendered: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Span {
    file_name: String,
    is_primary: bool,
    #[serde(default)]
    text: Vec<Line>,
    expansion: Option<Box<Expansion>>,
}

#[derive(Debug, Deserialize)]
struct Expansion {
    span: Span,
}

#[derive(Debug, Deserialize)]
struct Line {
    text: String,
    highlight_start: usize,
    highlight_end: usize,
}

/// The errors among the JSON lines of `stderr`, in order. A last line that was cut off is left out.
pub(crate) fn errors(stderr: &[u8]) -> Vec<Diagnostic> {
    let text = String::from_utf8_lossy(stderr);
    let raw = text.lines().filter_map(|line| serde_json::from_str::<Raw>(line).ok());
    // What counts the errors at the end, and points nowhere, is not one.
    raw.filter(|raw| raw.level.starts_with("error") && !raw.message.starts_with("aborting due to"))
        .map(|raw| diagnostic(&raw))
        .collect()
}

fn diagnostic(raw: &Raw) -> Diagnostic {
    let mut found = Diagnostic {
        message: raw.message.clone(),
        rendered: raw.rendered.clone().map_or_else(|| raw.message.clone(), |text| short_paths(&text)),
        primary: BTreeSet::new(),
        secondary: BTreeSet::new(),
        words: BTreeSet::new(),
    };
    look_at(raw, &mut found);
    for child in &raw.children {
        let mut of_child = Diagnostic { primary: BTreeSet::new(), ..found.clone() };
        look_at(child, &mut of_child);
        found.secondary.extend(of_child.primary);
        found.secondary.extend(of_child.secondary);
        found.words.extend(of_child.words);
    }
    found
}

/// The text with the paths in it cut: `src/report.rs` for the candidate's files, `sea-orm-2.0.4/src/…` for those of
/// cargo's registry.
fn short_paths(text: &str) -> String {
    let mut short = String::new();
    let text = text.replace(&format!("{FOLDER}/"), "");
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("/registry/src/") {
        let start =
            before.rfind(|c: char| c.is_whitespace() || c == '`' || c == '"' || c == '\'').map_or(0, |at| at + 1);
        short.push_str(&before[..start]);
        rest = after.split_once('/').map_or(after, |(_, after)| after);
    }
    short + rest
}

fn look_at(raw: &Raw, found: &mut Diagnostic) {
    for span in &raw.spans {
        match source_file(span) {
            Some(file) if span.is_primary => found.primary.insert(file),
            Some(file) => found.secondary.insert(file),
            None => continue,
        };
    }
    for line in raw.spans.iter().filter(|span| span.file_name.contains("tests/")).flat_map(|span| &span.text) {
        let chars = line.text.chars().skip(line.highlight_start.saturating_sub(1));
        let marked: String = chars.take(line.highlight_end.saturating_sub(line.highlight_start)).collect();
        let words = marked.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        found.words.extend(words.map(str::to_owned));
    }
}

/// The file under `src/` that a span lies in, or that the macro was called in that it lies in.
fn source_file(span: &Span) -> Option<String> {
    let name = span.file_name.replace('\\', "/");
    let name = name.strip_prefix(FOLDER).map_or(name.as_str(), |rest| rest.trim_start_matches('/'));
    match name.strip_prefix("src/") {
        Some(file) => Some(file.to_owned()),
        None => source_file(&span.expansion.as_ref()?.span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(file: &str, is_primary: bool, expansion: &str) -> String {
        format!(
            r#"{{"file_name":"{file}","is_primary":{is_primary},"text":[{{"text":"    report(db).await","highlight_start":5,"highlight_end":11}}],"expansion":{expansion}}}"#
        )
    }

    fn line(level: &str, spans: &str, children: &str) -> String {
        format!(
            r#"{{"message":"wrong","level":"{level}","spans":[{spans}],"children":[{children}],"rendered":"error: wrong\n"}}"#
        )
    }

    #[track_caller]
    fn check(stderr: &str, primary: &[&str], secondary: &[&str], words: &[&str]) {
        let errors = errors(stderr.as_bytes());
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!((&errors[0].primary, &errors[0].secondary), (&set(primary), &set(secondary)));
        assert_eq!(errors[0].words, set(words));
    }

    #[test]
    fn an_error_is_about_the_file_of_its_primary_span() {
        let spans = format!("{},{}", span("src/a.rs", true, "null"), span("src/b.rs", false, "null"));
        check(&line("error", &spans, ""), &["a.rs"], &["b.rs"], &[]);
    }

    #[test]
    fn an_error_inside_a_macro_is_about_the_file_that_called_it() {
        let called = format!(r#"{{"span":{}}}"#, span("src/user.rs", false, "null"));
        check(&line("error", &span("/deps/sea-orm/src/lib.rs", true, &called), ""), &["user.rs"], &[], &[]);
    }

    #[test]
    fn an_error_in_the_checkpoint_names_the_words_it_points_to_and_the_files_in_its_notes() {
        let note = line("note", &span("/harness/src/report.rs", true, "null"), "");
        check(&line("error", &span("tests/checkpoint.rs", true, "null"), &note), &[], &["report.rs"], &["report"]);
    }

    #[test]
    fn a_full_disk_is_told_from_a_line_that_only_speaks_of_one() {
        let said =
            |spans: &str| line("error", spans, "").replace("error: wrong", "LLVM ERROR: No space left on device");
        let is_about_the_disk = |spans: &str| errors(said(spans).as_bytes())[0].is_about_the_disk();
        assert!(is_about_the_disk(""));
        assert!(!is_about_the_disk(&span("src/a.rs", true, "null")));
        assert!(!is_about_the_disk(&span("tests/checkpoint.rs", true, "null")));
        assert!(!errors(line("error", "", "").as_bytes())[0].is_about_the_disk());
    }

    #[test]
    fn paths_are_cut_to_what_says_something() {
        let text = "  --> /a/.cargo/registry/src/index.crates.io-1949/sea-orm-2.0.4/src/entity/model.rs:48:23\n  --> /harness/src/a.rs:1:2\n";
        assert_eq!(short_paths(text), "  --> sea-orm-2.0.4/src/entity/model.rs:48:23\n  --> src/a.rs:1:2\n");
    }

    #[test]
    fn warnings_and_lines_cut_off_are_no_errors() {
        let text = format!(
            "{}\n{}\n{{\"message\":\"cut",
            line("warning", "", ""),
            line("error", &span("src/a.rs", true, "null"), "")
        );
        check(&text, &["a.rs"], &[], &[]);
    }
}
