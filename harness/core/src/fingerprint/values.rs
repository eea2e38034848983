//! The values of a statement: where each of them comes from, in the order of its text.

use std::collections::BTreeSet;

use crate::rows::Cell;

use super::clauses::is_list;
use super::lexer::Token;
use super::tokens;

/// Where the values of a statement come from: its literals, and what is bound to its placeholders.
///
/// Read once, it serves every execution of the same text.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::Values;
///
/// let values = Values::of("SELECT * FROM posts WHERE author_id IN (?, ?) LIMIT 5");
/// let mut all = Vec::new();
/// values.fill(|literal| literal.to_string(), &["9".to_owned(), "7".to_owned()], &mut all);
/// assert_eq!(all, ["7", "9", "5"]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    slots: Vec<Slot>,
    /// The positions, from 0, that placeholders name.
    named: BTreeSet<usize>,
    /// How many positions from 0 on are named without a gap.
    n_leading: usize,
}

/// A value, or an end of a list whose order says nothing.
#[derive(Debug, Clone, PartialEq)]
enum Slot {
    Literal(Cell),
    /// What is bound at this position, from 0.
    Bound(usize),
    ListStart,
    ListEnd,
}

impl Values {
    /// Those of `sql`.
    #[must_use]
    pub fn of(sql: &str) -> Self {
        let tokens = tokens(sql);
        let (mut slots, mut named) = (Vec::new(), BTreeSet::new());
        let (mut n_taken, mut in_list) = (0, false);
        for (i, token) in tokens.iter().enumerate() {
            match token {
                Token::Literal(cell) => slots.push(Slot::Literal(cell.clone())),
                Token::Placeholder(position) => {
                    let at = position.map_or(n_taken, |position| position - 1);
                    n_taken += 1;
                    named.insert(at);
                    slots.push(Slot::Bound(at));
                }
                token if token.is("IN") && is_list(&tokens[i + 1..]) => {
                    in_list = true;
                    slots.push(Slot::ListStart);
                }
                token if token.is_symbol(")") && in_list => {
                    in_list = false;
                    slots.push(Slot::ListEnd);
                }
                Token::Word(_) | Token::Quoted(_) | Token::Symbol(_) => {}
            }
        }
        let n_leading = (0..).zip(&named).take_while(|(want, at)| want == *at).count();
        Self { slots, named, n_leading }
    }

    /// Whether some of the values must be bound.
    #[must_use]
    pub fn has_placeholders(&self) -> bool {
        !self.named.is_empty()
    }

    /// How many values and ends of lists there are: what keeping it takes.
    #[must_use]
    pub fn n_slots(&self) -> usize {
        self.slots.len()
    }

    /// Adds all values to `all`, in the order of the text: `literal` of each literal, and `bound` in place of the
    /// placeholders.
    ///
    /// Those of an `IN` list are sorted and named once. Bound values that no placeholder names follow at the end.
    pub fn fill<T: Clone + Ord>(&self, mut literal: impl FnMut(&Cell) -> T, bound: &[T], all: &mut Vec<T>) {
        let mut start = all.len();
        for slot in &self.slots {
            match slot {
                Slot::Literal(cell) => all.push(literal(cell)),
                Slot::Bound(at) => all.extend(bound.get(*at).cloned()),
                Slot::ListStart => start = all.len(),
                Slot::ListEnd => {
                    all[start..].sort_unstable();
                    dedup_from(all, start);
                }
            }
        }
        let rest = bound.iter().enumerate().skip(self.n_leading).filter(|(at, _)| !self.named.contains(at));
        all.extend(rest.map(|(_, value)| value.clone()));
    }
}

/// Leaves one of equal neighbours from `start` on.
fn dedup_from<T: PartialEq>(all: &mut Vec<T>, start: usize) {
    let mut kept = start;
    for at in start..all.len() {
        if kept == start || all[kept - 1] != all[at] {
            all.swap(kept, at);
            kept += 1;
        }
    }
    all.truncate(kept);
}

/// All values of a statement, in the order of its text: its literals, and `bound` in place of the placeholders.
///
/// The values of an `IN` list are sorted and named once, since their order says nothing. `None`: the text has
/// placeholders and `bound` is not known. Where `bound` does not fit the placeholders, it follows the literals.
///
/// # Examples
///
/// ```
/// use harness_core::fingerprint::parameters;
///
/// let sql = "SELECT * FROM posts WHERE author_id IN (?, ?) LIMIT 5";
/// let bound = [9.into(), 7.into()];
/// assert_eq!(parameters(sql, Some(&bound)), Some(vec![7.into(), 9.into(), 5.into()]));
/// assert_eq!(parameters(sql, None), None);
/// ```
#[must_use]
pub fn parameters(sql: &str, bound: Option<&[Cell]>) -> Option<Vec<Cell>> {
    let values = Values::of(sql);
    let bound = match bound {
        Some(bound) => bound,
        None if values.has_placeholders() => return None,
        None => &[],
    };
    let mut all = Vec::new();
    values.fill(Cell::clone, bound, &mut all);
    Some(all)
}
