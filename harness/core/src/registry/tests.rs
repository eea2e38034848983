//! A course that breaks a rule is refused, and the error stands at the line and column of what breaks it.

use super::*;

/// A course that keeps all rules.
const COURSE: &str = include_str!("tests/course.yaml");
/// Stands before the node where the error belongs.
const HERE: char = '«';

/// The course with each `(from, to)` carried out: `want` is how the error begins after its line and column, which are
/// those of [`HERE`]. A node that begins with a dot is in the exercise.
#[track_caller]
fn check(changes: &[(&str, &str)], want: &str) {
    let mut text = COURSE.to_owned();
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "{from} stands in the course once");
        text = text.replace(from, to);
    }
    let at = text.find(HERE).expect("a place");
    let before = &text[..at];
    let place = (before.lines().count(), before.chars().rev().take_while(|c| *c != '\n').count() + 1);
    let error = Registry::parse(&text.replace(HERE, "")).expect_err("a rule is broken");
    assert_eq!((error.line, error.column), place, "{error}");
    let said = error.to_string();
    let (_, said) = said.split_once(": ").expect("line and column, then a node");
    let said = said.trim_start_matches(if want.starts_with('.') { "exercises[0]" } else { "" });
    assert!(said.starts_with(want), "{said}");
}

#[test]
fn a_course_that_keeps_all_rules_is_taken() {
    let registry = Registry::parse(COURSE).expect("no rule is broken");
    let names: Vec<String> = registry.exercises[0].checks.iter().map(Check::name).collect();
    assert_eq!(names[2..5], ["step 3: Cakes of a bakery", "query count: Cakes of a bakery", "step 4: Both sides"]);
}

#[test]
fn a_newer_version_is_refused_before_anything_else() {
    check(
        &[("format_version: 1", "format_version: «2"), ("title: Cakes\n", "titel: Cakes\n")],
        "format_version: format version 2, expected 1",
    );
}

#[test]
fn a_misspelt_key_is_named_with_the_nearest_one() {
    let unknown = ".checks[2].pionts: unknown field `pionts`";
    check(&[("        points: 30", "        «pionts: 30")], unknown);
    check(&[("    minutes: 20", "    «minuts: 20")], ".minuts: unknown field `minuts`");
    let error = Registry::parse(&COURSE.replace("points: 30", "pionts: 30")).expect_err("pionts");
    assert!(error.to_string().ends_with("did you mean `points`?"), "{error}");
}

#[test]
fn a_duplicate_id_is_refused_wherever_ids_stand() {
    check(&[("{id: B, title: Cakes}", "{id: «A, title: Cakes}")], "sections[1].id: the id `A` is taken already");
    check(&[("id: skill.delete, says", "id: «skill.join, says")], "items[1].id: the id");
    check(&[("- {id: village,", "- {id: «town,")], "fixtures[0].data[1].id: the id");
    check(&[("id: how_many\n", "id: «closes\n")], ".checks[6].id: the id");
    check(&[("{id: by_heart,", "{id: «by_join,")], ".checks[7].suite.further[0].id: the id");
}

#[test]
fn a_name_that_two_checks_share_is_refused() {
    let same = ".checks[7].title: another check is called `query count: Cakes of a bakery`, too";
    let budget = "call: cakes_of\n        files: [suite.rs]\n        hints: [Which?, There., That.]\n        budget: {after: cakes_of, max_statements: 1}\n";
    let suite = COURSE.split_once("call: suite\n").expect("a suite").1;
    check(&[("title: Your own suite", "title: «Cakes of a bakery"), (&format!("call: suite\n{suite}"), budget)], same);
}

#[test]
fn points_add_up_to_100() {
    let changes = [("points: 30", "points: 31"), ("      - {id: opens", "      «- {id: opens")];
    check(&changes, ".checks: the points add up to 101, expected 100");
}

#[test]
fn predictions_carry_at_most_10_points() {
    let place = ("      - {id: opens", "      «- {id: opens");
    let more = ("points: 10\n        call: how_many", "points: 11\n        call: how_many");
    let less = ("points: 30", "points: 29");
    check(&[place, more, less], ".checks: predictions carry 11 points, expected at most 10");
}

#[test]
fn every_check_but_a_given_one_carries_points() {
    check(
        &[("      - id: cakes_of\n", "      - «id: cakes_of\n"), ("        points: 30\n", "")],
        ".checks[2]: expected `points`",
    );
    check(&[("given: The harness bakes.", "points: «5, given: The harness bakes.")], ".checks[1].points: a given step");
}

#[test]
fn every_item_is_covered_or_excused_and_not_both() {
    check(
        &[("{id: skill.delete, says: Delete}", "{id: skill.delete, says: Delete}\n  - {id: «skill.bake, says: Bake}")],
        "items[2].id: no check covers `skill.bake`",
    );
    check(
        &[("{item: safety.backup,", "{item: safety.backup, why: It is read.}\n  - {item: «skill.join,")],
        "not_assessed[1].item: a check covers `skill.join`",
    );
    check(
        &[("covers: [skill.delete]", "covers: [«skill.delet]")],
        ".checks[5].covers[0]: there is no item `skill.delet`: did you mean `skill.delete`?",
    );
    check(&[("{item: safety.backup,", "{item: «safety.backups,")], "not_assessed[0].item: there is no item");
}

#[test]
fn a_name_that_is_not_there_is_refused_wherever_one_is_referred_to() {
    check(
        &[("proved_by: e1_cakes", "proved_by: «e2_cakes")],
        "checkpoints[0].proved_by: there is no exercise `e2_cakes`: did you mean `e1_cakes`?",
    );
    check(&[("sections: [A, B]", "sections: [A, «C]")], "tracks[0].sections[1]: there is no section `C`");
    check(&[("fixture: cakes", "fixture: «cake")], ".fixture: there is no fixture `cake`");
    check(
        &[("step: 3\n        section: A", "step: 3\n        section: «C")],
        ".checks[2].section: there is no section",
    );
    check(&[("child: cakes,", "child: «cake,")], ".relations[0].child: there is no table");
    check(&[("parent: bakeries, on_delete", "parent: «bakers, on_delete")], ".relations[0].parent: there is no table");
    check(&[("key: [id]", "key: [«ident]")], ".checks[2].rows.key[0]: there is no column");
    check(&[("all_of: cakes", "all_of: «pies")], ".checks[2].rows.all_of: there is no table");
    check(&[("after: cakes_of", "after: «cakes_off")], ".checks[3].budget.after: there is no check with `rows`");
    check(
        &[("FK_NO_INDEX", "«FK_NO_INDEXES")],
        ".checks[4].contract.rules[1]: there is no rule `FK_NO_INDEXES`: did you mean `FK_NO_INDEX`?",
    );
    check(&[("FK_NO_INDEX", "«ROWS_MISSING")], ".checks[4].contract.rules[1]: there is no rule `ROWS_MISSING`");
    check(&[("[cakes.bakery_id]", "[«cakes.baker_id]")], ".checks[4].contract.relations[0]: there is no relation");
    check(&[("cakes: [11]}", "pies: «[11]}")], ".checks[5].cascade.cases[0].deleted.pies: there is no table");
    check(
        &[("updated: {bakeries: [[3", "updated: {bakers: «[[3")],
        ".checks[5].cascade.cases[1].updated.bakers: there is no table",
    );
    check(
        &[("call: \"@entities\"", "call: «\"@entity\"")],
        ".checks[4].call: there is no call of the harness's own `@entity`",
    );
}

#[test]
fn growing_data_names_tables_above_and_axes_that_are_there() {
    check(
        &[("{parent: bakeries}", "«{parent: cakes}")],
        "fixtures[0].scaled[1].columns.bakery_id: there is no table above `cakes`",
    );
    check(
        &[("{table: bakeries, rows: [bakeries]", "{table: «bakers, rows: [bakeries]")],
        "fixtures[0].scaled[0].table: there is no table",
    );
    check(
        &[("{id: {serial: 100}}", "«{number: {serial: 100}}")],
        "fixtures[0].scaled[0].columns: there is no column `id`",
    );
    check(
        &[("project: bakeries", "project: «bakers")],
        ".checks[3].budget.growth.project: there is no axis `bakers`: did you mean `bakeries`?",
    );
    check(&[("returns: [each]", "returns: [«all]")], ".checks[3].budget.growth.returns[0]: there is no axis");
    check(
        &[("{bakeries: 4, each: 1}", "{bakeries: 4, eech: «1}")],
        ".checks[3].budget.growth.sizes[1].eech: there is no axis",
    );
    check(
        &[("[{bakeries: 2, each: 1}, {bakeries: 4", "«[{bakeries: 4, each: 1}, {bakeries: 4")],
        ".checks[3].budget.growth.sizes: 2 different sizes",
    );
}

#[test]
fn a_budget_is_a_number_or_a_law_on_tables_that_are_there() {
    check(
        &[("after: cakes_of\n          max_statements: 1", "«after: cakes_of")],
        ".checks[3].budget: expected one of `max_statements`, at least 1, and `law`",
    );
    let both = "«after: cakes_of\n          law: {once: 1, each: {bakeries: 1}}\n          max_statements: 1";
    check(&[("after: cakes_of\n          max_statements: 1", both)], ".checks[3].budget: expected one of");
    check(
        &[("max_statements: 1\n          growth", "law: {once: 1, each: {bakers: «1}}\n          growth")],
        ".checks[3].budget.law.each.bakers: there is no table `bakers`",
    );
    check(
        &[("max_statements: 1\n          growth", "max_statements: 1\n          beside: «cakes_of\n          growth")],
        ".checks[3].budget.beside: there is no check of another call with `growth` `cakes_of`",
    );
}

#[test]
fn a_row_is_as_wide_as_its_columns() {
    check(
        &[("rows: [[11, 1]]}\n      - {id: village", "rows: [«[11]]}\n      - {id: village")],
        "fixtures[0].data[0].tables[1].rows[0]: 1 cells, expected 2",
    );
    check(
        &[("{bakery: 1}, rows: [[11, 1]]", "{bakery: 1}, rows: [«[11, 1, 1]]")],
        ".checks[2].rows.cases[0].rows[0]: 3 cells, expected 2",
    );
}

#[test]
fn a_key_that_two_tables_share_is_refused() {
    check(
        &[("rows: [[11, 1]]}\n      - {id: village", "rows: [«[2, 1]]}\n      - {id: village")],
        "fixtures[0].data[0].tables[1].rows[0]: the key 2 stands in `bakeries` too",
    );
}

#[test]
fn every_data_set_has_a_case_and_there_are_three() {
    check(
        &[("            - {data: town, args: {bakery: 1}, rows: [[11, 1]]}\n            - {", "            «- {")],
        ".checks[2].rows.cases: no case on the data set `town`",
    );
    check(
        &[("{data: city, args: {bakery: 4}, refused: true}", "{data: «citty, args: {bakery: 4}, refused: true}")],
        ".checks[5].cascade.cases[2].data: there is no data set",
    );
    check(
        &[
            ("      - id: town\n", "      «- id: town\n"),
            ("      - {id: city, tables: [{table: bakeries, columns: [id], rows: [[4]]}]}\n", ""),
        ],
        "fixtures[0].data: 2 data sets, expected at least 3",
    );
}

#[test]
fn every_step_of_the_contract_is_there() {
    let place = ("      - {id: opens", "      «- {id: opens");
    check(&[place, ("step: 2", "step: 1")], ".checks: no check stands for step 2");
    check(&[("step: 2", "step: «6")], ".checks[1].step: expected a step of the contract, 1 to 5");
    check(
        &[("says: Joins by name., step: 4", "says: Joins by name., step: «0")],
        ".checks[7].suite.broken[0].step: expected a step",
    );
}

#[test]
fn a_check_makes_one_claim_and_says_where_its_answer_is() {
    let place = ("      - id: cakes_of\n", "      - «id: cakes_of\n");
    check(
        &[place, ("covers: [skill.join]", "covers: [skill.join]\n        given: Something")],
        ".checks[2]: 2 claims, expected one of",
    );
    check(
        &[
            place,
            (
                "        call: cakes_of\n        files: [cakes_of.rs]\n        covers",
                "        files: [cakes_of.rs]\n        covers",
            ),
        ],
        ".checks[2]: expected `call`",
    );
    check(&[place, ("        files: [cakes_of.rs]\n        covers", "        covers")], ".checks[2]: expected `files`");
    check(
        &[("covers: [skill.join]\n        hints: [Which?,", "covers: [skill.join]\n        hints: «[")],
        ".checks[2].hints: 2 hints, expected 3",
    );
}

#[test]
fn a_budget_stands_on_the_rows_of_its_own_call_and_tables() {
    let call = ("points: 20\n        call: cakes_of", "points: 20\n        call: cakes");
    check(
        &[call, ("after: cakes_of", "after: «cakes_of")],
        ".checks[3].budget.after: `cakes_of` does not observe the same call",
    );
    let schema = ("points: 20\n        call: cakes_of", "points: 20\n        schema: «own\n        call: cakes_of");
    check(&[schema], ".checks[3].schema: `cakes_of` observes the same call on other tables");
}

#[test]
fn a_claim_about_nothing_is_refused() {
    check(&[("cases: [{args: {cakes: 10}, is: 11}]", "cases: «[]")], ".checks[6].answer.cases: no question");
    check(&[("correct: [by_join]", "correct: «[]")], ".checks[7].suite.correct: no correct implementation");
    check(&[("rules: [INVERSE_MISSING, FK_NO_INDEX]", "rules: «[]")], ".checks[4].contract.rules: no rule");
    let none = ("    relations:\n      - {child: cakes, key: bakery_id, parent: bakeries, on_delete: cascade}\n", "");
    check(
        &[
            none,
            (
                "contract: {rules: [INVERSE_MISSING, FK_NO_INDEX], relations: [cakes.bakery_id]}",
                "contract: «{rules: [FK_NO_INDEX]}",
            ),
        ],
        ".checks[4].contract: the exercise has no `relations`",
    );
    check(&[("call: \"@entities\"", "call: «entities")], ".checks[4].call: a contract is read from `@entities`");
}

#[test]
fn limits_leave_time() {
    check(&[("check_ms: 2000", "check_ms: «0")], "limits.check_ms: a limit of 0");
    check(&[("check_ms: 2000", "check_ms: «9000")], "limits.check_ms: 9000 ms, expected at most the 8000 ms");
    check(&[("minutes: 20", "minutes: 20\n    limits: {output_bytes: «0}")], ".limits.output_bytes: a limit of 0");
    check(
        &[("minutes: 20", "minutes: 20\n    limits: {build_memory_mib: «0}")],
        ".limits.build_memory_mib: a limit of 0",
    );
}
