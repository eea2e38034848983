//! `diff`: the acceptance cases, and what is refused.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::copy::{Said, command_in, harness_in};
#[cfg(unix)]
use crate::shell::in_shell;

/// Runs `harness diff` with these options on two tables, each in a file of its name.
fn diff(expected: (&str, &[u8]), actual: (&str, &[u8]), options: &[&str]) -> Said {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in [expected, actual] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    harness_in(folder.path(), &[&["diff", expected.0, actual.0], options].concat())
}

/// The answer in JSON, on the tables of a case.
#[track_caller]
fn answer(case: &Value, key: &Value) -> Value {
    let names = |names: &Value| {
        let names: Vec<&str> = names.as_array().into_iter().flatten().map(|name| name.as_str().unwrap()).collect();
        (!names.is_empty()).then(|| names.join(","))
    };
    let (key, order) = (names(key), names(&case["order_by"]));
    let mut options = vec!["--format", "json"];
    options.extend(key.iter().flat_map(|key| ["--key", key]));
    options.extend(order.iter().flat_map(|order| ["--order-by", order]));
    let table = |side: &str| case[side].to_string().into_bytes();
    let said = diff(("e.json", &table("expected")), ("a.json", &table("actual")), &options);
    let answer: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let is_same = answer["findings"].as_array().unwrap().is_empty();
    assert_eq!((said.code, said.stderr.as_str()), (i32::from(!is_same), ""), "{}: {answer}", case["id"]);
    answer
}

#[test]
fn acceptance_cases_hold() {
    let cases = include_str!("../acceptance/diff.jsonl").lines();
    let sorted = |value: &Value| {
        let mut texts: Vec<String> = value.as_array().unwrap().iter().map(ToString::to_string).collect();
        texts.sort();
        texts
    };
    let mut n_cases = 0;
    for case in cases.map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let answer = answer(&case, &case["key"]);
        for (name, want) in case["expect"].as_object().unwrap() {
            let (id, got) = (&case["id"], &answer[name]);
            match name.as_str() {
                "findings" => assert_eq!(sorted(got), sorted(want), "{id}: {answer}"),
                "score" => {
                    let off = got.as_f64().unwrap() - want.as_f64().unwrap();
                    assert!(off.abs() < 1e-4, "{id}: {answer}");
                }
                _ => assert_eq!(got, want, "{id}, {name}: {answer}"),
            }
        }
        n_cases += 1;
    }
    assert_eq!(n_cases, 22);
}

#[test]
fn rows_have_the_statuses_that_dbt_gives_them_but_for_keys_that_are_null() {
    let document: Value = serde_json::from_str(include_str!("../acceptance/dbt_row_status_cases.json")).unwrap();
    let mut n_cases = 0;
    for case in document["cases"].as_array().unwrap() {
        let columns = case["expected"]["columns"].as_array().unwrap();
        let is_there = |name: &Value| columns.iter().any(|column| column["name"] == *name);
        let has_key = case["key"].as_array().unwrap().iter().all(is_there);
        let answer = answer(case, if has_key { &case["key"] } else { &Value::Null });
        let upstream = |name: &str| case["upstream_statuses"][name].as_u64().unwrap_or_default();
        let n_unclear = upstream("nonunique_pk");
        let ours = |name: &str| answer[name].as_u64().unwrap();
        let id = &case["id"];
        // Here these rows pair as well, and what is over is a copy.
        assert_eq!(ours("identical") + ours("duplicates"), upstream("identical") + n_unclear, "{id}: {answer}");
        for (name, theirs) in [("modified", "modified"), ("missing", "removed"), ("extra", "added")] {
            assert_eq!(ours(name), upstream(theirs), "{id}: {answer}");
        }
        n_cases += 1;
    }
    assert_eq!(n_cases, 9);
}

#[test]
fn a_person_gets_the_graded_table() {
    let said = diff(
        ("e.csv", b"email,n,total\nalice,2,20.00\nbob,1,7.50\ncarol,0,0.00\n"),
        ("a.csv", b"email,n,total\nalice,2,20.0\nbob,1,7.75\n"),
        &["--key", "email"],
    );
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said:?}");
    expect_test::expect![[r"
        score 0.5333: missing_rows, modified_cells
          matched 1 · missing 1 · changed 1
            email  n  total
          ~ bob    1    7.5   expected
          ~ bob    1   7.75   actual
                       ^^^^
          - carol  0    0.0   missing
        compared as: email text, n integer, total decimal(2)
    "]]
    .assert_eq(&said.stdout);
}

#[test]
fn one_table_may_come_from_standard_input() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("e.csv"), "id,v\n1,NULL\n").unwrap();
    let mut command = command_in(folder.path(), &["diff", "e.csv", "-", "--null", "NULL", "--order-by", "-id,v"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"{\"columns\": [\"id\", \"v\"], \"rows\": [[1, null]]}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("the same: 1 row\n"));
}

/// Is refused with exit code 2 and these words; the expected table is `e.csv`.
#[track_caller]
fn check(expected: &str, actual: (&str, &[u8]), options: &[&str], want: &str) {
    let said = diff(("e.csv", expected.as_bytes()), actual, options);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
    assert!(said.stderr.starts_with(&format!("error: {want}")), "{}", said.stderr);
}

#[test]
fn what_cannot_be_read_is_refused_with_file_line_and_field() {
    check("id,v\n1,a\n", ("a.bin", b"\x7fELF\x00\xff"), &[], "a.bin:1: this is no text in UTF-8");
    check("id,v\n1,a\n", ("a.json", b"{\"columns\": [\"id\"],\n\"rows\": [[1"), &[], "a.json:2:");
    check("id,v\n1,a\n", ("a.csv", b"id,v\n1\n"), &[], "a.csv:2: fields in this row: 1");
    check("id,ID\n1,a\n", ("a.csv", b"id\n1\n"), &[], "e.csv:1: two columns are named `ID`");
    let money = json!({"columns": [{"name": "t", "type": "money"}], "rows": []}).to_string();
    check("id\n", ("a.json", money.as_bytes()), &[], "a.json:1:");
}

#[test]
fn garbage_is_refused_with_file_line_and_what_it_is() {
    let good = "id,v\n1,a\n";
    check(good, ("a.csv", b"\x1f\x8b\x08\0\0"), &[], "a.csv:1: this is packed by gzip");
    check(good, ("a.csv", b"PK\x03\x04\x14\0"), &[], "a.csv:1: this is a zip archive or a workbook");
    check(good, ("a.csv", b"SQLite format 3\0\x10"), &[], "a.csv:1: this is an SQLite database");
    check(good, ("a.csv", b"\xff\xfei\0d\0"), &[], "a.csv:1: this is in UTF-16");
    check(good, ("a.csv", &[0; 4096]), &[], "a.csv:1: a NUL byte");
    check(good, ("a.csv", b"id,v\n1,a\n2,\xe9\n"), &[], "a.csv:3: this is no text in UTF-8");
    check(good, ("a.csv", b""), &[], "a.csv:1: the file is empty");
    check(good, ("a.csv", b"id,v\n1,a\n2,b,c\n"), &[], "a.csv:3: fields in this row: 3, and in the header: 2");
    check(good, ("a.csv", b"id,v\n1,\"a\n2,b\n"), &[], "a.csv:2: a quotation mark that is never closed");
    let wide = vec!["c"; 2_001].join(",");
    check(good, ("a.csv", wide.as_bytes()), &[], "a.csv:1: more than 2000 columns");
    let deep = "[".repeat(100_000);
    let rows = |rows: &str| format!("{{\"columns\": [\"id\"], \"rows\": {rows}}}").into_bytes();
    check(good, ("a.json", &rows(&deep)), &[], "a.json:1:");
    check(good, ("a.json", &rows("[[1e999]]")), &[], "a.json:1:");
    check(good, ("a.json", &rows("[[1]], \"rows\": []")), &[], "a.json:1:");
    check(good, ("a.json", &rows("[{\"id\": 1}]")), &[], "a.json:1:");
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("e.csv"), good).unwrap();
    let said = harness_in(folder.path(), &["diff", "e.csv", "."]);
    assert!(said.code == 2 && said.stderr.starts_with("error: cannot read .: "), "{said:?}");
}

#[test]
fn what_is_odd_but_can_be_read_has_its_answer() {
    let same = |expected: &str, actual: (&str, &[u8]), options: &[&str]| {
        let said = diff(("e.csv", expected.as_bytes()), actual, options);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    };
    same("id,v\n1,a\n", ("a.csv", "\u{feff}id,v\r\n1,a\r\n".as_bytes()), &[]);
    same("id\n1\n1\n", ("a.json", b"{\"columns\": [\"id\"], \"rows\": [[1], [1]]}"), &["--key", "id"]);
    same("n\n18446744073709551615\n", ("a.json", b"{\"columns\": [\"n\"], \"rows\": [[18446744073709551615]]}"), &[]);
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let passed_over = format!("{{\"of\": {open}{close}, \"columns\": [\"id\"], \"rows\": [[1]]}}");
    same("id\n1\n", ("a.json", passed_over.as_bytes()), &[]);
    let twice = diff(("e.csv", b"id,v\n1,a\n1,b\n"), ("a.csv", b"id,v\n1,a\n1,c\n"), &["--key", "id"]);
    assert_eq!((twice.code, twice.stderr.as_str()), (1, ""), "{twice:?}");
    let cell = |end: &str| format!("id,v\n1,{}{end}\n", "x".repeat(4 << 20));
    let huge = diff(("e.csv", cell("a").as_bytes()), ("a.csv", cell("b").as_bytes()), &["--key", "id"]);
    assert!(huge.code == 1 && huge.stdout.contains("changed 1"), "{}: {} bytes", huge.code, huge.stdout.len());
}

#[test]
#[cfg(unix)]
fn table_may_be_closed_endless_or_a_pipe() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("e.csv"), "id\n1\n").unwrap();
    let check = |script: &str, want: (i32, &str)| {
        let said = in_shell(folder.path(), script);
        assert_eq!(said.code, want.0, "{script}: {said:?}");
        let all = [said.stdout, said.stderr].concat();
        assert!(all.contains(want.1), "{script}: no {:?} in {all}", want.1);
    };
    check("exec \"$0\" diff e.csv - <&-", (2, "standard input:1: the file is empty"));
    check("mkfifo pipe && { cat e.csv >pipe & exec \"$0\" diff e.csv pipe; }", (0, "the same: 1 row"));
    check("ulimit -v 1200000; exec \"$0\" diff e.csv /dev/zero", (2, "/dev/zero is longer than 256 MiB"));
}

#[test]
fn what_is_asked_for_has_to_be_there() {
    let actual = ("a.csv", &b"id,v\n1,a\n"[..]);
    check("id,v\n1,a\n", actual, &["--key", "idd"], "--key: e.csv has no column `idd`: did you mean `id`?");
    check("id,v\n1,a\n", actual, &["--order-by", "-total"], "--order-by: e.csv has no column `total`: there are id, v");
    let folder = TempDir::new().unwrap();
    let said = harness_in(folder.path(), &["diff", "-", "-"]);
    assert_eq!(said.code, 2, "{said:?}");
    let said = harness_in(folder.path(), &["diff", "none.csv", "-"]);
    assert!(said.code == 2 && said.stderr.starts_with("error: cannot read none.csv: "), "{said:?}");
}

#[test]
fn large_tables_with_a_key_are_compared_row_by_row() {
    let table = |from: usize, of: &str| {
        let rows: Vec<String> = (from..from + 20_000).map(|n| format!("{n},{of}{n}\n")).collect();
        format!("id,v\n{}", rows.concat()).into_bytes()
    };
    let (expected, actual) = (table(0, "a"), table(10, "b"));
    let keyed = diff(("e.csv", &expected), ("a.csv", &actual), &["--key", "id", "--format", "json"]);
    let answer: Value = serde_json::from_str(&keyed.stdout).unwrap();
    assert_eq!((&answer["modified"], &answer["missing"]), (&json!(19_990), &json!(10)), "{answer}");
    assert_eq!((&answer["differences_left_out"], keyed.stderr.as_str()), (&json!(19_910), ""), "{answer}");
    let whole = diff(("e.csv", &expected), ("a.csv", &actual), &["--format", "json"]);
    assert!(whole.code == 1 && whole.stderr.contains("hint: --key"), "{}", whole.stderr);
}
