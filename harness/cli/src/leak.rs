//! Whether anything that students are given holds the body of a reference solution.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::candidate::{Sources, collect, is_rust, read_sources};
use crate::tokens;
use crate::workspace::Workspace;

/// The fewest tokens that make a line worth keeping to oneself: `Ok(())` and a closing brace are everybody's.
const FEWEST_TOKENS: usize = 5;
/// The fewest such lines that make a body one.
const FEWEST_LINES: usize = 2;

/// Something in a reference solution that students write themselves.
#[derive(Debug, PartialEq, Eq)]
struct Body {
    /// What it is the body of: `fn report`, `relation user`.
    of: String,
    /// Its tokens without white space.
    text: String,
}

/// The places in `exercises/` and the README where a body of a reference solution stands, a sentence each.
///
/// # Errors
///
/// A file that cannot be read.
pub(crate) fn leaks(workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let mut handed_out: BTreeMap<String, String> = BTreeMap::new();
    let readme = workspace.root.join("README.md");
    if let Ok(text) = fs::read_to_string(&readme) {
        handed_out.insert("README.md".to_owned(), squeeze(&text));
    }
    collect(&workspace.exercises(), "exercises/", &mut |name, path| {
        if is_rust(name) || name.ends_with("README.md") {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            handed_out.insert(name.to_owned(), squeeze(&text));
        }
        Ok(())
    })?;
    let mut leaks = Vec::new();
    for exercise in &workspace.registry.exercises {
        let stub = read_sources(&workspace.stubs().join(&exercise.id).join("src"))?;
        let solution = read_sources(&workspace.solutions().join(&exercise.id).join("src"))?;
        for (file, body) in answers(&solution, &stub) {
            let holders = handed_out.iter().filter(|(_, text)| text.contains(&body.text));
            leaks.extend(
                holders.map(|(holder, _)| {
                    format!("{holder} holds the answer to {}: {} of src/{file}", exercise.id, body.of)
                }),
            );
        }
    }
    Ok(leaks)
}

/// The bodies of `solution` that are not the stub's, with their files.
fn answers(solution: &Sources, stub: &Sources) -> Vec<(String, Body)> {
    let mut answers = Vec::new();
    for (file, text) in solution {
        let given = stub.get(file).map(|text| bodies(text)).unwrap_or_default();
        let own = bodies(text).into_iter().filter(|body| !given.contains(body));
        answers.extend(own.map(|body| (file.clone(), body)));
    }
    answers
}

fn bodies(text: &[u8]) -> Vec<Body> {
    let mut found = Vec::new();
    tokens::read(&String::from_utf8_lossy(text), |stream| find(&stream.into_iter().collect::<Vec<_>>(), &mut found));
    found
}

fn find(tokens: &[TokenTree], found: &mut Vec<Body>) {
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "fn" => {
                let body = tokens[at..].iter().find_map(|token| match token {
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
                    TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
                });
                let name = tokens.get(at + 1).map(ToString::to_string).unwrap_or_default();
                found.extend(body.and_then(|body| non_trivial(format!("fn {name}"), &body)));
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                found.extend(relations(&inner));
                find(&inner, found);
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Fields of an entity that are a `belongs_to`: the attribute, and the field up to its comma.
fn relations(fields: &[TokenTree]) -> Vec<Body> {
    let starts = fields.iter().enumerate().filter(|(_, token)| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && group.to_string().contains("belongs_to")));
    let field = |(at, _)| {
        let end =
            fields[at..].iter().position(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','));
        let tokens = &fields[at..end.map_or(fields.len(), |end| at + end)];
        let name = tokens
            .iter()
            .skip_while(|token| token.to_string() != "pub")
            .nth(1)
            .map(ToString::to_string)
            .unwrap_or_default();
        non_trivial(format!("relation {name}"), &tokens.iter().cloned().collect())
    };
    starts.filter_map(field).collect()
}

/// A body, if it has enough lines that say something.
fn non_trivial(of: String, tokens: &TokenStream) -> Option<Body> {
    let mut tokens_on: BTreeMap<usize, usize> = BTreeMap::new();
    count(tokens.clone(), &mut tokens_on);
    let lines = tokens_on.values().filter(|count| **count >= FEWEST_TOKENS).count();
    (lines >= FEWEST_LINES).then(|| Body { of, text: squeeze(&tokens.to_string()) })
}

fn count(tokens: TokenStream, tokens_on: &mut BTreeMap<usize, usize>) {
    for token in tokens {
        *tokens_on.entry(token.span().start().line).or_default() += 1;
        if let TokenTree::Group(group) = token {
            count(group.stream(), tokens_on);
        }
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let of: Vec<String> = bodies(text.as_bytes()).into_iter().map(|body| body.of).collect();
        assert_eq!(of, want);
    }

    #[test]
    fn a_body_of_two_lines_is_an_answer() {
        check("pub async fn a(db: &D) -> R {\n    let x = one(db).await?;\n    two(x, db).await\n}", &["fn a"]);
    }

    #[test]
    fn one_line_could_be_anybodys() {
        check("pub async fn a(db: &D) -> R {\n    one(db).all().await\n}", &[]);
    }

    #[test]
    fn a_relation_is_an_answer() {
        let field = "#[sea_orm(belongs_to, from = \"a\", to = \"id\")]\n    pub user: BelongsTo<super::user::Entity>,";
        check(&format!("pub struct Model {{\n    pub id: i32,\n    {field}\n}}"), &["relation user"]);
    }

    #[test]
    fn white_space_and_comments_do_not_hide_an_answer() {
        let solution = bodies(b"fn a() { let x = one(b, c);\n two(x, y, z) }");
        assert!(squeeze("x { let  x = one(b,\n c); two(x, y, z) }").contains(&solution[0].text));
    }
}
