//! `harness queries`: repeats and growth in the statements that anybody's application has logged.
//!
//! ```text
//! LOG ─► lines ─► a line ─► its text, looked up; its values, as marks ─► tally ─► answer ─► words
//! ```
//!
//! A log may be longer than memory: what is kept is bounded by what the statements are, and not by how many there are.

use std::io::BufRead;

mod answer;
mod distinct;
mod growth;
mod json;
mod line;
mod lines;
mod marks;
mod printed;
mod shorten;
mod sites;
mod tally;
#[cfg(test)]
mod tests;
mod texts;
mod words;

pub(crate) use answer::Answer;

use line::{Found, Line};
use lines::Lines;
use tally::{MOST_SCALES, Tally};
use texts::Texts;

/// How the lines of a log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// A JSON object each.
    Json,
    /// As a program prints them for people, those of `sqlx::query` among others.
    Printed,
}

/// Judges the statements of `log`, which messages call `name`.
///
/// # Errors
///
/// A line that cannot be read, with its number and the field; a log without a statement.
pub(crate) fn judge(log: impl BufRead, name: &str) -> anyhow::Result<Answer> {
    let mut lines = Lines::new(log, name);
    let (mut line, mut texts, mut tally) = (Line::default(), Texts::default(), Tally::default());
    let mut written = None;
    let mut n_found = 0_u64;
    while lines.advance()? {
        let text = lines.text()?;
        if text.trim_ascii().is_empty() {
            continue;
        }
        let read = match *written.get_or_insert_with(|| written_as(text)) {
            Written::Json => json::read(text, &mut line),
            Written::Printed => printed::read(text, &mut line),
        };
        match read {
            Ok(Found::Statement) => n_found += 1,
            Ok(Found::Other) => continue,
            Err(wrong) => return Err(lines.wrong(&wrong.to_string())),
        }
        if line.failed {
            continue;
        }
        if let Some((print, mark)) = texts.read(&line, &mut tally) {
            tally.add(print, mark, &line);
        }
        if tally.n_scales() > MOST_SCALES {
            let what =
                format!("field `scale`: more than {MOST_SCALES} different scales: it is the size of a run's data");
            return Err(lines.wrong(&what));
        }
        if tally.is_full() {
            tally.forget_the_rarest();
            texts.clear();
        }
    }
    if n_found == 0 && written.is_some() {
        return Err(lines.without_a_statement());
    }
    Ok(Answer::of(tally))
}

/// How a log is written whose first line is `text`.
fn written_as(text: &str) -> Written {
    if text.trim_ascii_start().starts_with('{') { Written::Json } else { Written::Printed }
}
