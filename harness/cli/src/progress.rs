//! How far a batch is: a bar on a terminal, a line a unit elsewhere; on standard error, where no data goes.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::batch::Unit;
use crate::terminal::Terminal;

/// How often the bar is drawn anew while nothing happens: its clock runs on.
const TICK: Duration = Duration::from_millis(500);

/// What the bar says.
const TEMPLATE: &str = "{bar:24} {pos}/{len} units · {per_sec} · {eta} left · {msg}";

/// How much is said of a batch while it is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// A bar, or a line a unit where there is no terminal.
    Progress,
    /// Nothing but what goes wrong.
    Quiet,
}

/// The progress of one batch.
#[derive(Debug)]
pub(crate) struct Progress<'a> {
    terminal: &'a Terminal,
    detail: Detail,
    bar: Option<ProgressBar>,
    full: u64,
    partial: u64,
    nothing: u64,
}

impl<'a> Progress<'a> {
    /// Begins with `n_units` to grade.
    pub(crate) fn begin(terminal: &'a Terminal, detail: Detail, n_units: usize) -> Self {
        let drawn = detail == Detail::Progress && terminal.stderr_is_terminal() && n_units > 0;
        let bar = drawn.then(|| {
            let bar = ProgressBar::with_draw_target(Some(n_units as u64), ProgressDrawTarget::stderr());
            // A test keeps the template readable.
            bar.set_style(ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { terminal, detail, bar, full: 0, partial: 0, nothing: 0 }
    }

    /// A unit is graded: of whom, of which exercise, and its score.
    pub(crate) fn graded(&mut self, students: &str, unit: &Unit) {
        let (exercise, score) = (&unit.exercise, unit.graded.score());
        match score.earned {
            0 => self.nothing += 1,
            earned if earned == score.possible => self.full += 1,
            _ => self.partial += 1,
        }
        if let Some(bar) = &self.bar {
            bar.inc(1);
            bar.set_message(format!("{} full, {} partly, {} nothing", self.full, self.partial, self.nothing));
        } else if self.detail == Detail::Progress {
            let untouched = if unit.untouched { "   untouched stub" } else { "" };
            self.terminal.note(&format!("{exercise:<18} {score:>9}   {students}{untouched}"));
        }
    }

    /// Says something in between.
    pub(crate) fn note(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.terminal.note(line)),
            None => self.terminal.note(line),
        }
    }

    /// The end, whatever became of it: the bar goes.
    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_that_is_drawn_has_a_template_that_can_be_read() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
    }
}
