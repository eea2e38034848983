//! The tables and the key that a statement names, by clause.

use std::collections::{BTreeMap, BTreeSet};

use super::Key;
use super::lexer::Token;

/// What a statement names.
#[derive(Default)]
pub(super) struct Clauses {
    /// Tables with their depth: 0 is the statement itself, a sub-select is one deeper.
    tables: Vec<(u32, String)>,
    /// Aliases, in small letters, and what they stand for.
    aliases: BTreeMap<String, String>,
    /// Columns that WHERE compares with values: what stands before the dot, and the column.
    keys: Vec<(Option<String>, String)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Clause {
    /// FROM, JOIN: tables, separated by commas.
    From,
    /// INTO, UPDATE: one table.
    Into,
    Where,
    Other,
}

/// A parenthesis, or the statement around all of them.
#[derive(Clone, Copy)]
struct Frame {
    depth: u32,
    clause: Clause,
    /// Whether the next name is a table.
    wants_table: bool,
    /// Whether it holds arguments or an expression, so that its FROM and its commas are others.
    expression: bool,
}

impl Clauses {
    /// Reads a statement.
    pub(super) fn read(tokens: &[Token]) -> Self {
        let mut clauses = Self::default();
        let with = with_names(tokens);
        let mut frame = Frame { depth: 0, clause: Clause::Other, wants_table: false, expression: false };
        let mut outer: Vec<Frame> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            if token.is_symbol("(") {
                outer.push(frame);
                frame = frame.inner(&tokens[..at], &tokens[at + 1..]);
            } else if token.is_symbol(")") {
                frame = outer.pop().unwrap_or(frame);
                frame.wants_table = false;
            } else if token.is_symbol(",") {
                frame.wants_table = frame.clause == Clause::From && !frame.expression;
            } else if frame.wants_table && token.name().is_some() {
                at += clauses.take_table(frame, &tokens[at..], &with);
                frame.wants_table = false;
                continue;
            } else if frame.wants_table && token.is("OR") {
                at += 1; // UPDATE OR IGNORE posts
            } else {
                frame.enter(&tokens[..at], &tokens[at..]);
                clauses.take_key(frame, tokens, at);
            }
            at += 1;
        }
        clauses
    }

    /// The tables, each once, the main one first.
    pub(super) fn tables(&self) -> Vec<String> {
        let mut tables: Vec<&(u32, String)> = self.tables.iter().collect();
        tables.sort_by_key(|(depth, _)| *depth);
        let mut seen = BTreeSet::new();
        tables.retain(|(_, name)| seen.insert(name.to_lowercase()));
        tables.into_iter().map(|(_, name)| name.clone()).collect()
    }

    /// The only column that WHERE compares with a value.
    pub(super) fn key(&self) -> Option<Key> {
        let [(qualifier, column)] = self.keys.as_slice() else {
            return None;
        };
        let named = qualifier.as_ref().and_then(|name| self.aliases.get(&name.to_lowercase()).cloned());
        let table = named.or_else(|| self.tables().first().cloned()).unwrap_or_default();
        Some(Key { table, column: column.clone() })
    }

    /// Takes the table that `tokens` starts with, and its alias; how many tokens that is.
    fn take_table(&mut self, frame: Frame, tokens: &[Token], with: &BTreeSet<String>) -> usize {
        let mut length = 1;
        while tokens.get(length).is_some_and(|dot| dot.is_symbol(".")) && tokens.len() > length + 1 {
            length += 2;
        }
        let name = tokens[length - 1].name().unwrap_or_default().to_owned();
        let function = frame.clause == Clause::From && tokens.get(length).is_some_and(|token| token.is_symbol("("));
        let made = length == 1 && with.contains(&name.to_lowercase());
        if function || made || name.is_empty() {
            return length;
        }
        let as_word = usize::from(tokens.get(length).is_some_and(|token| token.is("AS")));
        let alias = tokens.get(length + as_word).and_then(Token::name);
        if let Some(alias) = alias {
            self.aliases.insert(alias.to_lowercase(), name.clone());
        }
        self.aliases.entry(name.to_lowercase()).or_insert_with(|| name.clone());
        self.tables.push((frame.depth, name));
        if alias.is_some() { length + as_word + 1 } else { length }
    }

    /// Takes the comparison whose operator stands at `at`, if it is one of a column with values.
    fn take_key(&mut self, frame: Frame, tokens: &[Token], at: usize) {
        if frame.clause != Clause::Where || frame.depth > 0 {
            return;
        }
        let (before, after) = (&tokens[..at], &tokens[at + 1..]);
        let equals = tokens[at].is_symbol("=") || tokens[at].is_symbol("==");
        let any = after.first().is_some_and(|token| token.is("ANY"));
        let values = match after {
            [value, ..] if equals => value.is_value() || (any && is_list(&after[1..])),
            _ => tokens[at].is("IN") && is_list(after),
        };
        if values {
            self.keys.extend(column_before(before));
        } else if equals && before.last().is_some_and(Token::is_value) {
            let end = after.iter().position(|token| token.name().is_none() && !token.is_symbol("."));
            self.keys.extend(column_before(&after[..end.unwrap_or(after.len())]));
        }
    }
}

impl Frame {
    /// What a parenthesis that stands between `before` and `after` opens.
    fn inner(self, before: &[Token], after: &[Token]) -> Self {
        let last = before.last();
        let select = after.first().is_some_and(|token| ["SELECT", "WITH", "VALUES"].iter().any(|word| token.is(word)));
        let call = last.is_some_and(|token| token.name().is_some());
        let filter = last.is_some_and(|token| token.is("FILTER"));
        if self.wants_table {
            let clause = if select { Clause::Other } else { Clause::From };
            return Self { depth: self.depth, clause, wants_table: !select, expression: false };
        }
        let clause = if self.clause == Clause::Where && !select && !call { Clause::Where } else { Clause::Other };
        let deeper =
            u32::from(select || filter || last.is_some_and(|token| token.is("AS") || token.is("MATERIALIZED")));
        Self { depth: self.depth + deeper, clause, wants_table: false, expression: !select && !filter && deeper == 0 }
    }

    /// Goes into the clause that the first of `rest` begins, if it begins one.
    fn enter(&mut self, before: &[Token], rest: &[Token]) {
        let token = &rest[0];
        let after_word = |word| before.last().is_some_and(|token| token.is(word));
        let from = token.is("FROM") && !self.expression && !after_word("DISTINCT");
        let clause = if from || token.is("JOIN") {
            Clause::From
        } else if token.is("INTO") || (token.is("UPDATE") && begins_statement(before)) {
            Clause::Into
        } else if token.is("WHERE") {
            Clause::Where
        } else if ENDS.iter().any(|word| token.is(word)) || is_upsert(rest) {
            Clause::Other
        } else {
            return;
        };
        self.clause = clause;
        self.wants_table = matches!(clause, Clause::From | Clause::Into);
    }
}

/// The words that end FROM and WHERE, and begin nothing that is read here.
const ENDS: &[&str] = &[
    "SELECT",
    "SET",
    "VALUES",
    "GROUP",
    "ORDER",
    "HAVING",
    "LIMIT",
    "RETURNING",
    "WINDOW",
    "UNION",
    "EXCEPT",
    "INTERSECT",
];

/// `ON CONFLICT …`, `ON DUPLICATE KEY …`.
fn is_upsert(rest: &[Token]) -> bool {
    rest[0].is("ON") && rest.get(1).is_some_and(|token| token.is("CONFLICT") || token.is("DUPLICATE"))
}

/// Whether an UPDATE after `before` is a statement, and not FOR UPDATE, ON UPDATE or DO UPDATE.
fn begins_statement(before: &[Token]) -> bool {
    before.last().is_none_or(|token| ["(", ")", ";"].iter().any(|mark| token.is_symbol(mark)))
}

/// Whether `tokens` starts with a list of values in parentheses.
pub(super) fn is_list(tokens: &[Token]) -> bool {
    let end = tokens.iter().position(|token| !token.is_value() && !token.is_symbol(",") && !token.is_symbol("("));
    tokens.first().is_some_and(|token| token.is_symbol("(")) && end.is_some_and(|end| tokens[end].is_symbol(")"))
}

/// The column that `tokens` ends with, and what stands before its dot.
fn column_before(tokens: &[Token]) -> Option<(Option<String>, String)> {
    let column = tokens.last()?.name()?.to_owned();
    let qualifier = match tokens {
        [.., qualifier, dot, _] if dot.is_symbol(".") => qualifier.name().map(str::to_owned),
        _ => None,
    };
    Some((qualifier, column))
}

/// The names that a WITH makes, in small letters: `name AS (`, with columns or a hint in between or not.
fn with_names(tokens: &[Token]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if !tokens.iter().any(|token| token.is("WITH")) {
        return names;
    }
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| token.is("AS")) {
        let hint = tokens[at + 1..].iter().take_while(|token| token.is("NOT") || token.is("MATERIALIZED")).count();
        if !tokens.get(at + 1 + hint).is_some_and(|token| token.is_symbol("(")) {
            continue;
        }
        let before = &tokens[..at];
        let columns = before.last().is_some_and(|token| token.is_symbol(")"));
        let end = if columns { before.iter().rposition(|token| token.is_symbol("(")) } else { Some(at) };
        let name = end.filter(|end| *end > 0).and_then(|end| before[end - 1].name());
        names.extend(name.map(str::to_lowercase));
    }
    names
}
