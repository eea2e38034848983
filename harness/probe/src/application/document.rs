//! The relations document: what entities say of their relations, and the schema that SQLite has.

use std::fmt;
use std::io;
use std::path::Path;

use harness_core::observation::{Entity, EntityRelation};
use sea_orm::Schema;
use serde_json::{Map, Value, json};

use super::measure::database;
use super::{Application, Failure};
use crate::EntityList;
use crate::database::query;

/// Without the tables that SQLite makes for itself. SeaORM makes tables in an order that changes from run to run: here it is that
/// of their names, with what is built on tables after them.
const DDL: &str = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                   ORDER BY instr('table index view trigger', type), name";

/// A relations document, for `harness review`: `{"ddl": "CREATE TABLE …", "relations": [{"from", "name", "to", "kind", "fk", …}]}`.
///
/// It prints as JSON. `on_delete` is `null` where a `belongs_to` does not say it, and absent on the other side, which never
/// does. `inverse` is the relation of the other entity on the same columns, by which SeaORM pairs them, where there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Relations {
    document: Value,
}

impl Relations {
    /// Writes it into a file, which is made or replaced.
    ///
    /// # Errors
    ///
    /// As [`std::fs::write`].
    pub fn write(&self, path: impl AsRef<Path>) -> io::Result<()> {
        std::fs::write(path, format!("{self}\n"))
    }
}

impl fmt::Display for Relations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.document)
    }
}

/// Makes a database, and reads both.
pub(super) async fn read<L: EntityList>(app: &Application) -> Result<Relations, Failure> {
    let db = database(app).await?;
    if app.tables.is_empty() {
        let made =
            L::domain().register(Schema::new(db.theirs.get_database_backend()).builder()).apply(&db.theirs).await;
        made.map_err(|error| Failure::not_asked("the tables cannot be made", error))?;
    }
    let rows = query(&db.theirs, DDL.to_owned(), 1).await;
    let rows = rows.map_err(|error| Failure::not_asked("the schema cannot be read", error))?;
    let ddl: String = rows.iter().flatten().flat_map(|sql| [sql.to_string(), ";\n".to_owned()]).collect();
    let entities = L::domain().describe();
    let relations: Vec<Value> = entities
        .iter()
        .flat_map(|entity| entity.relations.iter().map(|one| relation(entity, one, &entities)))
        .collect();
    Ok(Relations { document: json!({ "ddl": ddl, "relations": relations }) })
}

fn relation(entity: &Entity, relation: &EntityRelation, entities: &[Entity]) -> Value {
    let (kind, key) = match (relation.is_parent, relation.many) {
        (true, true) => ("has_many", &relation.to_columns),
        (true, false) => ("has_one", &relation.to_columns),
        (false, _) => ("belongs_to", &relation.from_columns),
    };
    let mut fields = Map::new();
    fields.insert("from".to_owned(), json!(entity.table));
    fields.insert("name".to_owned(), json!(snake_case(&relation.name)));
    fields.insert("to".to_owned(), json!(relation.to_table));
    fields.insert("kind".to_owned(), json!(kind));
    fields.insert("fk".to_owned(), json!(key));
    if let Some(inverse) = inverse(entity, relation, entities) {
        fields.insert("inverse".to_owned(), json!(snake_case(inverse)));
    }
    if !relation.is_parent {
        let may_be_null = |name: &String| entity.columns.iter().any(|column| column.name == *name && column.nullable);
        fields.insert("optional".to_owned(), json!(key.iter().any(may_be_null)));
        fields.insert("on_delete".to_owned(), json!(relation.on_delete.as_deref().map(title_case)));
    }
    Value::Object(fields)
}

/// The relation of the other entity on the same columns, of the opposite kind, if it is the only one.
fn inverse<'a>(entity: &Entity, relation: &EntityRelation, entities: &'a [Entity]) -> Option<&'a str> {
    let other = entities.iter().find(|other| other.table == relation.to_table)?;
    let mut back = other.relations.iter().filter(|back| {
        back.to_table == entity.table
            && back.is_parent != relation.is_parent
            && (&back.from_columns, &back.to_columns) == (&relation.to_columns, &relation.from_columns)
    });
    back.next().filter(|_| back.next().is_none()).map(|back| back.name.as_str())
}

/// `LastFilm` as `last_film`: as SeaORM names the field after the relation.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        if c.is_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

/// `SET NULL` as `Set Null`.
fn title_case(policy: &str) -> String {
    let words = policy.split(' ').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + &rest.to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ")
}
