//! Entities made whole around the parts that an example shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use harness_core::finding::Code;

use crate::example::{Example, Written};

/// The module of a page: `wrong` and `right`, numbered, with an entity a file in each. `None` without an example in Rust.
pub(crate) fn module(code: Code, examples: &[Example]) -> Option<String> {
    let parts = examples.iter().filter_map(|example| match &example.written {
        Written::Rust(part) => Some((example.is_right, part)),
        Written::Log(_) | Written::Schema { .. } => None,
    });
    let mut text = String::new();
    for (is_right, part) in parts {
        let name = if is_right { "right" } else { "wrong" };
        let _ = writeln!(text, "\npub mod {name} {{");
        for (entity, body) in files(part) {
            let body = format!("use sea_orm::entity::prelude::*;\n\n{body}");
            let _ = writeln!(text, "    pub mod {entity} {{\n{}    }}", indented(&body, 8));
        }
        text.push_str("}\n");
    }
    (!text.is_empty()).then(|| format!("//! The entities of the page `{code}`, made by `main.rs`.\n{text}"))
}

/// Each line behind so many spaces, but for empty ones.
fn indented(text: &str, n_spaces: usize) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        let n_spaces = if line.is_empty() { 0 } else { n_spaces };
        let _ = writeln!(all, "{:n_spaces$}{line}", "");
        all
    })
}

/// The entities of an example, by name.
fn files(part: &str) -> BTreeMap<String, String> {
    // What is on the lines behind `// author.rs` is in that entity; without such a line, all of it is in post.
    let mut shown: BTreeMap<&str, String> = BTreeMap::new();
    let mut entity = "post";
    for line in part.lines() {
        match line.strip_prefix("// ").and_then(|rest| rest.split_once(".rs")) {
            Some((name, _)) => {
                entity = if name == "author" { "author" } else { "post" };
                shown.entry(entity).or_default();
            }
            None => {
                let _ = writeln!(shown.entry(entity).or_default(), "{line}");
            }
        }
    }
    let is_classic = shown.get("author").is_some_and(|author| author.contains("super::post::Column"));
    if is_classic {
        return BTreeMap::from([
            ("author".to_owned(), classic("author", "", &shown["author"], ("post", "Posts"))),
            ("post".to_owned(), classic("post", KEYS, TO_AUTHOR, ("author", "Author"))),
        ]);
    }
    let usual = |entity: &str| match entity {
        "author" => "#[sea_orm(has_many)]\npub posts: HasMany<super::post::Entity>,\n",
        "post" => {
            "#[sea_orm(belongs_to, from = \"author_id\", to = \"id\")]\npub author: BelongsTo<super::author::Entity>,\n"
        }
        _ => "",
    };
    let mut entities: BTreeSet<&str> = BTreeSet::from(["author", "post"]);
    entities.extend(["blog", "topic", "editor"].into_iter().filter(|name| part.contains(&format!("super::{name}::"))));
    entities
        .into_iter()
        .map(|entity| {
            let own = shown.get(entity).map_or("", String::as_str);
            let is_named_empty = shown.contains_key(entity) && own.is_empty();
            let usual = if is_named_empty { "" } else { usual(entity) };
            let missing = if names(usual).iter().any(|name| names(own).contains(name)) { "" } else { usual };
            (entity.to_owned(), dense(entity, &format!("{own}{missing}")))
        })
        .collect()
}

/// The names of the fields.
fn names(fields: &str) -> Vec<&str> {
    fields.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':')).map(|(name, _)| name).collect()
}

/// An entity in the dense format; keys that relations are on and that are not shown are added.
fn dense(entity: &str, fields: &str) -> String {
    let mut all = String::from("#[sea_orm(primary_key)]\npub id: i32,\n");
    for (at, _) in fields.match_indices("from = \"") {
        let key = fields[at + 8..].split('"').next().unwrap_or_default();
        if !names(fields).contains(&key) && !names(&all).contains(&key) {
            let _ = writeln!(all, "pub {key}: i32,");
        }
    }
    all.push_str(fields);
    let fields = indented(&all, 4);
    format!(
        "#[sea_orm::model]\n#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]\n#[sea_orm(table_name = \"{entity}s\")]\n\
         pub struct Model {{\n{fields}}}\n\nimpl ActiveModelBehavior for ActiveModel {{}}\n"
    )
}

/// The keys of a post in the classic format.
const KEYS: &str = "    pub author_id: i32,\n    pub editor_id: i32,\n";
/// Its relation.
const TO_AUTHOR: &str = "#[sea_orm(belongs_to = \"super::author::Entity\", from = \"Column::AuthorId\", to = \"super::author::Column::Id\")]
Author,";

/// An entity in the classic format, with these fields and relations, one of them to `other`.
fn classic(entity: &str, fields: &str, relations: &str, (other, relation): (&str, &str)) -> String {
    let relations = indented(relations, 4);
    format!(
        "#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = \"{entity}s\")]
pub struct Model {{
    #[sea_orm(primary_key)]
    pub id: i32,
{fields}}}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {{
{relations}}}

impl Related<super::{other}::Entity> for Entity {{
    fn to() -> RelationDef {{
        Relation::{relation}.def()
    }}
}}

impl ActiveModelBehavior for ActiveModel {{}}
"
    )
}
