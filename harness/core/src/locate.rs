//! Reads `checkpoints.yaml`, and finds the line and column of a node in it. The only user of `serde_yaml`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de::DeserializeOwned};

use crate::spec::{FORMAT_VERSION, Spec};

/// Why a course was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {node}{}{message}{}", if node.is_empty() { "" } else { ": " }, suggested(suggestion.as_deref()))]
pub struct SpecError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The node, as `exercises[0].checks[2].points`; empty for the whole file.
    pub node: String,
    /// What is wrong, and what was expected.
    pub message: String,
    /// The nearest known name.
    pub suggestion: Option<String>,
}

fn suggested(name: Option<&str>) -> String {
    name.map(|name| format!(": did you mean `{name}`?")).unwrap_or_default()
}

impl SpecError {
    /// An error at the node `node` of `text`.
    #[must_use]
    pub fn at(text: &str, node: &str, message: impl Into<String>) -> Self {
        let (line, column) = position(text, node, Part::Value);
        Self { line, column, node: node.to_owned(), message: message.into(), suggestion: None }
    }

    /// The same with the nearest of `known` to `name`, if one is near.
    #[must_use]
    pub fn near<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self { suggestion: nearest(name, known), ..self }
    }
}

/// The one of `known` that `name` most likely meant; `None` if none is near.
///
/// # Examples
///
/// ```
/// use harness_core::locate::nearest;
///
/// assert_eq!(nearest("pionts", ["points", "title"]).as_deref(), Some("points"));
/// assert_eq!(nearest("colour", ["points", "title"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let scored = known.into_iter().map(|known| (strsim::jaro_winkler(name, known), known));
    let best = scored.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, known)| known.to_owned())
}

/// Reads the file's shape. A file of another version is refused for its version, whatever else is wrong with it.
///
/// # Errors
///
/// [`SpecError`] at the offending node: not YAML, an unknown key, a missing one, a value of the wrong kind, a version
/// that this harness does not know.
pub fn read(text: &str) -> Result<Spec, SpecError> {
    #[derive(Deserialize)]
    struct Version {
        format_version: u32,
    }
    let spec = parse::<Spec>(text);
    let version = match &spec {
        Ok(spec) => spec.format_version,
        Err(_) => parse::<Version>(text)?.format_version,
    };
    if version == FORMAT_VERSION {
        return spec;
    }
    let age = if version > FORMAT_VERSION { "older" } else { "newer" };
    let message = format!("format version {version}, expected {FORMAT_VERSION}: this harness is {age} than the file");
    Err(SpecError::at(text, "format_version", message))
}

/// Reads a YAML document of another shape.
///
/// # Errors
///
/// [`SpecError`] at the offending node.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, SpecError> {
    serde_yaml::from_str(text).map_err(|error| shape_error(text, &error))
}

fn shape_error(text: &str, error: &serde_yaml::Error) -> SpecError {
    let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(before, _)| before);
    let (node, message) = match said.split_once(": ") {
        Some((node, message)) if !node.contains(' ') => (node.to_owned(), message.to_owned()),
        _ => (String::new(), said.to_owned()),
    };
    let mut error = SpecError { line, column, node, message, suggestion: None };
    let names: Vec<String> = error.message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let unknown = error.message.starts_with("unknown field") || error.message.starts_with("duplicate field");
    if let Some((name, known)) = names.split_first().filter(|_| unknown) {
        error.node = if error.node.is_empty() { name.clone() } else { format!("{}.{name}", error.node) };
        (error.line, error.column) = position(text, &error.node, Part::Key);
        error = error.near(name, known.iter().map(String::as_str));
    } else if let Some((name, known)) = names.split_first().filter(|_| error.message.starts_with("unknown variant")) {
        error = error.near(name, known.iter().map(String::as_str));
    }
    error
}

/// Which part of an entry of a map is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Key,
    Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// `exercises[0].checks[2].points` as steps.
fn steps(node: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in node.split('.').filter(|part| !part.is_empty()) {
        let mut pieces = part.split('[');
        steps.extend(pieces.next().filter(|key| !key.is_empty()).map(Step::Key));
        steps.extend(pieces.filter_map(|index| index.trim_end_matches(']').parse().ok()).map(Step::Index));
    }
    steps
}

/// Line and column of a node; of the nearest one around it that exists.
fn position(text: &str, node: &str, part: Part) -> (usize, usize) {
    let steps = steps(node);
    let deepest = (0..=steps.len()).rev().find_map(|n| {
        let seed = Walk { steps: &steps[..n], part: if n == steps.len() { part } else { Part::Value } };
        let error = seed.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
        error.to_string().contains(FOUND).then(|| error.location()).flatten()
    });
    deepest.map_or((1, 1), |at| (at.line(), at.column()))
}

const FOUND: &str = "the node is here";

/// Walks down to a node, and fails there: the error then carries its position.
struct Walk<'a> {
    steps: &'a [Step<'a>],
    part: Part,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! found_at_scalar {
    ($($visit:ident $type:ty),+) => {
        $(fn $visit<E: serde::de::Error>(self, _: $type) -> Result<(), E> {
            if self.steps.is_empty() { Err(E::custom(FOUND)) } else { Ok(()) }
        })+
    };
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any node")
    }

    found_at_scalar!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64, visit_str &str);

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        if self.steps.is_empty() { Err(E::custom(FOUND)) } else { Ok(()) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(want), rest)) = self.steps.split_first() else {
            return if self.steps.is_empty() { Err(A::Error::custom(FOUND)) } else { Ok(()) };
        };
        let at_key = rest.is_empty() && self.part == Part::Key;
        loop {
            match map.next_key_seed(Key { want, fail: at_key })? {
                None => return Ok(()),
                Some(true) => return map.next_value_seed(Walk { steps: rest, part: self.part }),
                Some(false) => map.next_value::<IgnoredAny>().map(|_| ())?,
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(want), rest)) = self.steps.split_first() else {
            return if self.steps.is_empty() { Err(A::Error::custom(FOUND)) } else { Ok(()) };
        };
        for _ in 0..*want {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Walk { steps: rest, part: self.part }).map(|_| ())
    }
}

/// Compares a key with the wanted one.
struct Key<'a> {
    want: &'a str,
    fail: bool,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        if key == self.want && self.fail { Err(E::custom(FOUND)) } else { Ok(key == self.want) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a: 1\nlist:\n  - id: x\n    points: 3\n  - id: y\n    rows: [[1, 2], [3]]\n";

    #[track_caller]
    fn check(node: &str, part: Part, want: (usize, usize)) {
        assert_eq!(position(TEXT, node, part), want, "{node}");
    }

    #[test]
    fn values_are_found_at_any_depth() {
        check("a", Part::Value, (1, 4));
        check("list[0].points", Part::Value, (4, 13));
        check("list[1].rows[1]", Part::Value, (6, 20));
    }

    #[test]
    fn a_key_is_found_before_its_value() {
        check("list[0].points", Part::Key, (4, 5));
    }

    #[test]
    fn a_node_that_is_not_there_is_looked_for_around_it() {
        check("list[1].points", Part::Value, (5, 5));
    }

    #[test]
    fn another_version_is_refused_at_its_line_before_anything_else() {
        let error = read("unknown: 1\nformat_version: 2\n").expect_err("version 2");
        assert_eq!((error.line, error.column), (2, 17));
        assert!(error.to_string().contains("format version 2, expected 1"), "{error}");
    }

    #[test]
    fn a_misspelt_key_is_named_with_the_nearest_one() {
        let error = read("format_version: 1\ntitel: x\n").expect_err("titel");
        assert_eq!((error.line, error.column, error.suggestion.as_deref()), (2, 1, Some("title")), "{error}");
    }
}
