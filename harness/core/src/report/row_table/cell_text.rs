//! A cell of a table as text that shows all of it: what cannot be seen, and what could be taken for something else.

use super::GAP;
use super::MOST_CHARACTERS;
use super::escape;
use crate::row_diff::Piece;
use crate::row_diff::pieces;
use crate::rows::Cell;

/// A cell that is no difference: its start, if it is long.
pub(super) fn cut(text: String) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Which characters of the actual cell, as it is shown, are pointed at: what was not expected, if the texts have at least half
/// in common, else all.
pub(super) fn pointed(expected: &Cell, actual: &Cell) -> Vec<bool> {
    let all = vec![true; shown(actual).chars().count()];
    let (Cell::Text(expected), Cell::Text(text)) = (expected, actual) else {
        return all;
    };
    let is_quoted = needs_quotes(text);
    let (mut pointed, mut n_same, mut n_other) = (vec![false; usize::from(is_quoted)], 0, 0);
    for piece in pieces(expected, text) {
        let (run, is_new) = match &piece {
            Piece::Same(run) => (run, false),
            Piece::Actual(run) => (run, true),
            Piece::Expected(run) => {
                n_other += run.chars().count();
                continue;
            }
        };
        *(if is_new { &mut n_other } else { &mut n_same }) += run.chars().count();
        pointed.extend(run.chars().flat_map(|c| vec![is_new; character(c, is_quoted).chars().count()]));
    }
    pointed.extend(is_quoted.then_some(false));
    if n_same < n_other || !pointed.contains(&true) { all } else { pointed }
}

/// A cell as it is shown: text in quotes where it could be taken for something else.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if needs_quotes(text) => {
            format!("'{}'", text.chars().map(|c| character(c, true)).collect::<String>())
        }
        Cell::Text(text) => text.clone(),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) => cell.to_string(),
    }
}

/// A character as it is shown. In quotes, a quote and a backslash stand behind a backslash.
fn character(c: char, is_quoted: bool) -> String {
    if is_quoted && matches!(c, '\'' | '\\') {
        format!("\\{c}")
    } else if is_unseen(c) {
        c.escape_unicode().to_string()
    } else {
        escape(c.encode_utf8(&mut [0; 4]))
    }
}

/// Whether a text could be taken for another cell, or for a neighbouring one: NULL, a number, spaces that end nowhere.
fn needs_quotes(text: &str) -> bool {
    text.is_empty()
        || text.eq_ignore_ascii_case("null")
        || text.parse::<f64>().is_ok()
        || text.starts_with([' ', '\''])
        || text.ends_with([' ', '…'])
        || text.contains(GAP)
        || text.chars().any(|c| is_unseen(c) || !escape(c.encode_utf8(&mut [0; 4])).starts_with(c))
}

/// Whether a character looks like a space or like nothing, or changes the one before it. Beside those that [`escape`] knows.
fn is_unseen(c: char) -> bool {
    (c.is_whitespace() && c != ' ' && !c.is_control())
        || matches!(
            c,
            '\u{300}'..='\u{36f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_cell(text: &str, want: &str) {
        assert_eq!(shown(&text.into()), want);
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        check_cell("Food", "Food");
        check_cell("Food ", "'Food '");
        check_cell("", "''");
        check_cell("a\tb", "'a\\tb'");
        check_cell("\u{202e}txt", "'\\u{202e}txt'");
        check_cell("a\u{200b}b", "'a\\u{200b}b'");
        check_cell("a\u{a0}b", "'a\\u{a0}b'");
        check_cell("e\u{301}", "'e\\u{301}'");
        check_cell("it's", "it's");
        check_cell("it's ", "'it\\'s '");
        check_cell("Zoë", "Zoë");
        check_cell("\u{1b}[2J", "'\\u{1b}[2J'");
    }
}
