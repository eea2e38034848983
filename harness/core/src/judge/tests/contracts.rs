//! The share of a contract: the relations that keep all rules.

use super::POINTS;
use super::observed;
use super::returned;
use super::said;
use crate::finding::Code;
use crate::judge::contract::judge;
use crate::observation::End;
use crate::observation::Entity;
use crate::observation::EntityRelation;
use crate::observation::Run;
use crate::registry::ContractClaim;
use crate::rows::Rows;
use crate::tables::Schema;

fn entity(table: &str, to: &[(&str, &str, &str)]) -> Entity {
    let relations = to.iter().map(|(from, to, to_column)| EntityRelation {
        name: (*to).to_owned(),
        from_columns: vec![(*from).to_owned()],
        to_table: (*to).to_owned(),
        to_columns: vec![(*to_column).to_owned()],
        is_parent: *from == "id",
        many: *from == "id",
        on_delete: None,
        skip_fk: false,
    });
    Entity {
        table: table.to_owned(),
        columns: Vec::new(),
        primary_key: vec!["id".to_owned()],
        relations: relations.collect(),
    }
}

/// Both relations of a cake, by what its two parents say of it.
#[track_caller]
fn check(bakery: &[(&str, &str, &str)], baker: &[(&str, &str, &str)], want: &str) {
    let cake = entity("cakes", &[("bakery_id", "bakeries", "id"), ("baker_id", "bakers", "id")]);
    let entities = vec![cake, entity("bakeries", bakery), entity("bakers", baker)];
    let run = returned("", Rows::default());
    check_run(Run { schema: Some(Schema::default()), entities, ..run }, want);
}

#[track_caller]
fn check_run(run: Run, want: &str) {
    let relations = "
- {child: cakes, key: bakery_id, parent: bakeries}
- {child: cakes, key: baker_id, parent: bakers}";
    let relations = crate::locate::parse(relations).expect("YAML");
    let claim = ContractClaim { rules: vec![Code::InverseMissing], relations };
    assert_eq!(said(&judge(POINTS, &claim, &observed([run]))), want);
}

#[test]
fn relations_that_keep_the_rules_pass() {
    check(&[("id", "cakes", "bakery_id")], &[("id", "cakes", "baker_id")], "passed");
}

#[test]
fn each_relation_that_keeps_the_rules_earns_its_share() {
    check(&[("id", "cakes", "bakery_id")], &[], "5: INVERSE_MISSING");
    check(&[], &[], "0: INVERSE_MISSING");
}

#[test]
fn a_schema_that_was_not_read_is_never_a_pass() {
    check_run(returned("", Rows::default()), "INTERNAL");
    check_run(returned("town", Rows::default()), "INTERNAL");
}

#[test]
fn tables_that_do_not_take_the_rows_are_not_judged() {
    check_run(Run::ended("", End::SchemaRefused { message: "no".to_owned() }), "SCHEMA_REFUSED");
}
