//! A table in JSON: an object with `columns` and `rows`, in any order, and whatever else.
//!
//! It is read twice, first for its columns, so that what is wrong with a row is said with its line and the name of its column,
//! and no second copy of it is made.

use std::fmt;

use harness_core::report::escape;
use harness_core::row_diff::{ColumnType, Source, Table};
use harness_core::rows::{Cell, Row, Rows};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Side, Wrong, refused};

/// Reads it.
pub(super) fn read(text: &str, side: Side) -> Result<Table, Wrong> {
    if !text.trim_start().starts_with('{') {
        return Err(Wrong::at(
            1,
            "expected an object with `columns` and `rows`, such as {\"columns\": [{\"name\": \"id\", \"type\": \"integer\"}], \
             \"rows\": [[1]]}",
        ));
    }
    let columns: Columns = part(text, Part { name: "columns", other: "rows", seed: ColumnsSeed(side) })?;
    let rows = part(text, Part { name: "rows", other: "columns", seed: RowsSeed(&columns.names) })?;
    Ok(Table { rows: Rows { columns: columns.names, rows }, types: columns.types, source: Source::Json })
}

/// Reads one part of the document, and the rest without keeping it.
fn part<'de, S: DeserializeSeed<'de>>(text: &'de str, part: Part<S>) -> Result<S::Value, Wrong> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = deserializer.deserialize_map(part).and_then(|value| deserializer.end().map(|()| value));
    read.map_err(|error| {
        let message = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let what = escape(message.strip_suffix(&place).unwrap_or(&message));
        Wrong { line: error.line(), column: Some(error.column()), what }
    })
}

/// One member of the document, which has another one, too.
struct Part<S> {
    name: &'static str,
    other: &'static str,
    seed: S,
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Part<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `columns` and `rows`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Value, A::Error> {
        let (mut seed, mut value, mut has_other) = (Some(self.seed), None, false);
        while let Some(key) = map.next_key::<String>()? {
            if key == self.name {
                let seed = seed.take().ok_or_else(|| A::Error::custom(format!("`{key}` stands here twice")))?;
                value = Some(map.next_value_seed(seed)?);
            } else {
                has_other |= key == self.other;
                map.next_value::<IgnoredAny>()?;
            }
        }
        let value = value.ok_or_else(|| A::Error::custom(format!("the document has no `{}`", self.name)))?;
        if has_other { Ok(value) } else { Err(A::Error::custom(format!("the document has no `{}`", self.other))) }
    }
}

/// The columns, as they are described.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    types: Vec<Option<ColumnType>>,
}

struct ColumnsSeed(Side);

impl<'de> DeserializeSeed<'de> for ColumnsSeed {
    type Value = Columns;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Columns, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ColumnsSeed {
    type Value = Columns;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`columns` to be an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Columns, A::Error> {
        let mut columns = Columns::default();
        while let Some(Column { name, of }) = seq.next_element()? {
            if let Some(what) = refused(&columns.names, &name, self.0) {
                return Err(A::Error::custom(format!("columns: {what}")));
            }
            columns.names.push(name);
            columns.types.push(of);
        }
        Ok(columns)
    }
}

/// A column: its name, or an object with its name and type.
struct Column {
    name: String,
    of: Option<ColumnType>,
}

/// A column as an object.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    name: String,
    r#type: Option<String>,
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfColumn;
        impl<'de> Visitor<'de> for OfColumn {
            type Value = Column;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column: its name, or an object with `name` and `type`")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Column, E> {
                Ok(Column { name: name.to_owned(), of: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Column, A::Error> {
                let Described { name, r#type } = Described::deserialize(MapAccessDeserializer::new(map))?;
                let of = r#type.map(|of| of.parse::<ColumnType>()).transpose();
                let of = of.map_err(|error| A::Error::custom(format!("columns: `{name}`: {error}")))?;
                Ok(Column { name, of })
            }
        }
        deserializer.deserialize_any(OfColumn)
    }
}

/// The rows, under these columns.
struct RowsSeed<'a>(&'a [String]);

impl<'de> DeserializeSeed<'de> for RowsSeed<'_> {
    type Value = Vec<Row>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Row>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RowsSeed<'_> {
    type Value = Vec<Row>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`rows` to be an array of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Row>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = seq.next_element_seed(RowSeed { number: rows.len(), columns: self.0 })? {
            rows.push(row);
        }
        Ok(rows)
    }
}

/// The row of that number, from 0.
#[derive(Clone, Copy)]
struct RowSeed<'a> {
    number: usize,
    columns: &'a [String],
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = Row;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Row, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rows[{}] to be an array of cells", self.number)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Row, A::Error> {
        let (number, n_columns) = (self.number, self.columns.len());
        let mut row = Vec::with_capacity(n_columns);
        for name in self.columns {
            let Some(cell) = seq.next_element_seed(CellSeed { number, name })? else {
                let found = row.len();
                return Err(A::Error::custom(format!(
                    "rows[{number}]: cells in this row: {found}, and columns: {n_columns}"
                )));
            };
            row.push(cell);
        }
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(row),
            Some(_) => Err(A::Error::custom(format!(
                "rows[{number}]: more cells in this row than columns, of which there are {n_columns}"
            ))),
        }
    }
}

/// The cell of a row in the column of that name.
struct CellSeed<'a> {
    number: usize,
    name: &'a str,
}

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cell, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for CellSeed<'_> {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rows[{}], `{}`, to be null, a number, a text, true or false", self.number, self.name)
    }

    fn visit_unit<E: Error>(self) -> Result<Cell, E> {
        Ok(Cell::Null)
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Cell, E> {
        Ok(yes.into())
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Cell, E> {
        Ok(n.into())
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Cell, E> {
        Ok(n.into())
    }

    fn visit_f64<E: Error>(self, x: f64) -> Result<Cell, E> {
        Ok(x.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cell, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Cell, E> {
        Ok(text.into())
    }
}
