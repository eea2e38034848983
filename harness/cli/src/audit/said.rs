//! The answers of a replay in words.

use harness_core::query_log::brief;
use harness_core::rows::Cell;

use super::asked::{Asked, Place};
use super::{Answer, Call, Flag};

/// The most of a statement, a value or an error that stands in a flag, characters.
const LONGEST: usize = 120;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Values came back that no statement yields.
    NotYielded,
    /// A statement that succeeded fails.
    Fails,
    /// The replay did not come to the end of the call.
    Cut,
}

/// Something found, and on how many further cases of its check.
struct Found {
    check: String,
    kind: Kind,
    text: String,
    n_further: usize,
}

/// The flags: of each check at most one a [`Kind`], about the first case on which it showed. `answers` are by call, and fewer
/// than calls where the replay was cut.
pub(super) fn flags(asked: &Asked, answers: &[Answer]) -> Vec<Flag> {
    let mut found: Vec<Found> = Vec::new();
    let mut add = |place: &Place, kind: Kind, text: String| match found
        .iter_mut()
        .find(|of| of.check == place.check && of.kind == kind)
    {
        Some(of) => of.n_further += 1,
        None => found.push(Found { check: place.check.clone(), kind, text, n_further: 0 }),
    };
    for (at, (place, call)) in asked.places.iter().zip(&asked.replay.calls).enumerate() {
        let Some(answer) = answers.get(at) else {
            add(place, Kind::Cut, cut_short(place));
            continue;
        };
        if !answer.missing.is_empty() {
            add(place, Kind::NotYielded, not_yielded(place, call, &answer.missing));
        }
        if let Some((position, why)) = &answer.failed {
            let sql = call.sent.get(*position).map_or("", |sent| sent.sql.as_str());
            add(place, Kind::Fails, fails(place, sql, why));
        }
    }
    found.into_iter().map(flag).collect()
}

fn flag(found: Found) -> Flag {
    let further = match found.n_further {
        0 => String::new(),
        1 => "; the same on 1 further case".to_owned(),
        n => format!("; the same on {n} further cases"),
    };
    Flag { text: found.text + &further, check: found.check }
}

fn not_yielded(place: &Place, call: &Call, missing: &[usize]) -> String {
    let of = call.returned.len();
    let example = missing.first().and_then(|&at| Some((place.columns.get(at)?, call.returned.get(at)?)));
    let example = example.map_or_else(String::new, |(column, cell)| format!(", {column} {} say", shown(cell)));
    let sent = match call.sent.len() {
        0 => "it sent no statement".to_owned(),
        1 => "its one statement was sent again".to_owned(),
        n => format!("its {n} statements were sent again"),
    };
    let unread = match place.n_unread {
        0 => String::new(),
        n => format!(", and {n} more could not be"),
    };
    format!(
        "{}, {}: {} of the {of} stored values that came back are not in what it read{example}: {sent}{unread}; they were \
         known by heart, kept from another call, or read past the counter",
        place.check,
        place.case,
        missing.len()
    )
}

fn fails(place: &Place, sql: &str, why: &str) -> String {
    let (sql, why) = (cut(&brief(sql)), cut(why));
    format!("{}, {}: a statement that succeeded fails when it is sent again: {sql}: {why}", place.check, place.case)
}

fn cut_short(place: &Place) -> String {
    format!(
        "{}, {}: its statements could not be sent again to their end, so what came back is not audited",
        place.check, place.case
    )
}

/// A value as in a message; texts in quotes.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => format!("`{}`", cut(text)),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) => cell.to_string(),
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
