//! A domain of bakeries: what is said of it, rows for it, and what deletions have to do.

use std::collections::BTreeMap;

use super::*;
use crate::observation::{EntityColumn, Kind, Purpose};
use crate::rows::{Cell, Rows};
use crate::tables::{Column, ForeignKey, Index, Table, Tables};

mod deletions;
mod made;

/// Columns of whole numbers; the first one is the key, one with `?` may be empty.
fn entity(table: &str, columns: &[&str], relations: Vec<EntityRelation>) -> Entity {
    let column = |name: &&str| EntityColumn {
        name: name.trim_end_matches('?').into(),
        column_type: "Integer".into(),
        nullable: name.ends_with('?'),
        kind: Kind::Integer,
    };
    let primary_key = vec![columns[0].to_owned()];
    Entity { table: table.into(), columns: columns.iter().map(column).collect(), primary_key, relations }
}

fn belongs_to(key: &str, table: &str) -> EntityRelation {
    EntityRelation {
        name: table.into(),
        from_columns: vec![key.into()],
        to_table: table.into(),
        to_columns: vec!["id".into()],
        is_parent: false,
        many: false,
        on_delete: None,
        skip_fk: false,
    }
}

/// Bakeries have cakes, which share a recipe; a cake may be the top of another one.
fn entities() -> Vec<Entity> {
    let of_cake =
        vec![belongs_to("bakery_id", "bakeries"), belongs_to("recipe_id", "recipes"), belongs_to("below_id", "cakes")];
    vec![
        entity("bakeries", &["id"], vec![]),
        entity("recipes", &["id"], vec![]),
        entity("cakes", &["id", "bakery_id", "recipe_id", "below_id?"], of_cake),
    ]
}

fn schema() -> Schema {
    let tables = entities().into_iter().map(|entity| {
        let column = |column: &EntityColumn| Column {
            name: column.name.clone(),
            declared_type: "integer".into(),
            not_null: !column.nullable,
            has_default: false,
        };
        let key = |relation: &EntityRelation| ForeignKey {
            columns: relation.from_columns.clone(),
            parent: relation.to_table.clone(),
            parent_columns: relation.to_columns.clone(),
            on_delete: "RESTRICT".into(),
        };
        let table = Table {
            columns: entity.columns.iter().map(column).collect(),
            primary_key: entity.primary_key.clone(),
            foreign_keys: entity.relations.iter().map(key).collect(),
            indexes: Vec::new(),
        };
        (entity.table, table)
    });
    Schema { tables: tables.collect() }
}

const DECLARED: &str = "relations:
  - {between: [bakeries, cakes], cardinality: one_to_many, key: cakes.bakery_id, intent: owned, why: a}
  - {between: [recipes, cakes], cardinality: one_to_many, key: cakes.recipe_id, intent: shared, why: b}
  - {between: [cakes, cakes], cardinality: one_to_many, key: cakes.below_id, intent: audit, why: c}
";

fn relations() -> Vec<Relation> {
    resolve(&Declaration::parse(DECLARED).unwrap(), &entities(), &schema()).0
}

/// What is said of the bakeries' declaration with `from` replaced by `to`: the code and a part of the message each.
#[track_caller]
fn check(from: &str, to: &str, want: &[(Code, &str)]) {
    assert!(DECLARED.contains(from));
    let declaration = Declaration::parse(&DECLARED.replace(from, to)).unwrap();
    let (relations, mut faults) = resolve(&declaration, &entities(), &schema());
    if faults.is_empty() {
        faults.extend(roles(&declaration, &relations).err());
    }
    let codes: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, want.iter().map(|pair| pair.0).collect::<Vec<_>>(), "{faults:#?}");
    for (fault, (_, part)) in faults.iter().zip(want) {
        assert!(fault.message.contains(part), "{:?} does not say {part:?}", fault.message);
    }
}

#[test]
fn what_is_declared_as_it_is_has_no_fault() {
    check("why: a", "why: a", &[]);
    let relations = relations();
    let declaration = Declaration::parse(DECLARED).unwrap();
    let roles = roles(&declaration, &relations).unwrap();
    assert_eq!([roles.parent.name(), roles.group.name()], ["cakes.bakery_id", "cakes.recipe_id"]);
}

#[test]
fn what_is_not_there_or_left_out_is_undeclared() {
    let undeclared = |part| [(Code::DomainUndeclared, part)];
    check(
        "between: [bakeries",
        "between: [bakery",
        &[
            (Code::DomainUndeclared, "did you mean `bakeries`?"),
            (Code::DomainUndeclared, "`cakes.bakery_id` points to `bakeries`"),
        ],
    );
    check(
        "key: cakes.below_id",
        "key: cakes.below",
        &[(Code::DomainUndeclared, "did you mean `below_id`?"), (Code::DomainUndeclared, "`cakes.below_id`")],
    );
    check(
        "key: cakes.below_id, ",
        "",
        &[(Code::DomainUndeclared, "no key of the form"), (Code::DomainUndeclared, "`cakes.below_id`")],
    );
    check(
        "intent: audit, ",
        "",
        &[(Code::DomainUndeclared, "no intent"), (Code::DomainUndeclared, "`cakes.below_id`")],
    );
    check("why: c", "why: ' '", &undeclared("`cakes.below_id` has no `why`"));
    check(
        "key: cakes.below_id",
        "key: cakes.recipe_id",
        &[(Code::DomainUndeclared, "declared twice"), (Code::DomainUndeclared, "below_id")],
    );
}

#[test]
fn what_the_tables_have_otherwise_is_said() {
    check("[bakeries, cakes]", "[cakes, bakeries]", &[(Code::DeclaredOtherwise, "is said to have many `")]);
    let one = "between: [cakes, cakes], cardinality: one_to_many";
    check(
        one,
        "between: [cakes, cakes], cardinality: one_to_one",
        &[(Code::DeclaredOtherwise, "nothing keeps two rows")],
    );
}

#[test]
fn the_five_steps_ask_where_they_cannot_tell() {
    check("intent: shared", "intent: owned", &[(Code::DomainShape, "no table is owned by one and shares another")]);
    check(
        "why: c}",
        "why: c}\nsteps: {parent: cakes.bakery_id, group: cakes.oven_id}",
        &[(Code::DomainShape, "`cakes.oven_id`")],
    );
    check(
        "why: c}",
        "why: c}\nsteps: {parent: cakes.bakery_id, group: cakes.bakery_id}",
        &[(Code::DomainShape, "not two relations")],
    );
}
