//! What the lexer, the fingerprint, and the readings of tables, keys and values say of real statements.

use super::*;

const PROSOPITE: &str = include_str!("../../tests/data/prosopite_classes.json");

/// The file of classes: statements of one class have one fingerprint, and no two classes share one.
#[derive(Deserialize)]
struct Classes {
    classes: Vec<Vec<String>>,
}

#[track_caller]
fn check(sql: &str, want: &str) {
    assert_eq!(Fingerprint::new(sql).as_str(), want);
    assert_eq!(Fingerprint::new(want).as_str(), want, "a fingerprint is its own");
}

#[track_caller]
fn check_values(sql: &str, want: &[Cell]) {
    assert_eq!(literals(sql), want);
}

#[track_caller]
fn check_tables(sql: &str, want: &[&str], want_key: Option<&str>) {
    assert_eq!(tables(sql), want);
    assert_eq!(key(sql).map(|key| format!("{}.{}", key.table, key.column)).as_deref(), want_key);
}

#[test]
fn statements_of_a_class_share_a_fingerprint_and_no_others_do() {
    let file: Classes = serde_json::from_str(PROSOPITE).unwrap();
    let mut prints: Vec<Fingerprint> = Vec::new();
    for class in &file.classes {
        let first = Fingerprint::new(&class[0]);
        for sql in class {
            assert_eq!(Fingerprint::new(sql), first, "{sql}");
        }
        prints.push(first);
    }
    let n_classes = prints.len();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), n_classes);
}

#[test]
fn quotes_of_every_dialect_mark_the_same_name() {
    for sql in [
        "SELECT \"id\" FROM \"posts\"",
        "SELECT `id` FROM `posts`",
        "select [Id] from [Posts]",
        "SELECT id FROM posts;",
    ] {
        check(sql, "SELECT id FROM posts");
    }
}

#[test]
fn name_that_would_be_a_keyword_keeps_its_quotes() {
    check("SELECT [order], \"a b\" FROM t", "SELECT \"order\", \"a b\" FROM t");
}

#[test]
fn placeholder_of_every_dialect_is_a_question_mark() {
    for mark in [
        "?",
        "?1",
        "$1",
        ":id",
        "@id",
        "$id",
        "%s",
        "%(id)s",
        "17",
        "-17",
        "'x'",
        "x'00ff'",
        "0x1F",
        "1e-5",
        "$q$it's$q$",
    ] {
        check(&format!("SELECT * FROM posts WHERE id = {mark}"), "SELECT * FROM posts WHERE id = ?");
    }
}

#[test]
fn operators_that_look_like_placeholders_are_operators() {
    check(
        "SELECT id::text, a[1], b % c FROM t WHERE tags @> $1",
        "SELECT id::text, a[?], b % c FROM t WHERE tags @> ?",
    );
    check("SELECT a-1, a - -1, a.b+2 FROM t", "SELECT a - ?, a - ?, a.b + ? FROM t");
}

#[test]
fn lists_and_rows_of_any_length_are_one_placeholder() {
    check("SELECT * FROM t WHERE a IN (1, 2,3) AND b NOT IN ()", "SELECT * FROM t WHERE a IN (?) AND b NOT IN (?)");
    check("SELECT * FROM t WHERE (a, b) IN ((1, 2), (3, 4))", "SELECT * FROM t WHERE (a, b) IN ((?, ?))");
    check("SELECT * FROM t WHERE (a, b) IN (VALUES (?, ?), (?, ?))", "SELECT * FROM t WHERE (a, b) IN (VALUES (?))");
    check("SELECT * FROM t WHERE a IN ($1::uuid, $2::uuid)", "SELECT * FROM t WHERE a IN (?::uuid)");
    check("INSERT INTO t (a, b) VALUES (1, NULL), (?, DEFAULT)", "INSERT INTO t(a, b) VALUES (?)");
    check("INSERT INTO t (a) VALUES (now()), (now()), (1)", "INSERT INTO t(a) VALUES (now()), (?)");
    check(
        "SELECT * FROM t WHERE a IN (SELECT b FROM u WHERE c IN (1, 2))",
        "SELECT * FROM t WHERE a IN (SELECT b FROM u WHERE c IN (?))",
    );
    check("SELECT max(1, 2)", "SELECT max(?, ?)");
}

#[test]
fn null_after_is_belongs_to_the_statement() {
    check("SELECT * FROM t WHERE a IS NOT NULL AND b = NULL", "SELECT * FROM t WHERE a IS NOT NULL AND b = ?");
}

#[test]
fn deep_nesting_is_read_once() {
    // With each list looked through for each around it, this would take minutes.
    let lists = format!("SELECT {}1{}", "a IN (".repeat(50_000), ")".repeat(50_000));
    assert!(Fingerprint::new(&lists).as_str().starts_with("SELECT a IN (a IN ("));
    assert_eq!(tables(&format!("WITH {} FROM t", ") AS ".repeat(100_000))), ["t"]);
}

#[test]
fn unfinished_text_comes_to_an_end() {
    for sql in [
        "SELECT 'a",
        "SELECT \"a",
        "/* a",
        "SELECT (((",
        ")))",
        "$tag$ a",
        "IN (",
        "VALUES (",
        "%(",
        "?",
        "",
        ";;",
        "0x",
        "é",
        "'é''",
    ] {
        let print = Fingerprint::new(sql);
        assert_eq!(Fingerprint::new(print.as_str()).kind(), print.kind(), "{sql}");
        let _ = (literals(sql), tables(sql), key(sql), parameters(sql, Some(&[1_i64.into()])));
    }
    let deep = "(".repeat(100_000) + "1";
    assert_eq!(literals(&format!("SELECT * FROM t WHERE a IN {deep}")), [1_i64.into()]);
}

#[test]
fn literals_keep_their_kind_and_sign() {
    check_values(
        "SELECT 'it''s', E'it\\'s', -1, +2, 3 - 4",
        &["it's".into(), "it's".into(), (-1).into(), 2.into(), 3.into(), 4.into()],
    );
    check_values(
        "SELECT .5, 1e3, 0x10, 9223372036854775808",
        &[0.5.into(), 1e3.into(), 16.into(), 9_223_372_036_854_775_808.0.into()],
    );
    check_values(
        "SELECT x'00FF', NULL, TRUE, 'a -- b' -- 'c'",
        &["x'00FF'".into(), Cell::Null, 1.into(), "a -- b".into()],
    );
}

#[test]
fn double_quotes_are_text_where_names_stand_in_backticks() {
    check("SELECT * FROM `t` WHERE a = \"x\\\"y\"", "SELECT * FROM t WHERE a = ?");
    check("SELECT \"a\" FROM t WHERE b = 'back`tick'", "SELECT a FROM t WHERE b = ?");
}

#[test]
fn tables_come_main_first_and_once() {
    check_tables("SELECT * FROM a, b AS x JOIN c ON c.id = x.id, A", &["a", "b", "c"], None);
    check_tables("SELECT (SELECT 1 FROM b) FROM main.\"A\"", &["A", "b"], None);
    check_tables("SELECT * FROM (a JOIN b ON a.x = b.x) WHERE a.y = 1", &["a", "b"], Some("a.y"));
    check_tables(
        "INSERT OR IGNORE INTO t (a) SELECT b FROM u ON CONFLICT (a) DO UPDATE SET b = 1, c = 2",
        &["t", "u"],
        None,
    );
    check_tables("UPDATE OR REPLACE t SET a = 1 WHERE id = 2", &["t"], Some("t.id"));
    check_tables("DELETE FROM t WHERE id IN (SELECT id FROM u WHERE v = 3)", &["t", "u"], None);
}

#[test]
fn what_is_no_table_is_left_out() {
    check_tables(
        "WITH RECURSIVE x (n) AS (SELECT id FROM a), y AS NOT MATERIALIZED (SELECT 1) SELECT * FROM x, y, b",
        &["b", "a"],
        None,
    );
    check_tables(
        "SELECT extract(year FROM made), trim(BOTH FROM b) FROM a WHERE c IS DISTINCT FROM d FOR UPDATE",
        &["a"],
        None,
    );
    check_tables("SELECT * FROM json_each(?) JOIN a ON 1", &["a"], None);
    check_tables("PRAGMA table_info(posts)", &[], None);
}

#[test]
fn key_is_the_only_column_compared_with_values() {
    check_tables("SELECT * FROM posts WHERE ((\"posts\".\"author_id\") = ?) AND a < 3", &["posts"], None);
    check_tables(
        "SELECT * FROM posts WHERE (\"posts\".\"author_id\" = ?) AND a < 3",
        &["posts"],
        Some("posts.author_id"),
    );
    check_tables(
        "SELECT count(*) FROM (SELECT * FROM posts WHERE author_id IN (?, ?) LIMIT 3) AS s",
        &["posts"],
        Some("posts.author_id"),
    );
    check_tables("SELECT * FROM posts p WHERE 7 = p.author_id ORDER BY id", &["posts"], Some("posts.author_id"));
    check_tables("SELECT * FROM posts WHERE author_id = ANY($1)", &["posts"], Some("posts.author_id"));
    check_tables("SELECT * FROM posts WHERE a = 1 OR a = 2", &["posts"], None);
    check_tables("SELECT * FROM posts WHERE a NOT IN (1) AND b <> 2 AND c = d", &["posts"], None);
    check_tables(
        "SELECT count(*) FILTER (WHERE a = 1) FROM posts WHERE b = 2 GROUP BY c HAVING d = 3",
        &["posts"],
        Some("posts.b"),
    );
}

#[test]
fn parameters_follow_the_text_and_lists_are_sorted() {
    let check = |sql: &str, bound: &[i64], want: &[i64]| {
        let bound: Vec<Cell> = bound.iter().map(|n| (*n).into()).collect();
        let want: Vec<Cell> = want.iter().map(|n| (*n).into()).collect();
        assert_eq!(parameters(sql, Some(&bound)), Some(want), "{sql}");
    };
    check("SELECT * FROM t WHERE a IN (?, ?, ?) AND b = ?", &[3, 1, 3, 0], &[1, 3, 0]);
    check("SELECT * FROM t WHERE a = $2 AND b = $1 LIMIT 9", &[5, 6], &[6, 5, 9]);
    check("SELECT * FROM t WHERE a = 4", &[], &[4]);
    check("SELECT * FROM t", &[8], &[8]);
}

#[test]
fn kind_is_that_of_the_first_verb() {
    let check = |sql: &str, want| assert_eq!(Fingerprint::new(sql).kind(), want, "{sql}");
    check("/* app */ (SELECT 1) UNION SELECT 2", Kind::Read);
    check("VALUES (1)", Kind::Read);
    check("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", Kind::Write);
    check("WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", Kind::Write);
    check("WITH a (n) AS (VALUES (1)) SELECT * FROM a", Kind::Read);
    check("REPLACE INTO t VALUES (1)", Kind::Write);
    for sql in
        ["BEGIN", "commit;", "ROLLBACK TO a", "SAVEPOINT a", "RELEASE a", "PRAGMA x", "EXPLAIN SELECT 1", "SET a = 1"]
    {
        check(sql, Kind::Control);
    }
    check("CREATE TABLE t (a)", Kind::Other);
    check("", Kind::Other);
}
