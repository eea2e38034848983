//! `domain.yaml`: what a student says of the relations of a domain of their own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::locate;
use crate::rows::Cell;

/// The most bytes of a `domain.yaml`.
const MOST_BYTES: usize = 64 << 10;

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// The relations, each once.
    pub relations: Vec<Declared>,
    /// Which relations the five steps go along, where that cannot be told.
    #[serde(default)]
    pub steps: Option<Steps>,
    /// Values for columns that cannot take just any, by `table.column`.
    #[serde(default)]
    pub samples: BTreeMap<String, Vec<Cell>>,
}

/// One relation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// The two tables; of `one_to_many` first the one, then the many.
    pub between: [String; 2],
    /// How many rows of one table a row of the other has.
    pub cardinality: Cardinality,
    /// The columns that hold the key, each as `table.column`; none for `many_to_many`.
    #[serde(default, deserialize_with = "one_or_more")]
    pub key: Vec<String>,
    /// The table between the two, of `many_to_many`.
    #[serde(default)]
    pub through: Option<String>,
    /// What the row with the key is to the other one; none for `many_to_many`.
    #[serde(default)]
    pub intent: Option<Intent>,
    /// Why, in one sentence for a reader. Nothing judges it.
    #[serde(default)]
    pub why: String,
}

/// How many rows of one table a row of the other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cardinality {
    /// Any number, and each of them has one.
    OneToMany,
    /// At most one, both ways.
    OneToOne,
    /// Any number, both ways, through a table between them.
    ManyToMany,
}

/// What a row that holds a key is to the row that it points to, and hence what becomes of it when that one is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Owned by it: it goes along.
    Owned,
    /// One of many that share it: while they do, it cannot be deleted.
    Shared,
    /// A record of it: it stays, and its key becomes empty.
    Audit,
}

impl Intent {
    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Owned => "owned",
            Self::Shared => "shared",
            Self::Audit => "audit",
        }
    }
}

/// Which relations of one table the five steps go along, each by its key, as `table.column`; of more columns `table.a+b`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// From the child to the parent.
    pub parent: String,
    /// From the child to the group.
    pub group: String,
}

impl Declaration {
    /// Reads the text of a `domain.yaml`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, with line and column.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::declaration::Declaration;
    ///
    /// let text = "relations:
    ///   - {between: [ovens, loaves], cardinality: one_to_many, key: loaves.oven_id, intent: shared, why: Ovens stay.}";
    /// assert_eq!(Declaration::parse(text).unwrap().relations[0].key, ["loaves.oven_id"]);
    ///
    /// let error = Declaration::parse("relations:\n  - {between: [ovens]}").unwrap_err();
    /// assert!(error.starts_with("src/domain.yaml:2:"), "{error}");
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MOST_BYTES {
            return Err(format!("src/domain.yaml: more than {} KiB", MOST_BYTES >> 10));
        }
        locate::parse(text).map_err(|error| {
            // What is said of a list or map in place of a word speaks of a thing of YAML's that nobody here needs.
            let said = error.to_string().replace("expected a YAML tag starting with '!'", "expected one word");
            format!("src/domain.yaml:{said}")
        })
    }
}

/// A text, or a list of them.
fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct OneOrMore;
    impl<'de> serde::de::Visitor<'de> for OneOrMore {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("`table.column`, or a list of them")
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(vec![text.to_owned()])
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut texts = Vec::new();
            while let Some(text) = list.next_element()? {
                texts.push(text);
            }
            Ok(texts)
        }
    }
    deserializer.deserialize_any(OneOrMore)
}
