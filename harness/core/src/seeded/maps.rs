//! Other values for the values of a data set, each the same everywhere.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::dice::Dice;
use super::layout::Layout;
use super::layout::Role;
use super::layout::integer;
use super::layout::text;
use crate::rows::Cell;
use crate::spec::DataSet;

/// New keys are between these: they fit into 32 bits, and no published key, amount or count is as large.
const KEYS: std::ops::Range<i64> = 10_000_000..100_000_000;
/// Amounts become this many times as large. All of a data set grow alike, so that equal sums stay equal.
const FACTORS: std::ops::Range<i64> = 3..30;
/// Numbers below this stay: they may be yes and no, or how many.
const SMALL: i64 = 10;
/// How often another alphabet is tried before a text gets a letter more.
const TRIES: usize = 100;

/// What has been given out: no key and no text is given out twice, and none that was published.
#[derive(Debug)]
pub(super) struct Taken {
    keys: BTreeSet<i64>,
    texts: BTreeSet<String>,
}

impl Taken {
    /// What was published.
    pub(super) fn published(layout: &Layout) -> Self {
        Self { keys: layout.keys.clone(), texts: layout.texts.clone() }
    }

    fn key(&mut self, dice: &mut Dice) -> i64 {
        loop {
            let key = KEYS.start.saturating_add_unsigned(dice.below(KEYS.end.abs_diff(KEYS.start)));
            if self.keys.insert(key) {
                return key;
            }
        }
    }

    /// Another text for each of `texts`: letters by letters, so that what is equal, or begins or ends alike, still does.
    fn texts(&mut self, texts: &BTreeSet<&str>, dice: &mut Dice) -> BTreeMap<String, String> {
        let mut made: Vec<(String, String)> = Vec::new();
        for _ in 0..TRIES {
            let alphabet = Alphabet::new(dice);
            let words = texts.iter().filter(|text| !is_moment(text));
            made = words.map(|text| ((*text).to_owned(), alphabet.spell(text))).collect();
            if made.iter().all(|(_, new)| new.is_empty() || !self.texts.contains(new)) {
                break;
            }
        }
        for (_, new) in &mut made {
            while !new.is_empty() && !self.texts.insert(new.clone()) {
                new.push(char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0)));
            }
        }
        made.into_iter().collect()
    }
}

/// Whether the text is a date or a time, which has to stay one: it begins as `2026-11-28` or `09:30` does.
pub(super) fn is_moment(text: &str) -> bool {
    let begins_as = |shape: &str| {
        let fits = |(c, of): (u8, u8)| if of == b'0' { c.is_ascii_digit() } else { c == of };
        text.len() >= shape.len() && text.bytes().zip(shape.bytes()).all(fits)
    };
    begins_as("0000-00-00") || begins_as("00:00")
}

/// Letters for letters, and digits for digits where there are no letters. Signs and capitals stay what they are: an address
/// is still an address.
struct Alphabet {
    letters: [u8; 26],
    digits: [u8; 10],
}

impl Alphabet {
    fn new(dice: &mut Dice) -> Self {
        let mut letters = *b"abcdefghijklmnopqrstuvwxyz";
        let mut digits = *b"0123456789";
        dice.shuffle(&mut letters);
        dice.shuffle(&mut digits);
        Self { letters, digits }
    }

    fn spell(&self, text: &str) -> String {
        let has_letters = text.contains(|c: char| c.is_ascii_alphabetic());
        let other = |c: char| match u8::try_from(c) {
            Ok(byte @ b'a'..=b'z') => char::from(self.letters[usize::from(byte - b'a')]),
            Ok(byte @ b'A'..=b'Z') => char::from(self.letters[usize::from(byte - b'A')].to_ascii_uppercase()),
            Ok(byte @ b'0'..=b'9') if !has_letters => char::from(self.digits[usize::from(byte - b'0')]),
            Ok(_) | Err(_) => c,
        };
        text.chars().map(other).collect()
    }
}

/// The other values of one copy of a data set.
#[derive(Debug, Clone)]
pub(super) struct Maps {
    keys: BTreeMap<i64, i64>,
    texts: BTreeMap<String, String>,
    numbers: BTreeSet<i64>,
    factor: i64,
}

impl Maps {
    /// Maps for a copy of `data`.
    ///
    /// With a `like`, texts that need not be unique become what they became there, so that the two copies have equal ones.
    pub(super) fn new(
        data: &DataSet,
        layout: &Layout,
        like: Option<&Self>,
        taken: &mut Taken,
        dice: &mut Dice,
    ) -> Self {
        let (mut keys, mut numbers) = (BTreeMap::new(), BTreeSet::new());
        let (mut unique_texts, mut other_texts) = (BTreeSet::new(), BTreeSet::new());
        for table in &data.tables {
            for (at, column) in table.columns.iter().enumerate() {
                let cells = table.rows.iter().filter_map(|row| row.get(at));
                match layout.role(&table.table, column) {
                    Role::Key => {
                        for key in cells.clone().filter_map(integer) {
                            keys.entry(key).or_insert_with(|| taken.key(dice));
                        }
                        unique_texts.extend(cells.filter_map(text));
                    }
                    Role::Reference(_) => {}
                    Role::Value { unique } => {
                        numbers.extend(cells.clone().filter_map(integer));
                        let texts = if unique { &mut unique_texts } else { &mut other_texts };
                        texts.extend(cells.filter_map(text));
                    }
                }
            }
        }
        if like.is_none() {
            unique_texts.append(&mut other_texts);
        }
        let mut texts = taken.texts(&unique_texts, dice);
        let same = |text: &&str| Some(((*text).to_owned(), like?.texts.get(*text)?.clone()));
        texts.extend(other_texts.difference(&unique_texts).filter_map(same));
        let factor = FACTORS.start.saturating_add_unsigned(dice.below(FACTORS.end.abs_diff(FACTORS.start)));
        Self { keys, texts, numbers, factor }
    }

    /// The other value of a cell that is a key, or that points to one.
    pub(super) fn key(&self, cell: &Cell) -> Cell {
        match cell {
            Cell::Integer(key) => self.keys.get(key).copied().map_or_else(|| cell.clone(), Cell::Integer),
            Cell::Text(_) => self.value(cell),
            Cell::Null | Cell::Real(_) => cell.clone(),
        }
    }

    /// The other value of a cell that is neither.
    pub(super) fn value(&self, cell: &Cell) -> Cell {
        match cell {
            Cell::Integer(n) if self.numbers.contains(n) => Cell::Integer(self.number(*n)),
            Cell::Text(text) => self.texts.get(text).cloned().map_or_else(|| cell.clone(), Cell::Text),
            Cell::Null | Cell::Integer(_) | Cell::Real(_) => cell.clone(),
        }
    }

    /// The other value of an argument: a key's if it is one, else that of a value, if it is one or if one begins with it.
    pub(super) fn argument(&self, cell: &Cell) -> Cell {
        let value = match self.key(cell) {
            same if same == *cell => self.value(cell),
            key => key,
        };
        match &value {
            Cell::Text(text) if value == *cell => self.beginning(text).map_or(value, Cell::Text),
            Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) => value,
        }
    }

    /// What the beginning of a text became with it. One character may begin anything.
    fn beginning(&self, of: &str) -> Option<String> {
        let (text, new) = self.texts.range(of.to_owned()..).next()?;
        let n = of.chars().count();
        (n > 1 && text.starts_with(of)).then(|| new.chars().take(n).collect())
    }

    fn number(&self, n: i64) -> i64 {
        if n.abs() < SMALL { n } else { n.checked_mul(self.factor).unwrap_or(n) }
    }
}
