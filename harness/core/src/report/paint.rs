//! Colour, and what must not reach a terminal. The only user of `colored`.

use colored::Colorize;

use super::Style;

/// How much of a line is shown that comes from a student's code, characters.
const LINE: usize = 400;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Name,
    Good,
    Bad,
    Place,
    Help,
    Dim,
}

/// `text` in the colour of `ink`; unchanged where the style has no colour.
pub(super) fn paint(text: &str, ink: Ink, style: Style) -> String {
    if !style.colour {
        return text.to_owned();
    }
    // The crate asks the environment unless told: whether to colour has been decided already.
    colored::control::set_override(true);
    match ink {
        Ink::Name => text.bold(),
        Ink::Good => text.green(),
        Ink::Bad => text.red(),
        Ink::Place => text.cyan(),
        Ink::Help => text.yellow(),
        Ink::Dim => text.dimmed(),
    }
    .to_string()
}

/// `text` with what a terminal would act on, or hide, made visible: control characters, and those that turn the
/// direction of writing or have no width. Line ends become `\n`.
///
/// # Examples
///
/// ```
/// use harness_core::report::escape;
///
/// assert_eq!(escape("Ünal \u{1b}[31m\t\u{202e}x"), "Ünal \\u{1b}[31m\\t\\u{202e}x");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// What a student's code said, as lines for a reader: escaped, and each cut. At least one line; lines without text are
/// left out.
pub(super) fn shown(text: &str) -> Vec<String> {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    std::iter::once(first).chain(lines).map(cut).collect()
}

/// The first line of it, for a place within a line of the report.
pub(super) fn inline(text: &str) -> String {
    shown(text).swap_remove(0)
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(LINE) {
        None => escape(line),
        Some((at, _)) => format!("{}… ({} bytes more)", escape(&line[..at]), line.len() - at),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}
