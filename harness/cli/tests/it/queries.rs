//! `harness queries`: the acceptance cases, both formats, and what is refused.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use crate::copy::{Said, command_in, harness_in};

const CASES: &str = include_str!("../acceptance/queries.jsonl");

/// `harness queries` on a log of this text.
fn queries(log: &[u8], format: &str) -> Said {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("app.log"), log).unwrap();
    harness_in(folder.path(), &["queries", "app.log", "--format", format])
}

#[track_caller]
fn check_case(case: &Value) {
    let log: Vec<String> = case["log"].as_array().unwrap().iter().map(Value::to_string).collect();
    let said = queries(log.join("\n").as_bytes(), "json");
    let answer: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let (expect, first, growth) = (&case["expect"], &answer["findings"][0], &answer["growth"]);
    let id = &case["id"];
    assert_eq!(said.code, i32::from(!first.is_null()), "{id}: {said:?}");
    match expect["finding"].as_str().unwrap() {
        "none" => assert!(first.is_null(), "{id}: {answer}"),
        "inconclusive" => assert!(first.is_null() && growth["law"] == "inconclusive", "{id}: {answer}"),
        "bounded_repeat_or_none" => assert!(first.is_null() || growth["law"] == "constant", "{id}: {answer}"),
        code => assert_eq!(first["code"], code, "{id}: {answer}"),
    }
    let mut fields = vec![("growth", &growth["law"]), ("counts", &growth["counts"]), ("slope", &growth["slope"])];
    if !first.is_null() {
        fields.extend([("fingerprint_of", &first["table"]), ("source", &first["source_table"])]);
        fields.extend(["occurrences", "distinct_params"].map(|field| (field, &first[field])));
    }
    for (field, got) in fields.into_iter().filter(|(field, _)| !expect[*field].is_null()) {
        assert_eq!(got, &expect[field], "{id}: {field} in {answer}");
    }
    if let Some(most) = expect["slope_at_most"].as_f64() {
        assert!(growth["slope"].as_f64().unwrap() <= most, "{id}: {answer}");
    }
}

#[test]
fn acceptance_cases_hold() {
    let cases: Vec<Value> = CASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(cases.len(), 13);
    cases.iter().for_each(check_case);
}

#[test]
fn standard_input_is_a_log_like_any_other() {
    let log = "{\"sql\": \"SELECT 1\", \"params\": []}\n".repeat(3);
    let mut child = command_in(Path::new("."), &["queries", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(log.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.starts_with("warning[REDUNDANT]: ") && text.ends_with("3 statements: 1 finding\n"), "{text}");
}

#[test]
fn log_without_findings_is_done() {
    let said = queries(b"{\"sql\": \"SELECT 1\", \"params\": []}\n", "text");
    assert_eq!((said.code, said.stdout.as_str()), (0, "1 statement: nothing found\n"));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line_and_field() {
    let check = |log: &[u8], want: &[&str]| {
        let said = queries(log, "json");
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
        for want in want {
            assert!(said.stderr.contains(want), "no {want:?} in {}", said.stderr);
        }
    };
    let good = "{\"sql\": \"SELECT 1\", \"params\": []}\n";
    let after_good = |line: &str| [good, line].concat().into_bytes();
    check(&after_good("{\"sql\": \"SELECT 1\", \"params\": [1, 2"), &["app.log: line 2", "`params`"]);
    check(&after_good("{\"params\": []}\n"), &["app.log: line 2", "`sql`"]);
    check(&after_good("{\"sql\": \"SELECT 1\", \"params\": [], \"scale\": \"ten\"}\n"), &["line 2", "`scale`"]);
    check(&[good.as_bytes(), &[0, 255, 254, 10]].concat(), &["app.log: line 2", "UTF-8"]);
    check(&after_good(&"x".repeat(100 << 20)), &["app.log: line 2", "longer than 1 MiB"]);
    check(b"<html></html>\n", &["app.log: lines 1 to 1", "`sql`"]);
    let said = harness_in(Path::new("."), &["queries", "no_such.log"]);
    assert!(said.code == 2 && said.stderr.contains("cannot read no_such.log"), "{said:?}");
}
