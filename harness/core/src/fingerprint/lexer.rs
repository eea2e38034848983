//! SQL into tokens, whatever the dialect. Reads any text to its end and refuses nothing.
//!
//! Where dialects disagree, the text itself decides. A backslash is a character like any other and `"…"` is a name, as in
//! SQLite; where names stand in backticks too, or where that leaves a backslash outside of all quotes, a backslash escapes
//! and `"…"` is text, as in MySQL.

use std::borrow::Cow;

use crate::rows::Cell;

/// One token; comments and white space are left out. It is a part of the text wherever that has it as it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'s> {
    /// A keyword or a name without quotes, as written.
    Word(&'s str),
    /// A name in quotes, without them.
    Quoted(Cow<'s, str>),
    /// A number with its sign, a text, a blob.
    Literal(Cell),
    /// A placeholder, with the position that it names, from 1; `None`: the next one.
    Placeholder(Option<usize>),
    /// An operator or a punctuation mark.
    Symbol(&'s str),
}

impl Token<'_> {
    /// Whether it is the keyword `word`, given in capitals.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(text) if text.eq_ignore_ascii_case(word))
    }

    /// Whether it is the symbol `mark`.
    pub(super) fn is_symbol(&self, mark: &str) -> bool {
        matches!(self, Self::Symbol(text) if *text == mark)
    }

    /// Whether it is a literal or a placeholder.
    pub(super) fn is_value(&self) -> bool {
        matches!(self, Self::Literal(_) | Self::Placeholder(_))
    }

    /// The name that it is, if it is one: in quotes, or a word that `reserved` does not claim.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Quoted(name) => Some(name),
            Self::Word(word) if !super::keywords::is_keyword(word) => Some(word),
            Self::Word(_) | Self::Literal(_) | Self::Placeholder(_) | Self::Symbol(_) => None,
        }
    }

    /// Whether a value may end here, so that a sign or a `[` after it belongs to an expression.
    fn ends_operand(&self) -> bool {
        self.is_value() || self.name().is_some() || self.is_symbol(")") || self.is_symbol("]")
    }
}

/// The tokens of `sql`, in order.
pub(super) fn lex(sql: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer::new(sql, Backslash::Plain);
    let tokens = lexer.run();
    let escapes = (lexer.backticks && lexer.double_quotes) || tokens.iter().any(|token| token.is_symbol("\\"));
    if escapes { Lexer::new(sql, Backslash::Escapes).run() } else { tokens }
}

/// What a backslash means in a text, and with it what `"…"` is.
#[derive(Clone, Copy, PartialEq)]
enum Backslash {
    /// A character; `"…"` is a name.
    Plain,
    /// It escapes the next character; `"…"` is a text.
    Escapes,
}

struct Lexer<'s> {
    sql: &'s str,
    /// The byte that comes next.
    at: usize,
    backslash: Backslash,
    tokens: Vec<Token<'s>>,
    backticks: bool,
    double_quotes: bool,
}

impl<'s> Lexer<'s> {
    fn new(sql: &'s str, backslash: Backslash) -> Self {
        Self { sql, at: 0, backslash, tokens: Vec::new(), backticks: false, double_quotes: false }
    }

    fn rest(&self) -> &'s str {
        &self.sql[self.at..]
    }

    fn peek(&self, ahead: usize) -> char {
        self.rest().chars().nth(ahead).unwrap_or('\0')
    }

    /// Goes past one character, if there is one.
    fn step(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Goes to the first `end`, or past all.
    fn skip_until(&mut self, end: &str) {
        self.at += self.rest().find(end).unwrap_or(self.rest().len());
    }

    /// The characters here that are `wanted`; goes past them.
    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn run(&mut self) -> Vec<Token<'s>> {
        while self.at < self.sql.len() {
            if !self.skip_space() {
                let token = self.token();
                self.tokens.push(token);
            }
        }
        std::mem::take(&mut self.tokens)
    }

    /// Goes past white space and comments; whether there was any.
    fn skip_space(&mut self) -> bool {
        let start = self.at;
        match (self.peek(0), self.peek(1)) {
            ('-', '-') => self.skip_until("\n"),
            ('#', next) if next.is_whitespace() => self.skip_until("\n"),
            ('/', '*') => {
                self.at += 2;
                self.skip_until("*/");
                self.at = (self.at + 2).min(self.sql.len());
            }
            (c, _) if c.is_whitespace() => self.step(),
            _ => {}
        }
        self.at > start
    }

    /// The token here; always goes forward.
    fn token(&mut self) -> Token<'s> {
        let (first, next) = (self.peek(0), self.peek(1));
        match first {
            '\'' => text(self.quoted('\'', self.backslash)),
            '"' => {
                self.double_quotes = true;
                let name = self.quoted('"', self.backslash);
                if self.backslash == Backslash::Plain { Token::Quoted(name) } else { text(name) }
            }
            '`' => {
                self.backticks = true;
                Token::Quoted(self.quoted('`', Backslash::Plain))
            }
            '[' if self.starts_name() => Token::Quoted(self.quoted(']', Backslash::Plain)),
            '0'..='9' => self.number(),
            '.' if next.is_ascii_digit() && !self.tokens.last().is_some_and(Token::ends_operand) => self.number(),
            '?' => {
                self.at += 1;
                self.placeholder()
            }
            '$' if next.is_ascii_digit() => {
                self.at += 1;
                self.placeholder()
            }
            '$' => self.dollar(),
            ':' | '@' if is_word(next) && !self.tokens.last().is_some_and(|token| token.is_symbol("@")) => {
                self.at += 1;
                self.placeholder()
            }
            '%' if matches!(next, 's' | '(') && !self.tokens.last().is_some_and(Token::ends_operand) => self.percent(),
            c if is_word(c) => self.word(),
            _ => self.symbol(),
        }
    }

    /// Whether `[` opens a name, and not an index such as `tags[1]` or `ARRAY[1]`.
    fn starts_name(&self) -> bool {
        let touches = self.sql[..self.at].ends_with(|c: char| !c.is_whitespace());
        !(touches && self.tokens.last().is_some_and(Token::ends_operand))
    }

    /// The content of a quoted text or name, its closing quote doubled to stand for itself.
    fn quoted(&mut self, close: char, backslash: Backslash) -> Cow<'s, str> {
        let mut text = Cow::Borrowed("");
        self.at += 1;
        let mut from = self.at;
        loop {
            let stops = |c: char| c == close || (c == '\\' && backslash == Backslash::Escapes);
            self.at += self.rest().find(stops).unwrap_or(self.rest().len());
            let stop = self.at;
            let first = self.peek(0);
            self.step();
            let next = self.rest().chars().next();
            let ends = stop == self.sql.len() || (first == close && next != Some(close));
            if ends {
                text += &self.sql[from..stop];
                return text;
            }
            let Some(next) = next else {
                text += &self.sql[from..];
                return text;
            };
            // What comes next stands for itself.
            text += &self.sql[from..stop];
            from = self.at;
            self.at += next.len_utf8();
        }
    }

    /// A number, with the sign before it where that is no operator.
    fn number(&mut self) -> Token<'s> {
        let start = self.at;
        let based = self.peek(0) == '0' && matches!(self.peek(1), 'x' | 'X' | 'b' | 'B' | 'o' | 'O');
        loop {
            let c = self.peek(0);
            let exponent_sign = matches!(c, '+' | '-') && !based && self.sql[start..self.at].ends_with(['e', 'E']);
            if !(c.is_ascii_alphanumeric() || c == '_' || (c == '.' && !based) || exponent_sign) {
                break;
            }
            self.at += 1;
        }
        let digits = &self.sql[start..self.at];
        let negative = self.take_sign();
        Token::Literal(number(digits, negative))
    }

    /// Takes back the `+` or `-` just read if it is a sign; whether it was `-`.
    fn take_sign(&mut self) -> bool {
        let (last, before) = (self.tokens.last(), self.tokens.iter().nth_back(1));
        let minus = last.is_some_and(|token| token.is_symbol("-"));
        let sign = minus || last.is_some_and(|token| token.is_symbol("+"));
        if !sign || before.is_some_and(Token::ends_operand) {
            return false;
        }
        self.tokens.pop();
        minus
    }

    /// What follows the mark of a placeholder: a position, a name, or nothing.
    fn placeholder(&mut self) -> Token<'s> {
        let name = self.take_while(is_word);
        Token::Placeholder(name.parse().ok().filter(|position| *position > 0))
    }

    /// `%s` or `%(name)s`, as Python's drivers write placeholders.
    fn percent(&mut self) -> Token<'s> {
        if self.peek(1) == '(' {
            self.skip_until(")");
        }
        self.step();
        self.step();
        Token::Placeholder(None)
    }

    /// `$tag$text$tag$`, or a placeholder `$name`.
    fn dollar(&mut self) -> Token<'s> {
        let start = self.at;
        self.at += 1;
        let after_mark = self.at;
        self.take_while(|c| is_word(c) && c != '$');
        if self.peek(0) != '$' {
            self.at = after_mark;
            return self.placeholder();
        }
        self.at += 1;
        let mark = &self.sql[start..self.at];
        let from = self.at;
        self.skip_until(mark);
        let content = &self.sql[from..self.at];
        self.at = (self.at + mark.len()).min(self.sql.len());
        text(content.into())
    }

    /// A word; a text or blob where the word is its prefix, as in `x'00ff'`.
    fn word(&mut self) -> Token<'s> {
        let word = self.take_while(is_word);
        if self.peek(0) != '\'' {
            return Token::Word(word);
        }
        match word.to_ascii_lowercase().as_str() {
            "x" | "b" => Token::Literal(Cell::Text(format!("{word}'{}'", self.quoted('\'', Backslash::Plain)))),
            "e" => text(self.quoted('\'', Backslash::Escapes)),
            "n" | "_utf8" | "_utf8mb4" => text(self.quoted('\'', self.backslash)),
            _ => Token::Word(word),
        }
    }

    /// The longest operator here.
    fn symbol(&mut self) -> Token<'s> {
        let known = ["<=>", "->>", "!=", "<>", "<=", ">=", "==", "||", "->", "::", "<<", ">>", ":=", "@>", "<@"];
        let start = self.at;
        match known.iter().find(|mark| self.rest().starts_with(**mark)) {
            Some(mark) => self.at += mark.len(),
            None => self.step(),
        }
        Token::Symbol(&self.sql[start..self.at])
    }
}

fn text(text: Cow<'_, str>) -> Token<'static> {
    Token::Literal(Cell::Text(text.into_owned()))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The value of a number as SQLite reads it: hexadecimal wraps to 64 bits, what does not fit an integer is a real.
fn number(text: &str, negative: bool) -> Cell {
    let digits = text.replace('_', "").to_ascii_lowercase();
    let sign = if negative { "-" } else { "" };
    let hexadecimal = digits.strip_prefix("0x").and_then(|hex| u64::from_str_radix(hex, 16).ok());
    if let Some(bits) = hexadecimal {
        let value = bits.cast_signed();
        return Cell::Integer(if negative { value.wrapping_neg() } else { value });
    }
    let signed = format!("{sign}{digits}");
    let integer = signed.parse().ok().map(Cell::Integer);
    integer.or_else(|| signed.parse().ok().map(Cell::Real)).unwrap_or(Cell::Text(signed))
}
