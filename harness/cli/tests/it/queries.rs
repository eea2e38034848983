//! `harness queries`: the acceptance cases, both formats, and what is refused.

use std::fs;
use std::io::Write;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use crate::copy::{Said, command_in, harness_in};
#[cfg(unix)]
use crate::shell::in_shell;

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

const GOOD: &str = "{\"sql\": \"SELECT 1\", \"params\": []}\n";

/// A log whose second line is `line`.
fn after_good(line: &str) -> Vec<u8> {
    [GOOD, line].concat().into_bytes()
}

/// `log` is refused with exit code 2 and a message that has all of `want`.
#[track_caller]
fn check_refused(log: &[u8], want: &[&str]) {
    let said = queries(log, "json");
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
    assert_eq!(said.stderr.matches("error").count(), 1, "one message: {}", said.stderr);
    for want in want {
        assert!(said.stderr.contains(want), "no {want:?} in {}", said.stderr);
    }
}

/// The statements of `log` that were counted, and the first finding with its different parameters.
#[track_caller]
fn check_answer(log: &[u8], want: (u64, Option<(&str, u64)>)) {
    let said = queries(log, "json");
    let answer: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let first = &answer["findings"][0];
    let found = first["code"].as_str().map(|code| (code, first["distinct_params"].as_u64().unwrap()));
    assert_eq!((answer["statements"].as_u64().unwrap(), found), want, "{answer}");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line_and_field() {
    check_refused(&after_good("{\"sql\": \"SELECT 1\", \"params\": [1, 2"), &["app.log: line 2", "`params`"]);
    check_refused(&after_good("{\"params\": []}\n"), &["app.log: line 2", "`sql`"]);
    check_refused(&after_good(&"x".repeat(100 << 20)), &["app.log: line 2", "longer than 1 MiB"]);
    check_refused(b"<html></html>\n", &["app.log: lines 1 to 1", "`sql`"]);
    for (field, values) in [
        ("sql", &["5", "[]", "\"a\0\"", "\"\\ud800\"", "\"\\x\""][..]),
        ("params", &["{\"a\": 1}", "\"x\"", "7", "true", "[1e999]", "[1,]"]),
        ("scale", &["\"ten\"", "1e3", "-1", "99999999999999999999", "[1]"]),
        ("failed", &["\"no\"", "0"]),
        ("site", &["7", "{}"]),
    ] {
        for value in values {
            let line = format!("{{\"sql\": \"SELECT 1\", \"params\": [], \"{field}\": {value}}}\n");
            check_refused(&after_good(&line), &["app.log: line 2: column ", &format!("field `{field}`: ")]);
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    check_refused(&[GOOD.as_bytes(), &[0, 255, 254, 10]].concat(), &["app.log: line 2: byte 2 is not UTF-8"]);
    check_refused(b"\x7fELF\x02\x01\x01\0\0\xff\0\n", &["app.log: line 1: byte 10 is not UTF-8"]);
    check_refused(&[0; 4096], &["app.log: lines 1 to 1: no field `sql`"]);
    check_refused(
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
        &["app.log: line 1: this is packed by gzip", "hint: unpack it"],
    );
    let wide: Vec<u8> = "\u{feff}{\"sql\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_refused(&wide, &["app.log: line 1: this is in UTF-16", "hint: save it as UTF-8"]);
}

#[test]
fn what_is_odd_but_can_be_read_has_its_answer() {
    check_answer(b"", (0, None));
    check_answer(b"\r\n\n \n", (0, None));
    let crlf = format!("\u{feff}{}", GOOD.replace('\n', "\r\n").repeat(3));
    check_answer(crlf.as_bytes(), (3, Some(("redundant", 1))));
    let large = ["18446744073709551615", "123456789012345678901234567890", "-9223372036854775809", "1e308"];
    let log = large.map(|n| format!("{{\"sql\": \"SELECT * FROM t WHERE a = ?\", \"params\": [{n}]}}\n")).concat();
    check_answer(log.as_bytes(), (4, Some(("n_plus_one", 4))));
    let (open, close) = ("[".repeat(400_000), "]".repeat(400_000));
    check_answer(&after_good(&format!("{{\"of\": {open}{close}, \"sql\": \"SELECT 2\", \"params\": []}}")), (2, None));
    let nested = format!("{{\"sql\": \"SELECT 1\", \"params\": [{open}{close}]}}");
    check_refused(&after_good(&nested), &["app.log: line 2: column ", "field `params`: recursion limit"]);
}

#[test]
fn long_statement_is_read_whatever_is_in_it() {
    for piece in ["(", ")", ",", "IN (", ") AS ", "1e5,", "VALUES (", "WITH a AS (", "a=1 AND ", "\u{e9}", "$a", "[a]."]
    {
        let sql = format!("WITH [a] AS {}", piece.repeat(100_000 / piece.len()));
        let line = format!("{{\"sql\": \"{sql}\", \"params\": []}}\n");
        check_answer(&after_good(&line), (2, None));
    }
}

#[test]
fn what_is_no_file_is_refused_with_its_reason() {
    let said = harness_in(Path::new("."), &["queries", "no_such.log"]);
    assert!(said.code == 2 && said.stderr.contains("cannot read no_such.log: "), "{said:?}");
    let folder = TempDir::new().unwrap();
    let said = harness_in(folder.path(), &["queries", "."]);
    assert!(said.code == 2 && said.stderr.starts_with("error: cannot read .: "), "{said:?}");
}

#[test]
#[cfg(unix)]
#[expect(clippy::print_stderr, reason = "a test that proves nothing says why")]
fn log_that_may_not_be_read_is_refused() {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("app.log");
    fs::write(&log, GOOD).unwrap();
    fs::set_permissions(&log, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&log).is_ok() {
        eprintln!("skipped: root may read everything");
        return;
    }
    let said = harness_in(folder.path(), &["queries", "app.log"]);
    assert!(said.code == 2 && said.stderr.starts_with("error: cannot read app.log: "), "{said:?}");
}

#[test]
#[cfg(unix)]
fn log_may_be_closed_endless_or_a_pipe() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("app.log"), GOOD.repeat(3)).unwrap();
    let check = |script: &str, want: (i32, &str)| {
        let said = in_shell(folder.path(), script);
        assert_eq!(said.code, want.0, "{script}: {said:?}");
        let all = [said.stdout, said.stderr].concat();
        assert!(all.contains(want.1), "{script}: no {:?} in {all}", want.1);
    };
    check("exec \"$0\" queries - <&-", (0, "0 statements: nothing found"));
    check("mkfifo pipe && { cat app.log >pipe & exec \"$0\" queries pipe; }", (1, "3 statements: 1 finding"));
    // What has no end is refused before it takes memory, KiB of addresses.
    check("ulimit -v 400000; exec \"$0\" queries /dev/zero", (2, "/dev/zero: line 1: longer than 1 MiB"));
    fs::File::create(folder.path().join("long")).unwrap().set_len(200 << 20).unwrap();
    check("ulimit -v 400000; exec \"$0\" queries long", (2, "long: line 1: longer than 1 MiB"));
}
