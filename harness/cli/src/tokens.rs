//! Students' text as tokens, bounded: whoever walks them may recurse.

use std::str::FromStr;

use proc_macro2::extra::invalidate_current_thread_spans;
use proc_macro2::{TokenStream, TokenTree};

/// The deepest that brackets may be nested. The course's own files come to 8; rustc itself dies of some thousands.
pub(crate) const DEEPEST: usize = 200;

/// What `look` makes of the tokens of `text`; `None` where it is no Rust, or its brackets are nested deeper than
/// [`DEEPEST`].
///
/// Positions of tokens do not outlive `look`: to know them, the lexer keeps every text that it has read.
pub(crate) fn read<T>(text: &str, look: impl FnOnce(TokenStream) -> T) -> Option<T> {
    let stream = TokenStream::from_str(text).ok();
    let stream = stream.filter(|stream| !may_be_deep(text) || too_deep_in(stream.clone()).is_none());
    let seen = stream.map(look);
    invalidate_current_thread_spans();
    seen
}

/// The line on which brackets are nested too deep; `None` if none are, as far as can be told.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let line = may_be_deep(text).then(|| TokenStream::from_str(text).ok().and_then(too_deep_in)).flatten();
    invalidate_current_thread_spans();
    line
}

/// A text with few brackets is not worth looking at.
fn may_be_deep(text: &str) -> bool {
    text.bytes().filter(|byte| matches!(byte, b'(' | b'[' | b'{')).count() > DEEPEST
}

/// Without recursion, since that is what this is about.
fn too_deep_in(stream: TokenStream) -> Option<usize> {
    let mut levels = vec![stream.into_iter()];
    while let Some(level) = levels.last_mut() {
        match level.next() {
            Some(TokenTree::Group(group)) if levels.len() > DEEPEST => return Some(group.span_open().start().line),
            Some(TokenTree::Group(group)) => levels.push(group.stream().into_iter()),
            Some(TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => {}
            None => {
                levels.pop();
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(n: usize) -> String {
        format!("const N: u64 =\n{}1{};", "(".repeat(n), ")".repeat(n))
    }

    #[track_caller]
    fn check(text: &str, line: Option<usize>) {
        assert_eq!((read(text, drop).is_some(), too_deep(text)), (line.is_none(), line));
    }

    #[test]
    fn brackets_as_people_nest_them_are_tokens() {
        check("fn a() { b(&[c]) }", None);
        check(&nested(DEEPEST), None);
    }

    #[test]
    fn brackets_that_nobody_wrote_are_refused_and_not_walked() {
        check(&nested(DEEPEST + 1), Some(2));
        check(&nested(100_000), Some(2));
    }

    #[test]
    fn brackets_in_strings_and_comments_are_none() {
        check(&format!("const A: &str =\n{}\"\"{};", "c!(\")\" ".repeat(300), ")".repeat(300)), Some(2));
        check(&format!("const A: &str = \"{}\"; // {}", "(".repeat(300), "{".repeat(300)), None);
    }
}
