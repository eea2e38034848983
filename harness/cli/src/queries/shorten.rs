//! A statement's text without its comments and its plain literals, so that texts that differ in nothing else are looked up
//! as one.
//!
//! This is no second reading of SQL: what is plain is told by the few characters around it, and all else stays as it is, for
//! `harness_core::fingerprint` to read. A short text has the fingerprint of the long one.

use harness_core::rows::Cell;

use super::marks::{self, Mark};

/// What stands for a literal that was cut out.
pub(super) const CUT: &str = "''";

/// What stands before a literal that is no part of a word or of an operator.
const APART: &[u8] = b" \t\r\n(,=<>";
/// The bytes that anything but plain text may begin with.
const STOPS: [bool; 256] = {
    let (mut stops, mut at) = ([false; 256], 0);
    let bytes = b"'0123456789\"`-/$%\\[#";
    while at < bytes.len() {
        stops[bytes[at] as usize] = true;
        at += 1;
    }
    stops
};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortened {
    /// The short text differs, or could have come of another.
    Yes,
    /// There is nothing to leave out, or no telling what: the text is taken as it is.
    No,
}

/// Writes `sql` into `short` without its comments, and with [`CUT`] in place of its plain literals; their values follow in
/// `cut`, in order.
pub(super) fn shorten(sql: &str, short: &mut String, cut: &mut Vec<Mark>) -> Shortened {
    short.clear();
    cut.clear();
    let mut shortening = Shortening { sql, bytes: sql.as_bytes(), from: 0, at: 0, short, cut, quotes: None };
    let done = shortening.run();
    // What was never copied is the whole text.
    let same = shortening.cut.is_empty() && matches!(shortening.short.len(), n if n == 0 || n == sql.len());
    if done.is_none() || same { Shortened::No } else { Shortened::Yes }
}

struct Shortening<'s> {
    sql: &'s str,
    bytes: &'s [u8],
    /// What is before it is in `short`.
    from: usize,
    at: usize,
    short: &'s mut String,
    cut: &'s mut Vec<Mark>,
    /// The quotes that names stand in.
    quotes: Option<u8>,
}

impl Shortening<'_> {
    /// Goes to the end. `None`: the text has something that only a lexer can read.
    fn run(&mut self) -> Option<()> {
        while let Some(n_plain) = self.bytes[self.at..].iter().position(|byte| STOPS[usize::from(*byte)]) {
            self.at += n_plain;
            let byte = self.bytes[self.at];
            match byte {
                b'\'' => self.text()?,
                b'0'..=b'9' => self.number()?,
                b'"' | b'`' => self.name(byte)?,
                b'-' if self.next() == Some(b'-') => self.leave_out_until("\n", 0),
                b'/' if self.next() == Some(b'*') => self.leave_out_until("*/", 2),
                // `$1` is a placeholder; `$$` opens a text.
                b'$' if self.next().is_some_and(|next| next.is_ascii_digit()) => self.skip_word(),
                // `%(name)s` is a placeholder.
                b'%' if self.next() == Some(b'(') => return None,
                // A backslash may escape, a bracket may quote, `#` may begin a comment: it depends on the rest of the text.
                b'$' | b'\\' | b'[' | b'#' => return None,
                _ => self.at += 1,
            }
        }
        if self.from > 0 {
            self.at = self.bytes.len();
            self.copy();
        }
        Some(())
    }

    fn next(&self) -> Option<u8> {
        self.bytes.get(self.at + 1).copied()
    }

    /// Where the next `quote` is, from `start` on. Most names and texts are shorter than what a search for long ones pays for.
    fn find(&self, quote: u8, start: usize) -> Option<usize> {
        self.bytes[start..].iter().position(|byte| *byte == quote).map(|at| start + at)
    }

    /// Copies what was read since the last time.
    fn copy(&mut self) {
        self.short.push_str(&self.sql[self.from..self.at]);
        self.from = self.at;
    }

    /// A text, or a blob such as `x'00'`; none with another prefix.
    fn text(&mut self) -> Option<()> {
        let (before, content) = (&self.bytes[..self.at], self.at + 1);
        let is_blob = matches!(before, [.., apart, b'x' | b'X'] if APART.contains(apart));
        if !is_blob && before.last().is_some_and(|before| is_word(*before)) {
            return None;
        }
        let mut end = self.find(b'\'', content)?;
        let doubled = self.bytes.get(end + 1) == Some(&b'\'');
        while self.bytes.get(end + 1) == Some(&b'\'') {
            end = self.find(b'\'', end + 2)?;
        }
        let text = &self.sql[content..end];
        let mark = match (is_blob, doubled) {
            (false, false) => marks::of_text(text),
            (false, true) => marks::of_text(&text.replace("''", "'")),
            (true, false) => marks::of_text(&self.sql[content - 2..=end]),
            (true, true) => return None, // no blob
        };
        self.at -= usize::from(is_blob);
        self.copy();
        self.replace(end + 1, mark);
        Some(())
    }

    /// A number that stands by itself, of digits with a point among them or none, and with its sign.
    fn number(&mut self) -> Option<()> {
        let start = self.at;
        let digits = |from: usize| from + self.bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let whole = digits(start);
        let is_real = self.bytes.get(whole) == Some(&b'.') && self.bytes.get(whole + 1).is_some_and(u8::is_ascii_digit);
        let end = if is_real { digits(whole + 1) } else { whole };
        let before = start.checked_sub(1).map(|at| self.bytes[at]);
        let apart = before.is_some_and(|before| APART.contains(&before) || matches!(before, b'-' | b'+'));
        let ends = self.bytes.get(end).is_none_or(|after| b" \t\r\n),;=<>".contains(after));
        let text = &self.sql[start..end];
        let value = if is_real { text.parse().ok().map(Cell::Real) } else { text.parse().ok().map(Cell::Integer) };
        let Some(value) = value.filter(|_| apart && ends) else {
            self.skip_word();
            // An exponent's sign is no operator, and with one more no comment.
            let signed = matches!(self.bytes[..self.at], [.., b'e' | b'E'])
                && matches!(self.bytes.get(self.at), Some(b'-' | b'+'));
            return (!signed).then_some(());
        };
        self.copy();
        // With its comments gone, what stands before it is what the lexer sees there.
        let short = self.short.trim_end();
        let is_negative = short.ends_with('-');
        if let Some(before) = short.strip_suffix(['-', '+']) {
            // After these it is no operator.
            if !before.trim_end().ends_with(['(', ',', '=', '<', '>']) {
                self.at = end;
                return Some(());
            }
            self.short.truncate(before.len());
        }
        let sign = if is_negative { -1 } else { 1 };
        self.replace(
            end,
            match value {
                Cell::Integer(n) => marks::of_integer(sign * n),
                Cell::Real(x) => marks::of_real(if is_negative { -x } else { x }),
                Cell::Null | Cell::Text(_) => marks::of_cell(&value),
            },
        );
        Some(())
    }

    /// A name in quotes.
    fn name(&mut self, quote: u8) -> Option<()> {
        if *self.quotes.get_or_insert(quote) != quote {
            return None; // with both kinds of quotes, one of them is a text
        }
        let start = self.at + 1;
        self.at = self.find(quote, start)? + 1;
        Some(())
    }

    /// Leaves a comment out, up to `end` and `n_more` bytes of it.
    fn leave_out_until(&mut self, end: &str, n_more: usize) {
        self.copy();
        let start = (self.at + 2).min(self.sql.len());
        self.at = self.sql[start..].find(end).map_or(self.sql.len(), |at| start + at + n_more);
        self.from = self.at;
        self.short.push(' ');
    }

    fn skip_word(&mut self) {
        self.at += 1;
        while self.bytes.get(self.at).is_some_and(|byte| is_word(*byte)) {
            self.at += 1;
        }
    }

    fn replace(&mut self, end: usize, mark: Mark) {
        self.short.push_str(CUT);
        self.cut.push(mark);
        (self.at, self.from) = (end, end);
    }
}

/// Whether it may be part of a word, in any script.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use harness_core::fingerprint::{Fingerprint, literals, tables};

    use super::*;

    #[track_caller]
    fn check(sql: &str, want: Option<(&str, &[&str])>) {
        let (mut short, mut cut) = (String::new(), Vec::new());
        let shortened = shorten(sql, &mut short, &mut cut);
        assert_eq!((shortened == Shortened::Yes).then_some(short.as_str()), want.map(|(short, _)| short));
        if let Some((_, values)) = want {
            let real = |text: &str| text.parse().map_or_else(|_| marks::of_text(text), marks::of_real);
            let value = |text: &&str| text.parse().map_or_else(|_| real(text), marks::of_integer);
            assert_eq!(cut, values.iter().map(value).collect::<Vec<_>>(), "{sql}");
            assert_eq!(Fingerprint::new(&short), Fingerprint::new(sql), "{sql}");
            assert_eq!(tables(&short), tables(sql), "{sql}");
        }
    }

    #[test]
    fn plain_literals_are_cut_out() {
        check(
            "SELECT * FROM t1 WHERE a = 17 AND b IN ('x', 'y z',3) LIMIT 5",
            Some(("SELECT * FROM t1 WHERE a = '' AND b IN ('', '','') LIMIT ''", &["17", "x", "y z", "3", "5"])),
        );
        check(
            "INSERT INTO \"t\" VALUES (1,'é'),(2,'')",
            Some(("INSERT INTO \"t\" VALUES ('',''),('','')", &["1", "é", "2", ""])),
        );
        check("SELECT 'it''s', '''', 5", Some(("SELECT '', '', ''", &["it's", "'", "5"])));
        check("SELECT x'00', (X'1f')", Some(("SELECT '', ('')", &["x'00'", "X'1f'"])));
        check("SELECT 1.50, 0.0", Some(("SELECT '', ''", &["1.5", "0.0"])));
    }

    #[test]
    fn signs_are_cut_out_where_they_are_no_operators() {
        check("SELECT (-1), - 2.5,+3, a=-4", Some(("SELECT (''), '','', a=''", &["-1", "-2.5", "3", "-4"])));
        check("SELECT a - 5, 'a' - 6, LIMIT -7", Some(("SELECT a - 5, '' - 6, LIMIT -7", &["a"])));
        check("SELECT a -/* */ 6", Some(("SELECT a -  6", &[])));
    }

    #[test]
    fn comments_are_left_out() {
        check("SELECT /* it's 5 */ a -- 'b'\nFROM t", Some(("SELECT   a  \nFROM t", &[])));
        check("SELECT a FROM t -- end", Some(("SELECT a FROM t  ", &[])));
        check("SELECT a FROM t /* end", Some(("SELECT a FROM t  ", &[])));
        check("SELECT a /*/ b */ FROM t", Some(("SELECT a   FROM t", &[])));
    }

    #[test]
    fn what_is_not_plain_stays() {
        check(
            "SELECT /**/.5, 1., 1e3, 0x1F, 1.5e3, 1.2.3, t.a1, b2",
            Some(("SELECT  .5, 1., 1e3, 0x1F, 1.5e3, 1.2.3, t.a1, b2", &[])),
        );
        check("SELECT * FROM t WHERE a = $1 AND b = ?2 AND c = :c3", None);
        check("SELECT 99999999999999999999 FROM t", None);
        check(
            "SELECT \"a 5\", \"it's\" FROM t WHERE a = 5",
            Some(("SELECT \"a 5\", \"it's\" FROM t WHERE a = ''", &["5"])),
        );
    }

    #[test]
    fn what_only_a_lexer_can_read_is_taken_as_it_is() {
        for sql in [
            "SELECT 'it\\'s', 5",
            "SELECT 'it''s",
            "SELECT e'00', 5",
            "SELECT :x'00', 5",
            "SELECT x'0''0', 5",
            "SELECT é'a', 5",
            "SELECT %(5)s",
            "SELECT 1e-5, 5",
            "SELECT 1.5e--5",
            "SELECT $$5$$, 5",
            "SELECT [5], 5",
            "SELECT `a`, \"5\", 5",
            "SELECT 5 # 6",
            "SELECT 'a",
            "SELECT \"a",
        ] {
            check(sql, None);
        }
    }

    #[test]
    fn short_texts_have_the_fingerprint_of_the_long_ones_and_lose_no_literal() {
        // Pieces that lexers trip over, put together in every order.
        let pieces = [
            "SELECT", "'a'", "5", "-", "+", "(", ")", ",", "\"n\"", "`n`", "--c\n", "/*c*/", "?", "$1", ":n", "x'0'",
            "a", ".", "IN", "VALUES", "''", "=", "%s", "::", "e", "1.5", "'it''s'", "X'0'", "%", "<", ">", ":x", "\n",
        ];
        let (mut short, mut cut) = (String::new(), Vec::new());
        let mut n_shortened = 0;
        let mut dice = 7_u64;
        for _ in 0..40_000 {
            let mut sql = String::new();
            for _ in 0..8 {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from((dice >> 33) % pieces.len() as u64).unwrap();
                sql.push_str(pieces[at]);
                sql.push_str(if (dice >> 20).is_multiple_of(2) { " " } else { "" });
            }
            if shorten(&sql, &mut short, &mut cut) == Shortened::Yes {
                n_shortened += 1;
                assert_eq!(Fingerprint::new(&short), Fingerprint::new(&sql), "{sql}");
                let mut cut = cut.iter();
                let back = literals(&short)
                    .into_iter()
                    .map(|cell| if cell == "".into() { *cut.next().unwrap() } else { marks::of_cell(&cell) });
                let want = literals(&sql).iter().map(marks::of_cell).collect::<Vec<_>>();
                assert_eq!(back.collect::<Vec<_>>(), want, "{sql}");
            }
        }
        assert!(n_shortened > 1000, "{n_shortened}");
    }
}
