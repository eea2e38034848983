//! A contract that is kept, each time with one thing broken.

use super::*;
use crate::contract;
use crate::observation::{EntityColumn, Kind};
use crate::tables::{Column, ForeignKey, Index, Table};

mod database;
mod declaration;
mod policy;

const RULES: &[Code] = Code::ALL;

fn relation(key: &str, parent: &str, on_delete: OnDelete) -> Wanted {
    Wanted {
        child: "expenses".into(),
        key: Columns(vec![key.into()]),
        parent: parent.into(),
        parent_key: Columns(vec!["id".into()]),
        on_delete: Some(on_delete),
    }
}

fn relations() -> Vec<Wanted> {
    vec![relation("user_id", "users", OnDelete::Cascade), relation("category_id", "categories", OnDelete::Restrict)]
}

fn declared(from: &str, to_table: &str, to: &str, on_delete: Option<&str>) -> EntityRelation {
    EntityRelation {
        name: to_table.into(),
        from_columns: vec![from.into()],
        to_table: to_table.into(),
        to_columns: vec![to.into()],
        is_parent: from == "id",
        many: from == "id",
        on_delete: on_delete.map(str::to_owned),
        skip_fk: false,
    }
}

fn entity(table: &str, columns: &[&str], relations: Vec<EntityRelation>) -> Entity {
    let column = |name: &&str| EntityColumn {
        name: (*name).into(),
        column_type: "Integer".into(),
        nullable: false,
        kind: Kind::Integer,
    };
    Entity {
        table: table.into(),
        columns: columns.iter().map(column).collect(),
        primary_key: vec!["id".into()],
        relations,
    }
}

fn table(columns: &[&str]) -> Table {
    let column = |name: &&str| Column {
        name: (*name).into(),
        declared_type: "integer".into(),
        not_null: true,
        has_default: false,
    };
    Table { columns: columns.iter().map(column).collect(), primary_key: vec!["id".into()], ..Table::default() }
}

fn key(column: &str, parent: &str, on_delete: &str) -> ForeignKey {
    ForeignKey {
        columns: vec![column.into()],
        parent: parent.into(),
        parent_columns: vec!["id".into()],
        on_delete: on_delete.into(),
    }
}

fn index(columns: &[&str]) -> Index {
    Index { columns: columns.iter().map(|name| Some((*name).to_owned())).collect(), unique: false, partial: false }
}

/// Entities and a schema that keep the contract.
struct Course {
    expenses: Entity,
    users: Entity,
    categories: Entity,
    /// The table of the expenses; the others hold their `id` alone.
    table: Table,
}

impl Course {
    fn kept() -> Self {
        let columns = ["id", "user_id", "category_id"];
        let children = vec![
            declared("user_id", "users", "id", Some("CASCADE")),
            declared("category_id", "categories", "id", Some("RESTRICT")),
        ];
        Self {
            expenses: entity("expenses", &columns, children),
            users: entity("users", &["id"], vec![declared("id", "expenses", "user_id", None)]),
            categories: entity("categories", &["id"], vec![declared("id", "expenses", "category_id", None)]),
            table: Table {
                foreign_keys: vec![key("user_id", "users", "CASCADE"), key("category_id", "categories", "RESTRICT")],
                indexes: vec![index(&["user_id"]), index(&["category_id", "id"])],
                ..table(&columns)
            },
        }
    }

    fn findings(self, rules: &[Code]) -> Vec<Finding> {
        let tables = [("expenses", self.table), ("users", table(&["id"])), ("categories", table(&["id"]))];
        let schema = Schema { tables: tables.map(|(name, table)| (name.to_owned(), table)).into() };
        contract::check(rules, &relations(), &[self.expenses, self.users, self.categories], &schema)
    }
}

/// Breaks a kept contract, and compares the findings with `want`: codes, each with a part of its message.
#[track_caller]
fn check_rules(rules: &[Code], break_it: impl FnOnce(&mut Course), want: &[(Code, &str)]) {
    let mut course = Course::kept();
    break_it(&mut course);
    let findings = course.findings(rules);
    let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, want.iter().map(|pair| pair.0).collect::<Vec<Code>>(), "{findings:#?}");
    for (finding, (_, part)) in findings.iter().zip(want) {
        assert!(finding.message.contains(part), "{:?} does not say {part:?}", finding.message);
        assert!(!finding.message.ends_with('.') && finding.help.is_some(), "{finding:?}");
    }
}

#[track_caller]
fn check(break_it: impl FnOnce(&mut Course), want: &[(Code, &str)]) {
    check_rules(RULES, break_it, want);
}
