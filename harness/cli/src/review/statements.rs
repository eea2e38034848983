//! SQL cut into statements, as it is read: of a dump of any length no more is held than one CREATE TABLE.

use std::io::{self, BufRead};

/// The longest statement that is looked at, bytes.
const LONGEST: usize = 1 << 20;
/// How many words tell what a statement is.
const MOST_WORDS: usize = 5;
/// How much of a word is kept, bytes: more than any keyword has.
const LONGEST_WORD: usize = 24;

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// Makes, changes or removes a table or an index.
    Structure,
    /// Makes a virtual table.
    Virtual,
    /// Something that a review has no need of: rows, views, triggers, settings.
    Other,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// What it does.
    pub(super) does: Does,
    /// Its first words, in capitals.
    pub(super) words: Vec<String>,
    /// Its text; empty if it does something else.
    pub(super) sql: String,
    /// The line that it begins on.
    pub(super) line: usize,
}

/// What cannot be cut.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Where.
    pub(super) line: usize,
    /// What.
    pub(super) what: String,
}

/// Where the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Code,
    /// Behind a `-` or `/` that may begin a comment.
    Maybe(u8),
    /// A comment to the end of the line.
    Line,
    /// A comment in `/* */`; whether the last byte was a `*`.
    Block(bool),
    /// A quoted text or name, up to this byte.
    Quoted(u8),
}

/// A token, as far as the end of a trigger depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Semicolon,
    End,
    Other,
}

/// Cuts statements out of a text.
pub(super) struct Statements<R> {
    text: R,
    /// What was read of it, and how much of that is done with.
    chunk: Vec<u8>,
    at: usize,
    /// The line of the next byte.
    line: usize,
    within: Within,
    /// The line that a quoted part or a comment begins on.
    opened: usize,
    word: Vec<u8>,
    words: Vec<String>,
    /// What the statement does, as far as its words tell.
    does: Does,
    /// Whether it makes a trigger, which has semicolons inside.
    is_trigger: bool,
    tokens: [Token; 2],
    /// Whether nothing but space was before it on its line.
    at_start_of_line: bool,
    sql: Vec<u8>,
    /// The line of the first token; 0: there was none.
    begun: usize,
}

impl<R: BufRead> Statements<R> {
    pub(super) fn new(text: R) -> Self {
        Self {
            text,
            chunk: Vec::new(),
            at: 0,
            does: Does::Structure,
            is_trigger: false,
            line: 1,
            within: Within::Code,
            opened: 1,
            word: Vec::new(),
            words: Vec::new(),
            tokens: [Token::Other; 2],
            at_start_of_line: true,
            sql: Vec::new(),
            begun: 0,
        }
    }

    /// The next statement; `None` at the end.
    ///
    /// # Errors
    ///
    /// It cannot be read, is no text, has no end, or is too long.
    pub(super) fn next(&mut self) -> Result<Option<Statement>, Wrong> {
        loop {
            if self.at == self.chunk.len() && !self.read()? {
                return self.last();
            }
            self.skip();
            if let Some(byte) = self.chunk.get(self.at).copied() {
                self.at += 1;
                if self.take(byte)? {
                    return self.end().map(Some);
                }
            }
        }
    }

    /// Reads on. Says whether there was anything.
    fn read(&mut self) -> Result<bool, Wrong> {
        let line = self.line;
        let cannot = |error: io::Error| Wrong { line, what: format!("cannot be read: {error}") };
        self.chunk.clear();
        self.at = 0;
        let more = self.text.fill_buf().map_err(cannot)?;
        self.chunk.extend_from_slice(more);
        self.text.consume(self.chunk.len());
        Ok(!self.chunk.is_empty())
    }

    /// Passes over what is next and does not matter: most of a dump is rows.
    fn skip(&mut self) {
        let rest = &self.chunk[self.at..];
        let next = match self.within {
            Within::Code if self.does == Does::Other && !self.is_trigger => {
                rest.iter().position(|byte| matches!(byte, b'\'' | b'"' | b'`' | b'[' | b'-' | b'/' | b';' | 0))
            }
            Within::Quoted(end) if self.does == Does::Other => rest.iter().position(|byte| *byte == end),
            Within::Line => rest.iter().position(|byte| *byte == b'\n'),
            Within::Quoted(_) | Within::Code | Within::Maybe(_) | Within::Block(_) => return,
        };
        let n = next.unwrap_or(rest.len());
        self.line += rest.iter().take(n).filter(|byte| **byte == b'\n').count();
        self.at += n;
    }

    /// Takes one byte up. Says whether it ends the statement.
    fn take(&mut self, byte: u8) -> Result<bool, Wrong> {
        if byte == 0 {
            return Err(Wrong { line: self.line, what: "a NUL byte: this is no text".to_owned() });
        }
        let is_end = match self.within {
            Within::Code => self.code(byte),
            Within::Maybe(first) => {
                self.within = Within::Code;
                match (first, byte) {
                    (b'-', b'-') => self.enter(Within::Line),
                    (b'/', b'*') => self.enter(Within::Block(false)),
                    _ => {
                        self.token(Token::Other);
                        self.keep(first);
                        if self.code(byte) {
                            self.after(byte);
                            return Ok(true);
                        }
                    }
                }
                false
            }
            Within::Line => {
                if byte == b'\n' {
                    self.within = Within::Code;
                    self.keep(b'\n');
                }
                false
            }
            Within::Block(after_star) => {
                self.within = if after_star && byte == b'/' { Within::Code } else { Within::Block(byte == b'*') };
                if self.within == Within::Code {
                    self.keep(b' ');
                }
                false
            }
            Within::Quoted(end) => {
                self.keep(byte);
                if byte == end {
                    self.within = Within::Code;
                }
                false
            }
        };
        self.after(byte);
        if self.sql.len() > LONGEST && !is_end {
            return Err(Wrong { line: self.begun, what: format!("a statement of more than {} MiB", LONGEST >> 20) });
        }
        Ok(is_end)
    }

    fn after(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
            self.at_start_of_line = true;
        } else if !byte.is_ascii_whitespace() {
            self.at_start_of_line = false;
        }
    }

    fn enter(&mut self, within: Within) {
        self.within = within;
        self.opened = self.line;
    }

    /// A byte outside of comments and quotes.
    fn code(&mut self, byte: u8) -> bool {
        if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80 {
            self.begin();
            if self.word.len() < LONGEST_WORD {
                self.word.push(byte.to_ascii_uppercase());
            }
            self.keep(byte);
            return false;
        }
        self.end_word();
        match byte {
            b';' if self.begun == 0 => {}
            b';' => {
                let is_inside = self.is_trigger && self.tokens != [Token::Semicolon, Token::End];
                self.token(Token::Semicolon);
                return !is_inside;
            }
            b'-' | b'/' => {
                self.within = Within::Maybe(byte);
                return false;
            }
            // A command of the shell, `.mode` or `.import`: its line is none of SQL.
            b'.' if self.begun == 0 && self.at_start_of_line => self.enter(Within::Line),
            b'\'' | b'"' | b'`' | b'[' => {
                self.begin();
                self.token(Token::Other);
                self.keep(byte);
                self.enter(Within::Quoted(if byte == b'[' { b']' } else { byte }));
            }
            _ if byte.is_ascii_whitespace() => self.keep(byte),
            _ => {
                self.begin();
                self.token(Token::Other);
                self.keep(byte);
            }
        }
        false
    }

    fn begin(&mut self) {
        if self.begun == 0 {
            self.begun = self.line;
        }
    }

    fn token(&mut self, token: Token) {
        self.tokens = [self.tokens[1], token];
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        self.token(if self.word == b"END" { Token::End } else { Token::Other });
        if self.words.len() < MOST_WORDS {
            let word = std::mem::take(&mut self.word);
            self.words.push(String::from_utf8_lossy(&word).into_owned());
            self.tell();
        }
        self.word.clear();
        if self.does == Does::Other {
            self.sql.clear();
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.begun > 0 && self.does != Does::Other {
            self.sql.push(byte);
        }
    }

    /// Takes from the words what the statement does.
    fn tell(&mut self) {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        self.is_trigger =
            matches!(words[..], ["CREATE", "TRIGGER", ..] | ["CREATE", "TEMP" | "TEMPORARY", "TRIGGER", ..]);
        self.does = match words[..] {
            []
            | ["CREATE" | "ALTER" | "DROP"]
            | ["CREATE", "TEMP" | "TEMPORARY"]
            | ["CREATE", "TEMP" | "TEMPORARY", "TABLE", ..]
            | ["DROP", "TABLE" | "INDEX", ..]
            | ["ALTER", "TABLE", ..] => Does::Structure,
            ["CREATE", "VIRTUAL", ..] => Does::Virtual,
            ["CREATE", "VIEW" | "TRIGGER" | "TEMP" | "TEMPORARY", ..] => Does::Other,
            // Tables and indexes; of what other databases make beside them, SQLite says best what is wrong with it.
            ["CREATE", ..] => Does::Structure,
            _ => Does::Other,
        };
    }

    fn end(&mut self) -> Result<Statement, Wrong> {
        let (does, line) = (std::mem::replace(&mut self.does, Does::Structure), self.begun);
        let words = std::mem::take(&mut self.words);
        let sql = std::mem::take(&mut self.sql);
        self.begun = 0;
        self.is_trigger = false;
        self.tokens = [Token::Other; 2];
        let sql = if does == Does::Other { Vec::new() } else { sql };
        let sql = String::from_utf8(sql)
            .map_err(|_| Wrong { line, what: "this is no text in UTF-8\nhint: save it as UTF-8".to_owned() })?;
        Ok(Statement { does, words, sql, line })
    }

    /// At the end of the text: a statement may lack its semicolon.
    fn last(&mut self) -> Result<Option<Statement>, Wrong> {
        let what = match self.within {
            Within::Quoted(end) => Some(format!("the text breaks off: what is quoted here has no {}", char::from(end))),
            Within::Maybe(first) => {
                self.within = Within::Code;
                self.begin();
                self.keep(first);
                None
            }
            // SQLite takes the end of the text for the end of a comment, too.
            Within::Code | Within::Line | Within::Block(_) => None,
        };
        if let Some(what) = what {
            return Err(Wrong { line: self.opened, what });
        }
        self.end_word();
        if self.begun == 0 { Ok(None) } else { self.end().map(Some) }
    }
}
