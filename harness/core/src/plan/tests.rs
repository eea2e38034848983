//! What a candidate is asked, for a course with a claim of each kind.

use super::*;
use crate::registry::Registry;

const COURSE: &str = include_str!("../registry/tests/course.yaml");

fn exercise() -> Exercise {
    Registry::parse(COURSE).expect("a course").exercises.remove(0)
}

/// The asks of the checks with these ids, each as `group | call case`.
#[track_caller]
fn check(ids: &[&str], setting: Setting, want: &[&str]) -> Plan {
    let plan = Plan::of_checks(&exercise(), setting, |check| ids.contains(&check.id.as_str()));
    let asks: Vec<String> =
        plan.asks.iter().map(|ask| format!("{} | {} {}", ask.group, ask.call, ask.case()).trim().to_owned()).collect();
    assert_eq!(asks, want);
    plan
}

const PUBLISHED: [&str; 3] =
    ["town | cakes_of town(bakery: 1)", "village | cakes_of village(bakery: 3)", "city | cakes_of city(bakery: 4)"];
const GROWING: [&str; 3] = [
    "growing data | cakes_of bakeries 2, each 1",
    "growing data | cakes_of bakeries 4, each 1",
    "growing data | cakes_of bakeries 2, each 3",
];

#[test]
fn an_ask_that_two_checks_share_is_asked_once() {
    let both = [&PUBLISHED[..], &GROWING[..]].concat();
    let plan = check(&["cakes_of", "cakes_of_statements"], Setting::Home, &both);
    // Call sites are for the budget, whichever check came first.
    assert_eq!(plan.asks.iter().map(|ask| ask.sites_above).collect::<Vec<_>>(), [1; 6]);
    check(&["cakes_of"], Setting::Home, &PUBLISHED);
    check(&["cakes_of_statements"], Setting::Home, &both);
}

#[test]
fn growing_data_is_one_group_with_its_own_rows() {
    let plan = check(&["cakes_of_statements"], Setting::Home, &[&PUBLISHED[..], &GROWING[..]].concat());
    let n_rows = |data: &str| plan.data[data].iter().map(|table| table.rows.len()).collect::<Vec<_>>();
    assert_eq!((n_rows("bakeries 2, each 3"), n_rows("bakeries 4, each 1")), (vec![2, 6], vec![4, 4]));
}

#[test]
fn nothing_is_asked_for_a_given_step() {
    check(&["opens", "bakes"], Setting::Graded, &[]);
}

#[test]
fn tables_are_read_only_where_a_cascade_is_judged() {
    let closes = ["town | close town(bakery: 1)", "village | close village(bakery: 3)", "city | close city(bakery: 4)"];
    assert!(check(&["closes"], Setting::Home, &closes).asks.iter().all(|ask| ask.snapshot));
    assert!(!check(&["cakes_of"], Setting::Home, &PUBLISHED).asks.iter().any(|ask| ask.snapshot));
}

#[test]
fn contracts_and_predictions_need_no_rows() {
    check(&["mirrored", "how_many"], Setting::Home, &["town | @entities", "town | how_many (cakes: 10)"]);
}

#[test]
fn further_implementations_are_asked_only_when_graded() {
    let asks = |group: &str, tracker: &str, steps: [u8; 5]| {
        steps.map(|step| format!("suite, {group} | suite (step: {step}, tracker: {tracker})")).to_vec()
    };
    let correct = asks("by_join", "by_join", [1, 2, 3, 4, 5]);
    let home = [correct.clone(), asks("broken 0", "by_name", [4, 1, 2, 3, 5])].concat();
    check(&["suite"], Setting::Home, &home.iter().map(String::as_str).collect::<Vec<_>>());
    let graded =
        [correct, asks("by_name", "by_name", [4, 1, 2, 3, 5]), asks("by_heart", "by_heart", [3, 1, 2, 4, 5])].concat();
    check(&["suite"], Setting::Graded, &graded.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_broken_implementation_is_shown_to_other_steps_unless_the_one_that_should_see_it_does() {
    let plan = Plan::of_checks(&exercise(), Setting::Home, |check| check.id == "suite");
    let unless: Vec<Option<&str>> =
        plan.asks.iter().filter(|ask| ask.group.contains("broken")).map(|ask| ask.unless.as_deref()).collect();
    let named = Some("(step: 4, tracker: by_name)");
    assert_eq!(unless, [None, named, named, named, named]);
}

#[test]
fn steps_of_a_suite_are_lost_one_by_one_and_calls_as_a_whole() {
    let plan = check(
        &["closes"],
        Setting::Home,
        &["town | close town(bakery: 1)", "village | close village(bakery: 3)", "city | close city(bakery: 4)"],
    );
    assert!(plan.asks.iter().all(|ask| ask.unit() == "close"));
    let suite = Plan::of_checks(&exercise(), Setting::Home, |check| check.id == "suite");
    assert_eq!(suite.asks[..2].iter().map(Ask::unit).collect::<Vec<_>>(), ["suite 1", "suite 2"]);
}

#[test]
fn no_expected_row_and_no_answer_is_in_a_plan() {
    let course = COURSE.replace("is: 11}", "is: 777111}").replace(
        "rows: [[11, 1]]}\n            - {data: village",
        "rows: [[777222, 1]]}\n            - {data: village",
    );
    let exercise = Registry::parse(&course).expect("a course").exercises.remove(0);
    let plan = serde_json::to_string(&Plan::of(&exercise, Setting::Graded)).expect("JSON");
    assert!(!plan.contains("777111") && !plan.contains("777222"));
}
