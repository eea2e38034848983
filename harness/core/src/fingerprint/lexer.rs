//! SQL into tokens, whatever the dialect. Reads any text to its end and refuses nothing.
//!
//! Where dialects disagree, the text itself decides. A backslash is a character like any other and `"…"` is a name, as in
//! SQLite; where names stand in backticks too, or where that leaves a backslash outside of all quotes, a backslash escapes
//! and `"…"` is text, as in MySQL.

use crate::rows::Cell;

/// One token; comments and white space are left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A keyword or a name without quotes, as written.
    Word(String),
    /// A name in quotes, without them.
    Quoted(String),
    /// A number with its sign, a text, a blob.
    Literal(Cell),
    /// A placeholder, with the position that it names, from 1; `None`: the next one.
    Placeholder(Option<usize>),
    /// An operator or a punctuation mark.
    Symbol(String),
}

impl Token {
    /// Whether it is the keyword `word`, given in capitals.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(text) if text.eq_ignore_ascii_case(word))
    }

    /// Whether it is the symbol `mark`.
    pub(super) fn is_symbol(&self, mark: &str) -> bool {
        matches!(self, Self::Symbol(text) if text == mark)
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
pub(super) fn lex(sql: &str) -> Vec<Token> {
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

struct Lexer {
    chars: Vec<char>,
    at: usize,
    backslash: Backslash,
    tokens: Vec<Token>,
    backticks: bool,
    double_quotes: bool,
}

impl Lexer {
    fn new(sql: &str, backslash: Backslash) -> Self {
        let chars = sql.chars().collect();
        Self { chars, at: 0, backslash, tokens: Vec::new(), backticks: false, double_quotes: false }
    }

    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn run(&mut self) -> Vec<Token> {
        while self.at < self.chars.len() {
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
            ('-', '-') => self.skip_until(|lexer| lexer.peek(0) == '\n'),
            ('#', next) if next.is_whitespace() => self.skip_until(|lexer| lexer.peek(0) == '\n'),
            ('/', '*') => {
                self.at += 2;
                self.skip_until(|lexer| (lexer.peek(0), lexer.peek(1)) == ('*', '/'));
                self.at = (self.at + 2).min(self.chars.len());
            }
            (c, _) if c.is_whitespace() => self.at += 1,
            _ => {}
        }
        self.at > start
    }

    fn skip_until(&mut self, end: impl Fn(&Self) -> bool) {
        while self.at < self.chars.len() && !end(self) {
            self.at += 1;
        }
    }

    /// The token here; always goes forward.
    fn token(&mut self) -> Token {
        let (first, next) = (self.peek(0), self.peek(1));
        match first {
            '\'' => Token::Literal(Cell::Text(self.quoted('\'', self.backslash))),
            '"' => {
                self.double_quotes = true;
                let text = self.quoted('"', self.backslash);
                if self.backslash == Backslash::Plain { Token::Quoted(text) } else { Token::Literal(Cell::Text(text)) }
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
        let touches = self.at > 0 && !self.chars[self.at - 1].is_whitespace();
        !(touches && self.tokens.last().is_some_and(Token::ends_operand))
    }

    /// The content of a quoted text or name, its closing quote doubled to stand for itself.
    fn quoted(&mut self, close: char, backslash: Backslash) -> String {
        let mut text = String::new();
        self.at += 1;
        while self.at < self.chars.len() {
            let c = self.peek(0);
            self.at += 1;
            if c == '\\' && backslash == Backslash::Escapes && self.at < self.chars.len() {
                text.push(self.peek(0));
                self.at += 1;
            } else if c != close {
                text.push(c);
            } else if self.peek(0) == close {
                text.push(close);
                self.at += 1;
            } else {
                break;
            }
        }
        text
    }

    /// A number, with the sign before it where that is no operator.
    fn number(&mut self) -> Token {
        let mut text = String::new();
        let based = self.peek(0) == '0' && matches!(self.peek(1), 'x' | 'X' | 'b' | 'B' | 'o' | 'O');
        while self.at < self.chars.len() {
            let c = self.peek(0);
            let exponent_sign = matches!(c, '+' | '-') && !based && text.ends_with(['e', 'E']);
            if !(c.is_ascii_alphanumeric() || c == '_' || (c == '.' && !based) || exponent_sign) {
                break;
            }
            text.push(c);
            self.at += 1;
        }
        let negative = self.take_sign();
        Token::Literal(number(&text, negative))
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
    fn placeholder(&mut self) -> Token {
        let mut name = String::new();
        while is_word(self.peek(0)) {
            name.push(self.peek(0));
            self.at += 1;
        }
        Token::Placeholder(name.parse().ok().filter(|position| *position > 0))
    }

    /// `%s` or `%(name)s`, as Python's drivers write placeholders.
    fn percent(&mut self) -> Token {
        if self.peek(1) == '(' {
            self.skip_until(|lexer| lexer.peek(0) == ')');
            self.at += 1;
        } else {
            self.at += 1;
        }
        self.at = (self.at + 1).min(self.chars.len());
        Token::Placeholder(None)
    }

    /// `$tag$text$tag$`, or a placeholder `$name`.
    fn dollar(&mut self) -> Token {
        let rest = &self.chars[self.at + 1..];
        let tag = rest.iter().take_while(|c| is_word(**c) && **c != '$').count();
        if rest.get(tag) != Some(&'$') {
            self.at += 1;
            return self.placeholder();
        }
        let mark: Vec<char> = self.chars[self.at..self.at + tag + 2].to_vec();
        self.at += mark.len();
        let start = self.at;
        self.skip_until(|lexer| lexer.chars[lexer.at..].starts_with(&mark));
        let text = self.chars[start..self.at].iter().collect();
        self.at = (self.at + mark.len()).min(self.chars.len());
        Token::Literal(Cell::Text(text))
    }

    /// A word; a text or blob where the word is its prefix, as in `x'00ff'`.
    fn word(&mut self) -> Token {
        let start = self.at;
        self.skip_until(|lexer| !is_word(lexer.peek(0)));
        let word: String = self.chars[start..self.at].iter().collect();
        if self.peek(0) != '\'' {
            return Token::Word(word);
        }
        match word.to_ascii_lowercase().as_str() {
            "x" | "b" => Token::Literal(Cell::Text(format!("{word}'{}'", self.quoted('\'', Backslash::Plain)))),
            "e" => Token::Literal(Cell::Text(self.quoted('\'', Backslash::Escapes))),
            "n" | "_utf8" | "_utf8mb4" => Token::Literal(Cell::Text(self.quoted('\'', self.backslash))),
            _ => Token::Word(word),
        }
    }

    /// The longest operator here.
    fn symbol(&mut self) -> Token {
        let known = ["<=>", "->>", "!=", "<>", "<=", ">=", "==", "||", "->", "::", "<<", ">>", ":=", "@>", "<@"];
        let matches = |mark: &&&str| mark.chars().enumerate().all(|(i, c)| self.peek(i) == c);
        let text = known.iter().find(matches).map_or_else(|| self.peek(0).to_string(), |mark| (*mark).to_owned());
        self.at += text.chars().count();
        Token::Symbol(text)
    }
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
