//! From tokens to the text of a fingerprint: values become `?`, lists of them one `?`.

use std::borrow::Cow;

use super::keywords::is_keyword;
use super::lexer::Token;

/// How deep lists within lists are made one: each is looked through once for every list that it is in.
const DEEPEST: usize = 64;

/// What a parenthesis holds.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    /// The list after `IN`.
    List,
    /// A row after `VALUES`.
    Row,
    /// Anything else.
    Plain,
}

/// The fingerprint's text.
pub(super) fn text(tokens: &[Token]) -> String {
    let mut text = String::new();
    let mut before = "";
    let pieces = collapse(tokens);
    for piece in &pieces {
        let call = piece == "(" && is_name(before);
        let tight = call
            || matches!(&**piece, "," | ")" | "." | "::" | "]" | "[")
            || matches!(before, "" | "(" | "." | "::" | "[");
        if !tight {
            text.push(' ');
        }
        text.push_str(piece);
        before = piece;
    }
    text
}

fn is_name(piece: &str) -> bool {
    piece.starts_with(|c: char| c == '"' || c == '_' || c.is_alphabetic()) && !is_keyword(piece)
}

/// The pieces of the text, lists and rows made one. Without recursion, since the nesting is the statement's choice.
fn collapse<'t>(tokens: &'t [Token<'_>]) -> Vec<Cow<'t, str>> {
    let mut pieces: Vec<Cow<'_, str>> = Vec::new();
    let mut open: Vec<(usize, Group)> = Vec::new();
    let mut last_row = 0..0;
    for token in tokens.iter().filter(|token| !token.is("ASC")) {
        let piece = piece(token);
        match &*piece {
            "(" => {
                let next_row = last_row.end > 0 && last_row.end + 1 == pieces.len() && pieces[last_row.end] == ",";
                let group = match pieces.last().map(|piece| &**piece) {
                    Some("IN") if open.len() < DEEPEST => Group::List,
                    Some("VALUES") => Group::Row,
                    _ if next_row => Group::Row,
                    _ => Group::Plain,
                };
                open.push((pieces.len(), group));
                pieces.push(piece);
            }
            ")" => {
                let (start, group) = open.pop().unwrap_or((0, Group::Plain));
                match group {
                    Group::List => unite(&mut pieces, start + 1),
                    Group::Row if pieces[start + 1..].iter().all(|piece| matches!(&**piece, "?" | "," | "DEFAULT")) => {
                        pieces.truncate(start + 1);
                        pieces.push("?".into());
                    }
                    Group::Row | Group::Plain => {}
                }
                pieces.push(piece);
                if group == Group::Row {
                    let repeats = last_row.end + 1 == start && pieces[last_row.clone()] == pieces[start..];
                    if repeats { pieces.truncate(last_row.end) } else { last_row = start..pieces.len() }
                }
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// Makes the items from `start` on one if they are all alike, and `?` of none at all.
fn unite(pieces: &mut Vec<Cow<'_, str>>, start: usize) {
    if pieces.len() == start {
        pieces.push("?".into());
    }
    let mut depth = 0_usize;
    let mut items = pieces[start..].split(|piece| {
        match &**piece {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && piece == ","
    });
    let first = items.next().unwrap_or_default();
    if items.all(|item| item == first) {
        let end = start + first.len();
        pieces.truncate(end);
    }
}

fn piece<'t>(token: &'t Token<'_>) -> Cow<'t, str> {
    match token {
        Token::Word(word) if is_keyword(word) => word.to_ascii_uppercase().into(),
        Token::Word(word) if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) => (*word).into(),
        Token::Word(word) => word.to_lowercase().into(),
        Token::Quoted(name) => quoted(&name.to_lowercase()).into(),
        Token::Literal(_) | Token::Placeholder(_) => "?".into(),
        Token::Symbol("==") => "=".into(),
        Token::Symbol("!=") => "<>".into(),
        Token::Symbol(mark) => (*mark).into(),
    }
}

/// `name`, in quotes where it would be something else without them.
fn quoted(name: &str) -> String {
    let plain = name.starts_with(|c: char| c == '_' || c.is_alphabetic())
        && name.chars().all(|c| c == '_' || c.is_alphanumeric())
        && !is_keyword(name);
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}
