//! Rows that are made.

use std::collections::BTreeSet;

use super::*;

/// Makes rows for tables, and looks at whether these would take them: no key of SQLite's own, unique or foreign, is broken.
fn made(entities: &[Entity], schema: &Schema, declared: &str) -> Made {
    let declaration = Declaration::parse(declared).unwrap();
    let (relations, _) = resolve(&declaration, entities, schema);
    let made = make(entities, schema, &relations, roles(&declaration, &relations).ok(), &declaration.samples);
    let tables: BTreeMap<&str, Rows> = made
        .tables
        .iter()
        .map(|table| (table.table.as_str(), Rows { columns: table.columns.clone(), rows: table.rows.clone() }))
        .collect();
    let values = |table: &str, columns: &[String]| -> Vec<Vec<Cell>> {
        tables[table].rows.iter().map(|row| keyed::values(&tables[table], row, columns)).collect()
    };
    for (name, table) in &schema.tables {
        let unique = table.indexes.iter().filter(|index| index.unique);
        let unique = unique.map(|index| index.columns.iter().flatten().cloned().collect::<Vec<_>>());
        for columns in unique.chain([table.primary_key.clone()]) {
            let all = values(name, &columns);
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{name}.{columns:?}");
        }
        for key in &table.foreign_keys {
            let known = values(&key.parent, &key.parent_columns);
            let all = values(name, &key.columns);
            assert!(all.iter().all(|value| value.contains(&Cell::Null) || known.contains(value)), "{name}.{key:?}");
        }
    }
    made
}

#[test]
fn each_relation_has_a_parent_that_nothing_else_points_to() {
    let made = made(&entities(), &schema(), DECLARED);
    let cakes = &made.tables[2];
    let column = |name: &str| cakes.columns.iter().position(|column| column == name).unwrap();
    for (table, key, purpose) in &made.deletions {
        let Purpose::Relation(name) = purpose else { continue };
        let pointing = cakes.rows.iter().filter(|row| row[1..].contains(&key[0])).collect::<Vec<_>>();
        assert_eq!(pointing.len(), 2, "{table} {key:?}");
        let own = column(name.strip_prefix("cakes.").unwrap());
        assert!(pointing.iter().all(|row| row[own] == key[0]), "{name}");
    }
    assert_eq!(made.deletions.len(), 1 + 3 + 2, "{:?}", made.deletions);
    assert_eq!(made.failed, []);
}

#[test]
fn keys_of_different_tables_never_coincide() {
    let made = made(&entities(), &schema(), DECLARED);
    let keys: Vec<&Cell> = made.tables.iter().flat_map(|table| table.rows.iter().map(|row| &row[0])).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
}

#[test]
fn a_table_whose_key_is_a_pair_of_keys_has_other_pairs() {
    let of_shelf = vec![belongs_to("bakery_id", "bakeries"), belongs_to("recipe_id", "recipes")];
    let mut entities = entities();
    entities.truncate(2);
    entities.push(Entity {
        primary_key: vec!["bakery_id".into(), "recipe_id".into()],
        ..entity("shelves", &["bakery_id", "recipe_id", "n"], of_shelf)
    });
    let mut schema = schema();
    let mut shelves = schema.tables.remove("cakes").unwrap();
    shelves.primary_key = vec!["bakery_id".into(), "recipe_id".into()];
    shelves.foreign_keys.retain(|key| key.parent != "cakes");
    schema.tables.insert("shelves".into(), shelves);
    let declared = "relations:
  - {between: [bakeries, shelves], cardinality: one_to_many, key: shelves.bakery_id, intent: owned, why: a}
  - {between: [recipes, shelves], cardinality: one_to_many, key: shelves.recipe_id, intent: shared, why: b}
";
    let made = made(&entities, &schema, declared);
    assert_eq!(made.failed, []);
    assert_eq!(made.steps.unwrap().children.len(), 3);
}

#[test]
fn a_key_that_must_be_unique_is_pointed_to_once() {
    let mut schema = schema();
    let index = Index { columns: vec![Some("recipe_id".into())], unique: true, partial: false };
    schema.tables.get_mut("cakes").unwrap().indexes.push(index);
    let declared = DECLARED.replace(
        "between: [recipes, cakes], cardinality: one_to_many",
        "between: [recipes, cakes], cardinality: one_to_one",
    );
    assert_eq!(made(&entities(), &schema, &declared).failed, []);
}

#[test]
fn samples_are_taken_and_a_type_without_values_asks_for_some() {
    let mut entities = entities();
    let column = EntityColumn { name: "mood".into(), column_type: "Custom".into(), nullable: false, kind: Kind::Other };
    entities[0].columns.push(column);
    let failed = made(&entities, &schema(), DECLARED).failed;
    assert!(failed[0].1.contains("`mood`: give some under `samples`"), "{failed:?}");
    let made = made(&entities, &schema(), &format!("{DECLARED}samples: {{bakeries.mood: [good, bad]}}\n"));
    assert_eq!(made.failed, []);
    let moods: Vec<&Cell> = made.tables[0].rows.iter().map(|row| row.last().unwrap()).take(3).collect();
    assert_eq!(moods, [&Cell::from("good"), &Cell::from("bad"), &Cell::from("good")]);
}
