//! A line of JSON: a statement, or an event as tracing's JSON format writes it.
//!
//! `{"sql": "…", "params": [1, "x"] | [] | null, "site"?: "src/lib.rs:41", "failed"?: true, "scale"?: 10}`: `[]` says that
//! nothing was bound, `null` that it is not known. Further fields are passed over.

use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::line::{Found, Line, Wrong};
use super::marks::{self, Mark};

/// The target of the events that are statements.
const SQLX: &str = "sqlx::query";
/// Larger whole numbers are not exact in every program's JSON.
const MOST_SCALE: u64 = 1 << 53;

/// Reads `text` into `line`. Nothing is allocated for a statement but what `line` already has.
///
/// # Errors
///
/// It is no JSON object, a field is missing, or holds something else than it should.
pub(super) fn read(text: &str, line: &mut Line) -> Result<Found, Wrong> {
    line.clear();
    let mut reading =
        Reading { line, summary: String::new(), at: None, has_sql: false, has_params: false, target: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Object(&mut reading).deserialize(&mut json).and_then(|()| json.end());
    match read {
        Ok(()) => reading.finish(),
        Err(error) => {
            // The place is given as line 1 of this text, which is not the line of the log.
            let text = error.to_string();
            let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what).to_owned();
            Err(Wrong { field: reading.at, column: Some(error.column()).filter(|column| *column > 0), what })
        }
    }
}

/// A line that is being read.
struct Reading<'l> {
    line: &'l mut Line,
    /// The first words of an event's statement, or all of it.
    summary: String,
    /// The field that is being read.
    at: Option<&'static str>,
    has_sql: bool,
    has_params: bool,
    /// What wrote the line, if it is an event.
    target: Option<String>,
}

impl Reading<'_> {
    fn finish(self) -> Result<Found, Wrong> {
        if self.has_sql || self.target.is_none() {
            return if self.line.sql.is_empty() || !self.has_sql {
                Err(Wrong::field("sql", "missing or empty: it is the text of the statement"))
            } else if self.has_params {
                Ok(Found::Statement)
            } else {
                Err(Wrong::field("params", "missing: a list of what was bound, or null where that is not known"))
            };
        }
        if self.line.sql.is_empty() {
            self.line.sql.push_str(&self.summary);
        }
        // Fields of these names are the application's own.
        (self.line.has_params, self.line.failed, self.line.scale) = (false, false, None);
        let is_statement = self.target.as_deref() == Some(SQLX) && !self.line.sql.is_empty();
        Ok(if is_statement { Found::Statement } else { Found::Other })
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    Sql,
    Params,
    Site,
    Failed,
    Scale,
    Target,
    Fields,
    Summary,
    #[serde(rename = "db.statement")]
    Statement,
    #[serde(other)]
    Other,
}

impl Key {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Sql => Some("sql"),
            Self::Params => Some("params"),
            Self::Site => Some("site"),
            Self::Failed => Some("failed"),
            Self::Scale => Some("scale"),
            Self::Target => Some("target"),
            Self::Fields => Some("fields"),
            Self::Summary => Some("summary"),
            Self::Statement => Some("db.statement"),
            Self::Other => None,
        }
    }
}

/// The object of a line.
struct Object<'r, 'l>(&'r mut Reading<'l>);

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields `sql` and `params`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let reading = self.0;
        while let Some(key) = object.next_key::<Key>()? {
            reading.at = key.name();
            match key {
                Key::Sql => {
                    object.next_value_seed(Text(&mut reading.line.sql))?;
                    reading.has_sql = true;
                }
                Key::Params => {
                    reading.line.has_params = object.next_value_seed(Params(&mut reading.line.params))?;
                    reading.has_params = true;
                }
                Key::Site => object.next_value_seed(Text(&mut reading.line.site))?,
                Key::Failed => reading.line.failed = object.next_value::<Option<bool>>()?.unwrap_or(false),
                Key::Scale => reading.line.scale = object.next_value_seed(Scale)?,
                Key::Target => reading.target = Some(object.next_value()?),
                Key::Fields => object.next_value_seed(Event(reading))?,
                Key::Summary => object.next_value_seed(Text(&mut reading.summary))?,
                Key::Statement => object.next_value_seed(Text(&mut reading.line.sql))?,
                Key::Other => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
            reading.at = None;
        }
        Ok(())
    }
}

/// The fields of an event.
struct Event<'r, 'l>(&'r mut Reading<'l>);

impl<'de> DeserializeSeed<'de> for Event<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Event<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let reading = self.0;
        while let Some(key) = object.next_key::<Key>()? {
            match key {
                Key::Summary => object.next_value_seed(Text(&mut reading.summary))?,
                Key::Statement => object.next_value_seed(Text(&mut reading.line.sql))?,
                Key::Sql
                | Key::Params
                | Key::Site
                | Key::Failed
                | Key::Scale
                | Key::Target
                | Key::Fields
                | Key::Other => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A text, or null for an empty one, into memory that is there already.
struct Text<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.clear();
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.push_str(text);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The bound values; whether they are known.
struct Params<'p>(&'p mut Vec<Mark>);

impl<'de> DeserializeSeed<'de> for Params<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.0.clear();
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Params<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of values, or null")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while let Some(mark) = list.next_element_seed(marks::Value)? {
            self.0.push(mark);
        }
        Ok(true)
    }
}

/// The size of a run's data, or null.
struct Scale;

impl<'de> DeserializeSeed<'de> for Scale {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u64>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Scale {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from 0 to {MOST_SCALE}")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Option<u64>, E> {
        if n <= MOST_SCALE { Ok(Some(n)) } else { Err(E::invalid_value(serde::de::Unexpected::Unsigned(n), &self)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let mut line = Line::default();
        let said = match read(text, &mut line) {
            Ok(Found::Other) => "other".to_owned(),
            Err(wrong) => wrong.to_string(),
            Ok(Found::Statement) => {
                let params = line.has_params.then_some(line.params.len());
                format!("{} {params:?} {:?} {} {:?}", line.sql, line.site, line.failed, line.scale)
            }
        };
        assert_eq!(said, want, "{text}");
    }

    #[test]
    fn fields_come_in_any_order_and_further_ones_are_passed_over() {
        check(
            r#"{"ms": {"a": [1]}, "scale": 10, "failed": true, "site": "a.rs:1", "params": [1, "x", null], "sql": "\"a\""}"#,
            r#""a" Some(3) "a.rs:1" true Some(10)"#,
        );
        check(
            r#"{"sql": "a", "params": null, "site": null, "failed": null, "scale": null}"#,
            r#"a None "" false None"#,
        );
        check(r#" {"sql": "a", "params": []} "#, r#"a Some(0) "" false None"#);
    }

    #[test]
    fn missing_field_is_named() {
        check("{}", "field `sql`: missing or empty: it is the text of the statement");
        check(r#"{"sql": null, "params": []}"#, "field `sql`: missing or empty: it is the text of the statement");
        check(r#"{"sql": "a"}"#, "field `params`: missing: a list of what was bound, or null where that is not known");
    }

    #[test]
    fn field_of_another_type_is_named_with_its_column() {
        check(r#"{"sql": 5}"#, "column 9: field `sql`: invalid type: integer `5`, expected a text");
        check(
            r#"{"sql": "a", "params": {"a": 1}}"#,
            "column 24: field `params`: invalid type: map, expected a list of values, or null",
        );
        check(
            r#"{"scale": 1.5}"#,
            "column 13: field `scale`: invalid type: floating point `1.5`, expected a whole number from 0 to 9007199254740992",
        );
        check(r#"{"failed": "no"}"#, r#"column 15: field `failed`: invalid type: string "no", expected a boolean"#);
    }

    #[test]
    fn line_that_breaks_off_is_refused_where_it_does() {
        check(r#"{"sql": "a", "params": [1, 2"#, "column 28: field `params`: EOF while parsing a list");
        check(r#"{"sql": "a"#, "column 10: field `sql`: EOF while parsing a string");
        check(r#"{"sql": "a", "params": []} {"sql""#, "column 28: trailing characters");
        check("[]", "invalid type: sequence, expected an object with the fields `sql` and `params`");
    }

    #[test]
    fn values_nested_without_end_are_refused() {
        let deep = "[".repeat(100_000);
        check(&format!(r#"{{"sql": "a", "params": {deep}"#), "column 150: field `params`: recursion limit exceeded");
    }

    #[test]
    fn events_of_tracing_are_statements_where_sqlx_has_written_them() {
        let event = |target: &str, statement: &str| {
            format!(
                r#"{{"level":"DEBUG","fields":{{"summary":"SELECT 1","db.statement":"{statement}","sql":5}},"target":"{target}"}}"#
            )
        };
        check(&event("sqlx::query", ""), r#"SELECT 1 None "" false None"#);
        check(&event("sqlx::query", "\\n\\nSELECT 2\\n"), "\n\nSELECT 2\n None \"\" false None");
        check(&event("app", ""), "other");
        check(
            r#"{"level":"DEBUG","summary":"SELECT 1","db.statement":"","target":"sqlx::query"}"#,
            r#"SELECT 1 None "" false None"#,
        );
    }
}
