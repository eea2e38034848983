//! The lines of a log, one at a time and none too long.

use std::io::{BufRead, Read};

use crate::exit::usage;
use crate::foreign;

/// The longest line that is taken, bytes: what one statement may cost in memory follows from it.
pub(super) const LONGEST: usize = 1 << 20;

/// The lines of a log.
#[derive(Debug)]
pub(super) struct Lines<R> {
    log: R,
    name: String,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Those of `log`, which messages call `name`.
    pub(super) fn new(log: R, name: &str) -> Self {
        Self { log, name: name.to_owned(), number: 0, line: Vec::new() }
    }

    /// Goes to the next line; `false` if there is none.
    ///
    /// # Errors
    ///
    /// The log cannot be read, begins as no text does, or the line is longer than [`LONGEST`].
    pub(super) fn advance(&mut self) -> anyhow::Result<bool> {
        self.line.clear();
        let most = LONGEST as u64 + 2; // with its line end
        match (&mut self.log).take(most).read_until(b'\n', &mut self.line) {
            Ok(0) => return Ok(false),
            Ok(_) => self.number += 1,
            Err(error) if self.number == 0 => return Err(usage(format!("cannot read {}: {error}", self.name))),
            Err(error) => return Err(usage(format!("cannot read {} after line {}: {error}", self.name, self.number))),
        }
        if self.number == 1
            && let Some(what) = foreign::told_by(&self.line)
        {
            return Err(self.wrong(&what));
        }
        for end in [b'\n', b'\r'] {
            if self.line.last() == Some(&end) {
                self.line.pop();
            }
        }
        if self.line.len() > LONGEST {
            let mib = LONGEST >> 20;
            return Err(self.wrong(&format!("longer than {mib} MiB: a line holds one statement")));
        }
        Ok(true)
    }

    /// The line.
    ///
    /// # Errors
    ///
    /// It is not UTF-8.
    pub(super) fn text(&self) -> anyhow::Result<&str> {
        let text = std::str::from_utf8(&self.line).map_err(|error| {
            self.wrong(&format!("byte {} is not UTF-8: a log of statements is text", error.valid_up_to() + 1))
        })?;
        let mark = if self.number == 1 { "\u{feff}" } else { "" };
        Ok(text.strip_prefix(mark).unwrap_or(text))
    }

    /// An error of a log that was read to its end, and is none of statements.
    pub(super) fn without_a_statement(&self) -> anyhow::Error {
        usage(format!(
            "{}: lines 1 to {}: no field `sql`, and nothing of sqlx::query: a line is {{\"sql\": …, \"params\": …}}, or what \
             sqlx::query prints at level debug",
            self.name, self.number
        ))
    }

    /// An error at the line.
    pub(super) fn wrong(&self, what: &str) -> anyhow::Error {
        usage(format!("{}: line {}: {what}", self.name, self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of `log`, then the error that ends them, if one does.
    #[track_caller]
    fn check(log: &[u8], want: &[&str], error: Option<&str>) {
        let mut lines = Lines::new(log, "log");
        let mut read = Vec::new();
        let end = loop {
            match lines.advance().and_then(|more| Ok(more.then_some(lines.text()?.to_owned()))) {
                Ok(Some(line)) => read.push(line),
                Ok(None) => break None,
                Err(error) => break Some(error.to_string()),
            }
        };
        assert_eq!(read, want);
        assert_eq!(end.as_deref(), error);
    }

    #[test]
    fn lines_end_as_any_system_ends_them() {
        check("\u{feff}a\r\n\nb".as_bytes(), &["a", "", "b"], None);
        check(b"", &[], None);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_place() {
        check(b"a\nb\xff", &["a"], Some("log: line 2: byte 2 is not UTF-8: a log of statements is text"));
    }

    #[test]
    fn what_is_packed_is_told_by_its_beginning_and_not_by_its_bytes() {
        let refused = "log: line 1: this is packed by gzip, and no plain text in UTF-8\nhint: unpack it: gunzip";
        check(&[&[0x1f, 0x8b][..], &[0xff; 9]].concat(), &[], Some(refused));
        check(&[&[0x1f, 0x8b][..], &vec![b'x'; LONGEST + 1]].concat(), &[], Some(refused));
        check(b"a\n\x1f\x8b", &["a"], Some("log: line 2: byte 2 is not UTF-8: a log of statements is text"));
    }

    #[test]
    fn line_at_the_limit_is_taken_and_a_longer_one_is_not() {
        let at_limit = "x".repeat(LONGEST);
        check(format!("{at_limit}\r\n").as_bytes(), &[&at_limit], None);
        let refused = "log: line 1: longer than 1 MiB: a line holds one statement";
        check(format!("{at_limit}x\n").as_bytes(), &[], Some(refused));
        check(format!("{at_limit}{at_limit}").as_bytes(), &[], Some(refused));
    }
}
