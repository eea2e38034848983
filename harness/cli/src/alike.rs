//! Submissions that are the same, to the byte or but for names, comments and layout: a fact for the instructor, and
//! nothing that a score depends on. Short answers to one task look alike by themselves, hence the threshold.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};

use crate::candidate::Sources;
use crate::hash::Hash;
use crate::tokens;

/// The fewest tokens beyond the stub for which it is said that two submissions differ in names alone.
const LEAST_TOKENS: usize = 150;

/// What is to be said of `exercise`, a sentence each, in a fixed order.
///
/// `handed_in` has one entry a submission, with whom it is of. Files that are the stub's are left out, and so is who
/// handed in nothing else. One submission is looked at at a time: those of a large batch may not fit into memory.
///
/// # Errors
///
/// The first of `handed_in`.
pub(crate) fn alike(
    exercise: &str,
    stub: &Sources,
    handed_in: impl Iterator<Item = anyhow::Result<(String, Sources)>>,
) -> anyhow::Result<Vec<String>> {
    let mut same: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // One of each group of equal ones stands for all of them.
    let mut renamed: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    for handed_in in handed_in {
        let (whose, mut own) = handed_in?;
        own.retain(|file, bytes| stub.get(file) != Some(bytes));
        if own.is_empty() {
            continue;
        }
        let equal = same.entry(Hash::default().with_files(&own).finish()).or_default();
        equal.push(whose.clone());
        let shape = shape(&own);
        if equal.len() == 1 && shape.len() >= LEAST_TOKENS {
            let hash = shape.iter().fold(Hash::default(), Hash::with).finish();
            renamed.entry(hash).or_insert_with(|| (shape.len(), Vec::new())).1.push(whose);
        }
    }
    let several = |whose: &Vec<String>| whose.len() > 1;
    let equal = same.into_values().filter(several);
    let mut said: Vec<String> =
        equal.map(|whose| format!("{exercise}: the same files were handed in by {}", whose.join(", "))).collect();
    said.extend(renamed.into_values().filter(|(_, whose)| several(whose)).map(|(n_tokens, whose)| {
        format!(
            "{exercise}: the same but for names, comments and layout ({n_tokens} tokens beyond the stub) was handed in by {}",
            whose.join(", ")
        )
    }));
    said.sort();
    Ok(said)
}

/// The tokens of `files`, names replaced by the order in which they first occur. A file that cannot be cut into tokens is
/// one token: itself.
fn shape(files: &Sources) -> Vec<String> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut tokens = Vec::new();
    for bytes in files.values() {
        let text = String::from_utf8_lossy(bytes);
        if tokens::read(&text, |stream| flatten(stream, &mut names, &mut tokens)).is_none() {
            tokens.push(text.into_owned());
        }
    }
    tokens
}

fn flatten(stream: TokenStream, names: &mut BTreeMap<String, usize>, tokens: &mut Vec<String>) {
    let mut stream = stream.into_iter().peekable();
    while let Some(token) = stream.next() {
        match token {
            // Documentation is an attribute by now: `#` and `[doc = "…"]`.
            TokenTree::Punct(mark) if mark.as_char() == '#' && stream.peek().is_some_and(is_doc) => {
                stream.next();
            }
            TokenTree::Ident(name) => {
                let n = names.len();
                tokens.push(format!("name {}", names.entry(name.to_string()).or_insert(n)));
            }
            TokenTree::Group(group) => {
                tokens.push(format!("{:?} {{", group.delimiter()));
                flatten(group.stream(), names, tokens);
                tokens.push("}".to_owned());
            }
            TokenTree::Punct(mark) => tokens.push(mark.as_char().to_string()),
            TokenTree::Literal(literal) => tokens.push(literal.to_string()),
        }
    }
}

fn is_doc(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Sources {
        [("lib.rs".to_owned(), b"pub mod a;".to_vec()), ("a.rs".to_owned(), text.as_bytes().to_vec())].into()
    }

    /// What is said of submissions by a, b, c, …, each with this text in `a.rs`.
    #[track_caller]
    fn check(texts: &[String], want: &[&str]) {
        let all = ('a'..).map(String::from).zip(texts).map(|(whose, text)| Ok((whose, files(text))));
        let said = alike("e1", &files("todo!()"), all).unwrap();
        assert!(said.len() == want.len() && said.iter().zip(want).all(|(said, want)| said.contains(want)), "{said:?}");
    }

    fn long(name: &str) -> String {
        format!("fn f() {{ let {name} = 1; {} }}", format!("g({name}, 2);\n").repeat(40))
    }

    #[test]
    fn equal_files_are_said_and_untouched_stubs_are_not() {
        check(&[long("x"), "todo!()".into(), long("x"), "todo!()".into()], &["the same files were handed in by a, c"]);
    }

    #[test]
    fn other_names_comments_and_layout_do_not_hide_what_is_the_same() {
        let dressed = long("total").replace("; ", ";\n\n    // mine\n    ");
        check(&[long("x"), format!("/// My own.\n{dressed}")], &["tokens beyond the stub) was handed in by a, b"]);
    }

    #[test]
    fn another_structure_or_a_short_answer_is_not_the_same() {
        check(&[long("x"), long("x").replace("2)", "3)")], &[]);
        check(&["fn f() { a() }".into(), "fn f() { b() }".into()], &[]);
    }

    #[test]
    fn what_is_no_rust_is_compared_as_it_stands() {
        check(&["fn a( {".into(), "fn a( {".into(), "fn b( {".into()], &["handed in by a, b"]);
    }
}
