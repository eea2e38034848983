//! What is refused before rustc sees it: the word `unsafe`, and lines and brackets that no person wrote.

use harness_core::observation::End;
use proc_macro2::{TokenStream, TokenTree};

use crate::candidate::is_rust;
use crate::tokens::{self, DEEPEST};

/// The longest line that is taken, bytes: one of 240 KB makes rustc write gigabytes of diagnostics.
const LONGEST_LINE: usize = 10_000;

/// Why the file `file`, relative to `src/`, is not taken; `None` if it is.
///
/// `unsafe` is looked for among the tokens, not in the text: a comment, a string and `unsafe_code` may say it. A file that
/// cannot be cut into tokens is left to rustc, which refuses it in better words; where it does not, see [`is_doubtful`].
pub(crate) fn screen(file: &str, text: &[u8]) -> Option<End> {
    let Ok(text) = std::str::from_utf8(text) else {
        return Some(rejected(file, 1, "the file is not UTF-8"));
    };
    if let Some(line) = text.lines().position(|line| line.len() > LONGEST_LINE) {
        return Some(rejected(file, line + 1, &format!("the line is longer than {LONGEST_LINE} bytes")));
    }
    if let Some(line) = tokens::too_deep(text) {
        return Some(rejected(file, line, &format!("brackets are nested more than {DEEPEST} deep")));
    }
    if !is_rust(file) {
        return None;
    }
    // Most files do not even have the word in their text: lexing is for those that do.
    let line = text.contains("unsafe").then(|| tokens::read(text, unsafe_line).flatten()).flatten()?;
    Some(rejected(
        file,
        line,
        "`unsafe` is not taken: no exercise needs it, and what is measured could be got around with it",
    ))
}

/// Whether the text has the word `unsafe` in it, and nobody can tell as what: rustc may read what we cannot.
pub(crate) fn is_doubtful(file: &str, text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    is_rust(file) && text.contains("unsafe") && tokens::read(&text, drop).is_none()
}

/// A file that is doubtful and compiled all the same.
pub(crate) fn doubtful(file: &str) -> End {
    rejected(
        file,
        1,
        "the file has the word `unsafe` in it, and cannot be read well enough to tell whether that matters",
    )
}

fn unsafe_line(tokens: TokenStream) -> Option<usize> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) if word == "unsafe" => Some(word.span().start().line),
        TokenTree::Group(group) => unsafe_line(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}

fn rejected(file: &str, line: usize, why: &str) -> End {
    End::Rejected { message: format!("src/{file}:{line}: {why}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        let got = screen("report.rs", text.as_bytes());
        match (got, want) {
            (None, None) => {}
            (Some(End::Rejected { message }), Some(want)) => assert!(message.starts_with(want), "{message}"),
            (got, want) => panic!("{got:?}, expected {want:?}"),
        }
    }

    #[test]
    fn unsafe_is_refused_with_its_line() {
        check("fn a() {}\nfn b() { unsafe { c() } }", Some("src/report.rs:2: `unsafe`"));
        check("#[unsafe(naked)]\nfn a() {}", Some("src/report.rs:1: `unsafe`"));
        check("macro_rules! m { () => {\n unsafe {} } }", Some("src/report.rs:2: `unsafe`"));
    }

    #[test]
    fn the_word_in_comments_strings_and_longer_names_is_not_the_token() {
        check("// unsafe\n/* unsafe */ fn a() -> &'static str { \"unsafe\" }\n#![forbid(unsafe_code)]", None);
        check("/// unsafe\nfn unsafe_looking() { r#\"unsafe\"#; }", None);
    }

    #[test]
    fn a_line_that_nobody_wrote_is_refused() {
        check(
            &format!("// ok\nconst A: &str = \"{}\";", "x".repeat(20_000)),
            Some("src/report.rs:2: the line is longer"),
        );
    }

    #[test]
    fn what_is_no_rust_is_left_to_the_compiler() {
        check("fn a( { unsafe \"", None);
    }
}
