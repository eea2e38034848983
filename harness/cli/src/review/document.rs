//! A document: a schema with the relations that are declared on it, in JSON.

use std::collections::BTreeMap;
use std::fmt;

use harness_core::report::escape;
use harness_core::review::{Document, Kind, OnDelete, Policy, Relation};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// What is wrong with it, and where: line, column, field.
#[derive(Debug)]
pub(super) struct Wrong {
    line: usize,
    column: usize,
    field: String,
    what: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.line, self.column)?;
        if self.field != "." {
            write!(f, "field `{}`: ", escape(&self.field))?;
        }
        f.write_str(&escape(&self.what))
    }
}

/// The document as written.
#[derive(Debug, Deserialize)]
pub(super) struct Written {
    /// The schema.
    pub(super) ddl: String,
    /// The line that it stands on.
    #[serde(skip)]
    pub(super) ddl_line: usize,
    #[serde(default)]
    relations: Vec<WrittenRelation>,
    #[serde(default)]
    policy: BTreeMap<String, WrittenPolicy>,
    #[serde(default)]
    junction: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct WrittenRelation {
    from: String,
    name: String,
    to: String,
    kind: WrittenKind,
    #[serde(deserialize_with = "columns")]
    fk: Vec<String>,
    #[serde(default)]
    inverse: Option<String>,
    #[serde(default)]
    optional: Option<bool>,
    /// `null`: the entity says nothing; not there: it is not known what it says.
    #[serde(default = "unknown", deserialize_with = "action")]
    on_delete: OnDelete,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenKind {
    BelongsTo,
    HasMany,
    HasOne,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenPolicy {
    Owner,
    Shared,
}

/// Reads a document. Members that are not known are passed over.
pub(super) fn read(text: &str) -> Result<Written, Wrong> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let wrong = |field: String, error: &serde_json::Error| {
        let message = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let what = message.strip_suffix(&place).unwrap_or(&message).to_owned();
        Wrong { line: error.line(), column: error.column(), field, what }
    };
    let read: Result<Written, _> = serde_path_to_error::deserialize(&mut deserializer);
    let mut written = read.map_err(|error| wrong(error.path().to_string(), error.inner()))?;
    deserializer.end().map_err(|error| wrong(".".to_owned(), &error))?;
    let before = text.find("\"ddl\"").map_or("", |at| &text[..at]);
    written.ddl_line = 1 + before.matches('\n').count();
    Ok(written)
}

fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let columns = Vec::<String>::deserialize(deserializer)?;
    if columns.is_empty() { Err(D::Error::custom("a relation is on one column at least")) } else { Ok(columns) }
}

fn unknown() -> OnDelete {
    OnDelete::Unknown
}

/// An action as SQLite writes it, from `Set Null`, `SetNull`, `SET NULL` or `set_null`.
fn action<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OnDelete, D::Error> {
    let Some(written) = Option::<String>::deserialize(deserializer)? else { return Ok(OnDelete::Undeclared) };
    let letters: String = written.chars().filter(char::is_ascii_alphabetic).collect();
    let action = match letters.to_ascii_lowercase().as_str() {
        "cascade" => "CASCADE",
        "restrict" => "RESTRICT",
        "setnull" => "SET NULL",
        "setdefault" => "SET DEFAULT",
        "noaction" => "NO ACTION",
        _ => {
            return Err(D::Error::custom(format!(
                "unknown action `{written}`, expected Cascade, Restrict, Set Null, Set Default, No Action or null"
            )));
        }
    };
    Ok(OnDelete::Declared(action.to_owned()))
}

impl Written {
    /// Adds what is not the schema to `document`; what of it is about tables that are not there.
    pub(super) fn add_to(self, document: &mut Document) -> Vec<String> {
        let is_there = |name: &String| document.schema.tables.keys().any(|table| table.eq_ignore_ascii_case(name));
        let named =
            self.policy.keys().map(|name| ("policy", name)).chain(self.junction.iter().map(|name| ("junction", name)));
        let unknown = named.filter(|(_, name)| !is_there(name));
        let notes = unknown.map(|(field, name)| format!("field `{field}`: there is no table `{}`", escape(name)));
        let notes = notes.collect();
        document.relations = self.relations.into_iter().map(WrittenRelation::read).collect();
        let policies = self.policy.into_iter();
        document.policy = policies
            .map(|(table, policy)| {
                (
                    table,
                    match policy {
                        WrittenPolicy::Owner => Policy::Owner,
                        WrittenPolicy::Shared => Policy::Shared,
                    },
                )
            })
            .collect();
        document.junctions = self.junction;
        notes
    }
}

impl WrittenRelation {
    fn read(self) -> Relation {
        Relation {
            from: self.from,
            name: self.name,
            to: self.to,
            kind: match self.kind {
                WrittenKind::BelongsTo => Kind::BelongsTo,
                WrittenKind::HasMany => Kind::HasMany,
                WrittenKind::HasOne => Kind::HasOne,
            },
            key: self.fk,
            inverse: self.inverse,
            optional: self.optional,
            on_delete: self.on_delete,
        }
    }
}
