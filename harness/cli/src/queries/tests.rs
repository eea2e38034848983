//! Whole logs, and what is said of them: by the rules, and as the judge says it of students.

use std::fmt::Write;

use harness_core::query_log::{QueryLog, Statement};
use harness_core::repeats::{RepeatKind, repeats};
use harness_core::rows::Cell;
use serde_json::{Value, json};

use super::answer::Code;
use super::*;

fn lines(statements: &[Value]) -> String {
    statements.iter().fold(String::new(), |mut log, statement| {
        writeln!(log, "{statement}").unwrap();
        log
    })
}

fn answer(log: &str) -> Answer {
    judge(log.as_bytes(), "log").unwrap()
}

/// Each finding as its code, its occurrences, its different parameters, its site and its source.
#[track_caller]
fn check(statements: &[Value], want: &[(Code, u64, u64, &str, &str)]) -> Answer {
    let answer = answer(&lines(statements));
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let found: Vec<_> = answer
        .findings
        .iter()
        .map(|found| {
            (found.code, found.occurrences, found.distinct_params, text(&found.site), text(&found.source_table))
        })
        .collect();
    let want: Vec<_> = want
        .iter()
        .map(|(code, n, params, site, source)| (*code, *n, *params, (*site).to_owned(), (*source).to_owned()))
        .collect();
    assert_eq!(found, want);
    answer
}

#[track_caller]
fn check_refused(log: &[u8], want: &str) {
    let error = judge(log, "log").unwrap_err();
    assert_eq!(error.to_string(), want);
}

fn read(id: u32) -> Value {
    json!({"sql": "SELECT * FROM \"posts\" WHERE author_id = ?", "params": [id]})
}

#[test]
fn three_executions_make_a_finding_and_two_do_not() {
    check(&[read(1), read(1)], &[]);
    check(&[read(1), read(1), read(1)], &[(Code::Redundant, 3, 1, "", "")]);
    check(&[read(1), read(2), read(2)], &[(Code::Redundant, 3, 2, "", "")]);
    check(&[read(1), read(2), read(3)], &[(Code::NPlusOne, 3, 3, "", "")]);
}

#[test]
fn values_in_the_text_are_parameters_like_bound_ones() {
    let literal = |id: u32| json!({"sql": format!("select * from posts where author_id = {id} -- {id}"), "params": []});
    let unknown = |id: u32| json!({"sql": format!("select * from posts where author_id={id}"), "params": null});
    check(&[literal(1), read(1), unknown(1)], &[(Code::Redundant, 3, 1, "", "")]);
    check(&[literal(1), read(2), unknown(3)], &[(Code::NPlusOne, 3, 3, "", "")]);
}

#[test]
fn order_and_length_of_a_list_make_no_other_statement() {
    let list = |ids: &[u32]| {
        let marks = vec!["?"; ids.len()].join(", ");
        json!({"sql": format!("SELECT * FROM posts WHERE id IN ({marks})"), "params": ids})
    };
    check(&[list(&[1, 2]), list(&[2, 1]), list(&[1, 2, 2])], &[(Code::Redundant, 3, 1, "", "")]);
    check(&[list(&[1]), list(&[1, 2]), list(&[1, 2, 3])], &[(Code::NPlusOne, 3, 3, "", "")]);
}

#[test]
fn unknown_parameters_say_no_more_than_what_can_be_told() {
    let unknown = json!({"sql": "SELECT * FROM posts WHERE author_id = ?", "params": null});
    check(&vec![unknown.clone(); 4], &[(Code::RepeatUnknownParams, 4, 0, "", "")]);
    check(&[unknown.clone(), read(1), read(2)], &[(Code::RepeatUnknownParams, 3, 0, "", "")]);
    check(&[unknown, read(1), read(2), read(3)], &[(Code::NPlusOne, 4, 3, "", "")]);
}

#[test]
fn what_failed_and_what_steers_does_not_count() {
    let failed = json!({"sql": "SELECT 1", "params": [], "failed": true});
    let control = ["BEGIN", "SAVEPOINT a", "PRAGMA x = 1", "EXPLAIN SELECT 1", "SET a = 1", "COMMIT"]
        .map(|sql| json!({"sql": sql, "params": []}));
    let log: Vec<Value> = [vec![failed; 5], vec![control.to_vec(); 3].concat()].concat();
    assert_eq!(check(&log, &[]).statements, 0);
}

#[test]
fn findings_come_in_the_order_of_their_weight() {
    let write = json!({"sql": "INSERT INTO t (a) VALUES (?), (?)", "params": [1, 2]});
    let same = json!({"sql": "SELECT * FROM t", "params": []});
    let unknown = json!({"sql": "SELECT * FROM u WHERE a = ?", "params": null});
    let log = [vec![write; 9], vec![unknown; 8], vec![same; 7], vec![read(1), read(2), read(3)]].concat();
    check(
        &log,
        &[
            (Code::NPlusOne, 3, 3, "", "t"),
            (Code::Redundant, 7, 1, "", "u"),
            (Code::RepeatUnknownParams, 8, 0, "", "t"),
            (Code::RepeatedWrite, 9, 1, "", ""),
        ],
    );
}

#[test]
fn sites_are_told_apart_and_unknown_ones_belong_to_the_only_known_one() {
    let at =
        |id: u32, site: &str| json!({"sql": "SELECT * FROM posts WHERE author_id = ?", "params": [id], "site": site});
    check(&[at(1, "a"), at(2, "a"), at(3, "b"), at(4, "b")], &[]);
    check(&[at(1, "a"), read(2), read(3)], &[(Code::NPlusOne, 3, 3, "a", "")]);
    check(&[at(1, "a"), at(2, "b"), read(3), read(4)], &[]);
}

#[test]
fn growth_decides_where_there_are_scales() {
    let at = |scale: u32, sql: &str| json!({"sql": sql, "params": [], "scale": scale});
    let (all, one, write) = ("SELECT * FROM a", "SELECT * FROM b WHERE id = 1", "INSERT INTO a (id) VALUES (1)");
    let run = |scale: u32, n_one: usize| [vec![at(scale, all)], vec![at(scale, one); n_one]].concat();
    let linear = check(&[run(10, 10), run(100, 100)].concat(), &[(Code::NPlusOne, 110, 1, "", "a")]);
    assert_eq!(
        serde_json::to_value(&linear.growth).unwrap(),
        json!({"law": "linear", "slope": 1, "counts": {"10": 11, "100": 101}})
    );
    // Repeats of a bounded number, in whatever run, are no N+1, and writes are no reads.
    for (log, law) in [
        ([run(10, 50), run(1000, 50)].concat(), "constant"),
        ([run(10, 5), run(1000, 50)].concat(), "chunked"),
        ([run(10, 50), run(1000, 5)].concat(), "non_increasing"),
        ([run(10, 1), run(20, 1), vec![at(20, write); 10]].concat(), "chunked"),
        (vec![at(7, one); 9], "inconclusive"),
    ] {
        assert_eq!(serde_json::to_value(check(&log, &[]).growth).unwrap()["law"], law);
    }
}

#[test]
fn statements_without_a_scale_say_nothing_of_growth() {
    let at = |scale: u32| json!({"sql": "SELECT * FROM a", "params": [], "scale": scale});
    let answer = check(&[read(1), read(2), read(3), at(1), at(2)], &[]);
    assert_eq!((answer.unscaled, answer.statements), (3, 5));
}

#[test]
fn garbage_is_refused_with_its_line() {
    check_refused(
        b"\n{\"sql\": \"a\", \"params\": [",
        "log: line 2: column 24: field `params`: EOF while parsing a list",
    );
    check_refused(b"{\"sql\": \"a\", \"params\": []}\nhello", "log: line 2: column 1: expected value");
    check_refused(b"\x7fELF\x02\x01\xff", "log: line 1: byte 7 is not UTF-8: a log of statements is text");
    check_refused(
        b"INFO app: started\nINFO app: done\n",
        "log: lines 1 to 2: no field `sql`, and nothing of sqlx::query: a line is {\"sql\": …, \"params\": …}, or what \
         sqlx::query prints at level debug",
    );
    assert_eq!(answer("").statements, 0);
    assert_eq!(answer("\n\n").statements, 0);
}

#[test]
fn statements_with_more_scales_than_are_told_apart_are_refused() {
    let log: Vec<Value> =
        (0..=MOST_SCALES).map(|scale| json!({"sql": "SELECT 1", "params": [], "scale": scale})).collect();
    check_refused(
        lines(&log).as_bytes(),
        "log: line 10001: field `scale`: more than 10000 different scales: it is the size of a run's data",
    );
}

#[test]
fn printed_statements_are_judged_among_other_lines() {
    let mut log = String::from("INFO app: started\n");
    for id in 0..3 {
        log += "DEBUG sqlx::query: summary=\"SELECT * FROM posts …\" db.statement=\"\\n\\nSELECT * FROM posts WHERE id = ?\\n\" rows_affected=0\n";
        writeln!(log, "DEBUG sqlx::query: summary=\"DELETE FROM a{id}\" db.statement=\"\" rows_affected=0").unwrap();
    }
    let answer = answer(&log);
    let codes: Vec<Code> = answer.findings.iter().map(|found| found.code).collect();
    assert_eq!((codes, answer.statements), (vec![Code::RepeatUnknownParams], 6));
}

#[test]
fn repeats_are_those_that_the_judge_finds() {
    let texts = [
        "SELECT * FROM a WHERE id = ?",
        "SELECT * FROM a WHERE id IN (?, ?)",
        "SELECT * FROM a WHERE id = 1",
        "SELECT * FROM a WHERE id = 2 /* two */",
        "SELECT * FROM a WHERE b = ? AND c = 'it''s' LIMIT 3",
        "INSERT INTO a (id, b) VALUES (?, 'x')",
        "INSERT INTO a (id, b) VALUES (?, 'x'), (?, 'y')",
        "PRAGMA a",
        "CREATE TABLE a (id)",
    ];
    let mut dice = 1_u64;
    let mut roll = |n: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((dice >> 33) % n as u64).unwrap()
    };
    for _ in 0..300 {
        let statements: Vec<Statement> = (0..roll(30))
            .map(|_| {
                let sql = texts[roll(texts.len())];
                let params: Vec<Cell> = (0..sql.matches('?').count()).map(|_| roll(4).into()).collect();
                Statement {
                    sql: sql.to_owned(),
                    params: (roll(5) > 0).then_some(params),
                    site: ["", "src/a.rs:1", "src/b.rs:2"]
                        .get(roll(4))
                        .filter(|site| !site.is_empty())
                        .map(|site| (*site).to_owned()),
                    failed: roll(9) == 0,
                    reported: true,
                    n_rows: 0,
                }
            })
            .collect();
        let log: Vec<Value> = statements.iter().map(|sent| serde_json::to_value(sent).unwrap()).collect();
        let found = answer(&lines(&log)).findings.into_iter();
        let mut found: Vec<_> = found
            .map(|found| (found.fingerprint, found.site, found.code, found.occurrences, found.distinct_params))
            .collect();
        let code = |kind| match kind {
            RepeatKind::NPlusOne => Code::NPlusOne,
            RepeatKind::Redundant => Code::Redundant,
            RepeatKind::UnknownParams => Code::RepeatUnknownParams,
            RepeatKind::RepeatedWrite => Code::RepeatedWrite,
        };
        let judged = repeats(&QueryLog { statements }).into_iter();
        let mut judged: Vec<_> = judged
            .map(|found| {
                let code = code(found.kind());
                (found.fingerprint, found.site, code, found.occurrences, found.distinct_params)
            })
            .collect();
        found.sort();
        judged.sort();
        assert_eq!(found, judged);
    }
}

#[test]
fn texts_that_were_forgotten_are_read_anew() {
    // Far more texts than are kept, none of which can be shortened to another's: every one is told apart all the same.
    let log: Vec<Value> = (0..25_000)
        .chain(0..1000)
        .map(|n| json!({"sql": format!("SELECT * FROM [t] WHERE a = {n} AND b = ?"), "params": [n % 2]}))
        .collect();
    check(&log, &[(Code::NPlusOne, 26_000, 25_000, "", "")]);
}

#[test]
fn parameters_that_are_too_many_to_be_told_apart_are_at_least_so_many() {
    let log: Vec<Value> = (0..70_000).map(read).collect();
    let answer = check(&log, &[(Code::NPlusOne, 70_000, 65_536, "", "")]);
    assert!(answer.findings[0].saturated);
    let said = serde_json::to_value(&answer).unwrap();
    assert_eq!(said["findings"][0]["saturated"], true);
}

#[test]
fn words_say_what_where_and_what_to_do() {
    let log: Vec<Value> =
        [vec![json!({"sql": "SELECT * FROM \"authors\"", "params": []})], (0..3).map(read).collect()].concat();
    let log: Vec<Value> = log
        .into_iter()
        .map(|mut line| {
            line["site"] = "src/blog.rs:7".into();
            line
        })
        .collect();
    let want = "error[N_PLUS_ONE]: a statement is sent for each row: 3 times, with 3 different parameters
  --> src/blog.rs:7, table posts
   |
   | SELECT * FROM posts WHERE author_id = ?
   |
   = note: before it was sent again, a statement on authors was sent
   = help: ask once for all rows, as by `author_id IN (…)`; in SeaORM by `load_many`, `load_one`, `Entity::load().with(…)` or a join
   = help: `cargo harness explain N_PLUS_ONE` has more

4 statements: 1 finding
";
    assert_eq!(answer(&lines(&log)).text(), want);
    assert_eq!(answer("").text(), "0 statements: nothing found\n");
}

#[test]
fn words_never_steer_the_terminal() {
    let sent = json!({"sql": "SELECT * FROM \"a\u{1b}[2J\"", "params": [], "site": "\u{1b}]0;x\u{7}"});
    let text = answer(&lines(&vec![sent; 3])).text();
    assert!(!text.contains(['\u{1b}', '\u{7}']) && text.contains("\\u{1b}"), "{text}");
}
