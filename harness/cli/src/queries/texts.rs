//! The texts that were read already: an application sends few, and those again and again.
//!
//! A text is looked up without its comments and plain literals; only one that is not known is read by
//! `harness_core::fingerprint`. What is kept is bounded: what was not looked up for long is read anew.

use std::collections::BTreeMap;

use harness_core::fingerprint::Values;
use harness_core::rows::Cell;

use super::line::Line;
use super::marks::{self, Mark};
use super::shorten::{Shortened, shorten};
use super::tally::{PrintId, Tally};

/// How much a generation of texts may take, bytes; there are two.
const GENERATION: usize = 4 << 20;

/// Texts by their mark.
#[derive(Debug, Default)]
pub(super) struct Texts {
    young: BTreeMap<Mark, Text>,
    /// Those that were young before: one that is looked up is young again.
    old: BTreeMap<Mark, Text>,
    /// What the young ones take, bytes.
    weight: usize,
    short: String,
    cut: Vec<Mark>,
    values: Vec<Mark>,
}

/// A text that was read.
#[derive(Debug)]
struct Text {
    sql: Box<str>,
    /// `None`: such statements do not count.
    print: Option<PrintId>,
    values: Values,
    /// Whether its empty literals stand for others.
    shortened: Shortened,
}

impl Texts {
    /// What the statement of `line` is, and the mark of its parameters: its bound values and its literals. No mark: they are
    /// not known. `None`: it does not count.
    pub(super) fn read(&mut self, line: &Line, tally: &mut Tally) -> Option<(PrintId, Option<Mark>)> {
        let mut short = std::mem::take(&mut self.short);
        let shortened = shorten(&line.sql, &mut short, &mut self.cut);
        let text = match shortened {
            Shortened::Yes => short.as_str(),
            Shortened::No => {
                self.cut.clear();
                line.sql.as_str()
            }
        };
        let mark = marks::of_text(text);
        let read = self.look_up(mark, text, line).unwrap_or_else(|| self.learn(mark, text, shortened, line, tally));
        self.short = short;
        read
    }

    /// Forgets all texts.
    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
        self.weight = 0;
    }

    /// What the text with this mark is; `None` if it is not known.
    #[expect(clippy::option_option, reason = "whether it is known, and whether it counts")]
    fn look_up(&mut self, mark: Mark, text: &str, line: &Line) -> Option<Option<(PrintId, Option<Mark>)>> {
        let is_it = |known: &Text| *known.sql == *text;
        if !self.young.get(&mark).is_some_and(is_it) {
            let known = self.old.remove(&mark).filter(is_it)?;
            self.keep(mark, known);
        }
        let known = self.young.get(&mark)?;
        Some(known.read(line, &self.cut, &mut self.values))
    }

    /// Reads a text that is not known.
    fn learn(
        &mut self,
        mark: Mark,
        text: &str,
        shortened: Shortened,
        line: &Line,
        tally: &mut Tally,
    ) -> Option<(PrintId, Option<Mark>)> {
        let known = Text { sql: text.into(), print: tally.print_of(text), values: Values::of(text), shortened };
        let read = known.read(line, &self.cut, &mut self.values);
        self.keep(mark, known);
        read
    }

    fn keep(&mut self, mark: Mark, text: Text) {
        let weight = text.weight();
        if self.weight + weight > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += weight;
        self.young.insert(mark, text);
    }
}

impl Text {
    fn read(&self, line: &Line, cut: &[Mark], values: &mut Vec<Mark>) -> Option<(PrintId, Option<Mark>)> {
        let print = self.print?;
        if self.values.has_placeholders() && !line.has_params {
            return Some((print, None));
        }
        values.clear();
        let mut cut = cut.iter();
        let literal = |cell: &Cell| match (cell, self.shortened) {
            (Cell::Text(text), Shortened::Yes) if text.is_empty() => {
                // Looked up as a whole, it is what it says.
                cut.next().copied().unwrap_or_else(|| marks::of_text(""))
            }
            (Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Text(_), Shortened::Yes | Shortened::No) => {
                marks::of_cell(cell)
            }
        };
        self.values.fill(literal, &line.params, values);
        Some((print, Some(marks::of_list(values))))
    }

    /// What it takes in memory, bytes, roughly.
    fn weight(&self) -> usize {
        const ENTRY: usize = 256;
        const SLOT: usize = 48;
        ENTRY + self.sql.len() + SLOT * self.values.n_slots()
    }
}
