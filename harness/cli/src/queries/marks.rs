//! Marks: values as numbers of 64 bits, equal where the values are.
//!
//! They are told apart, counted and forgotten, and never shown. Two different values have the same mark about once in
//! 18 quintillion.

use std::fmt;
use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use harness_core::rows::Cell;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

/// What stands for a value, or for a list of them.
pub(super) type Mark = u64;

/// The same in every run, so that a report is.
const STATE: FixedState = FixedState::with_seed(0);

/// The mark of NULL.
pub(super) fn of_null() -> Mark {
    STATE.hash_one(0_u8)
}

/// The mark of a whole number.
pub(super) fn of_integer(n: i64) -> Mark {
    STATE.hash_one((1_u8, n))
}

/// The mark of a number that is not written as a whole one.
pub(super) fn of_real(x: f64) -> Mark {
    STATE.hash_one((2_u8, x.to_bits()))
}

/// The mark of a text.
pub(super) fn of_text(text: &str) -> Mark {
    STATE.hash_one((3_u8, text))
}

/// The mark of a cell.
pub(super) fn of_cell(cell: &Cell) -> Mark {
    match cell {
        Cell::Null => of_null(),
        Cell::Integer(n) => of_integer(*n),
        Cell::Real(x) => of_real(*x),
        Cell::Text(text) => of_text(text),
    }
}

/// The mark of a list.
pub(super) fn of_list(marks: &[Mark]) -> Mark {
    STATE.hash_one(marks)
}

/// Reads a value of JSON as its mark, without keeping the value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value;

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Mark;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Mark, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Mark;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Mark, E> {
        Ok(of_null())
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Mark, E> {
        Ok(of_integer(yes.into()))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Mark, E> {
        Ok(of_integer(n))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Mark, E> {
        Ok(i64::try_from(n).map_or_else(|_| of_cell(&Cell::from(n)), of_integer))
    }

    fn visit_f64<E: Error>(self, x: f64) -> Result<Mark, E> {
        Ok(of_real(x))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Mark, E> {
        Ok(of_text(text))
    }

    // What databases call an array or JSON is one value.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Mark, A::Error> {
        let mut whole = STATE.hash_one(4_u8);
        while let Some(mark) = list.next_element_seed(self)? {
            whole = STATE.hash_one((whole, mark));
        }
        Ok(whole)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Mark, A::Error> {
        let mut whole = STATE.hash_one(5_u8);
        while let Some(key) = object.next_key_seed(self)? {
            whole = STATE.hash_one((whole, key, object.next_value_seed(self)?));
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn mark(json: &str) -> Mark {
        Value.deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    #[test]
    fn values_that_differ_have_different_marks() {
        let values =
            ["null", "0", "-1", "1.5", "\"\"", "\"0\"", "\"null\"", "[]", "[1, 2]", "[[1], 2]", "{}", "{\"a\": 1}"];
        let marks: BTreeSet<Mark> = values.iter().map(|json| mark(json)).collect();
        assert_eq!(marks.len(), values.len());
    }

    #[test]
    fn value_has_the_mark_of_the_cell_that_it_is() {
        let cells = [Cell::Null, 7.into(), 1.5.into(), "it's".into(), u64::MAX.into(), true.into()];
        for (json, cell) in ["null", "7", "1.5", "\"it\\u0027s\"", "18446744073709551615", "true"].iter().zip(cells) {
            assert_eq!(mark(json), of_cell(&cell), "{json}");
        }
    }
}
