//! `harness review`: the acceptance cases, the three kinds of targets, and what is refused.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, Executor};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::copy::{Said, command_in, harness_in};

/// `harness review` on a file of this name and content.
fn review(name: &str, bytes: &[u8], format: &str) -> Said {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    harness_in(folder.path(), &["review", name, "--format", format])
}

/// The answer in JSON.
#[track_caller]
fn answer(said: &Said) -> Value {
    let answer: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let is_clean = answer["findings"].as_array().unwrap().is_empty();
    assert_eq!((said.code, said.stderr.as_str()), (i32::from(!is_clean), ""), "{said:?}");
    answer
}

/// `CODE subject` of each finding, sorted.
fn found(answer: &Value) -> Vec<String> {
    let text = |finding: &Value, field: &str| finding[field].as_str().unwrap().to_owned();
    let findings = answer["findings"].as_array().unwrap().iter();
    let mut found: Vec<String> =
        findings.map(|finding| format!("{} {}", text(finding, "code"), text(finding, "subject"))).collect();
    found.sort();
    found
}

#[test]
fn acceptance_cases_hold() {
    let cases: Vec<Value> =
        include_str!("../acceptance/review.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(cases.len(), 18);
    for case in &cases {
        let said = review("case.json", case.to_string().as_bytes(), "json");
        let mut want: Vec<&str> =
            case["expect"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        want.sort_unstable();
        assert_eq!(found(&answer(&said)), want, "{}: {said:?}", case["id"]);
    }
}

#[test]
fn indexes_are_missing_where_the_shell_of_sqlite_says_so() {
    let document: Value = serde_json::from_str(include_str!("../acceptance/sqlite_fkey_index_lint.json")).unwrap();
    let plain = |statement: &str| {
        let on = statement.split_once(" ON ").unwrap().1;
        let on = on.split_once("; -->").map_or(on, |(on, _)| on).trim_end_matches(';');
        on.replace(['\'', '"', ' '], "").to_lowercase()
    };
    let cases = document["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 11);
    for case in cases {
        let answer = answer(&review("case.sql", case["schema"].as_str().unwrap().as_bytes(), "json"));
        let findings = answer["findings"].as_array().unwrap().iter();
        let mut helps: Vec<String> = findings
            .filter(|finding| finding["code"] == "FK_NO_INDEX")
            .map(|finding| plain(finding["help"].as_str().unwrap()))
            .collect();
        let wanted = case["expected_lint"].as_array().unwrap().iter();
        let mut wanted: Vec<String> = wanted.map(|lint| plain(lint.as_str().unwrap())).collect();
        helps.sort();
        wanted.sort();
        assert_eq!(helps, wanted, "{}", case["id"]);
    }
}

const DUMP: &str = "PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE authors(id INTEGER PRIMARY KEY);
CREATE TABLE posts( -- not; the end
  id INTEGER PRIMARY KEY, author_id TEXT REFERENCES authors
);
INSERT INTO posts VALUES(1,'it''s; not the end');
CREATE TRIGGER t AFTER DELETE ON posts BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM authors; END;
CREATE VIEW v AS SELECT * FROM posts;
CREATE VIRTUAL TABLE search USING a_module_of_ours(title);
CREATE TABLE hits(id INTEGER PRIMARY KEY, found REFERENCES search(title), t TEXT COLLATE OURS CHECK (t REGEXP 'x'));
CREATE INDEX hits_t ON hits(our_function(t));
ATTACH 'made.db' AS other;
CREATE TABLE other.t(a);
VACUUM INTO 'copied.db';
COMMIT;
";

#[test]
fn dump_is_reviewed_for_its_structure_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("dump.sql"), DUMP).unwrap();
    let said = harness_in(folder.path(), &["review", "dump.sql"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said:?}");
    expect_test::expect![[r"
        error[FK_TYPE_MISMATCH]: `posts.author_id` has affinity TEXT, and `authors.id`, which it points to, affinity INTEGER
          --> dump.sql:4: posts(author_id)
           = note: declared TEXT here, declared INTEGER there
           = help: declare both columns with one type, as `authors.id` has it

        warning[FK_NO_INDEX]: no index of `posts` begins with `author_id`
          --> dump.sql:4: posts(author_id)
           = note: each deletion of a row of `authors`, and each look-up of its rows of `posts`, reads all of `posts`
           = help: CREATE INDEX posts_author_id ON posts(author_id);

        note: `search` is left out: it is a virtual table
        note: `t` is left out: it is in another database
        3 tables, 2 foreign keys: 1 error, 1 warning
        about one of them: cargo harness explain FK_TYPE_MISMATCH
    "]].assert_eq(&said.stdout);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is made");
}

#[test]
fn what_was_looked_at_is_said_where_nothing_is_found() {
    let said = review("a.sql", b"CREATE TABLE a(id INTEGER PRIMARY KEY)", "text");
    assert_eq!((said.code, said.stdout.as_str()), (0, "1 table, 0 foreign keys: nothing found\n"), "{said:?}");
}

#[test]
fn standard_input_is_reviewed_like_a_file() {
    let document = json!({"ddl": "CREATE TABLE a(b TEXT REFERENCES nowhere);"}).to_string();
    let mut child = command_in(Path::new("."), &["review", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(document.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found(&answer), ["FK_PARENT_TABLE_MISSING a(b)"]);
}

/// Is refused with exit code 2 and these words.
#[track_caller]
fn refused(name: &str, bytes: &[u8], want: &str) {
    let said = review(name, bytes, "json");
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
    assert!(said.stderr.starts_with(&format!("error: {want}")), "{}", said.stderr);
}

#[test]
fn sql_that_cannot_be_read_is_refused_with_its_line() {
    refused("a.sql", b"CREATE TABLE a(b);\n\nCREATE TALBE c(d);", "a.sql:3: near \"TALBE\": syntax error");
    refused("a.sql", b"CREATE TABLE a(b);\nINSERT INTO a VALUES ('x", "a.sql:2: the text breaks off");
    refused("a.sql", b"-- nothing\n", "a.sql:1: there is no statement");
    refused("a.sql", b"", "a.sql is empty");
    refused("a.sql", b"\x7fELF\x01\x00", "a.sql is neither an SQLite database nor text");
    let long = format!("CREATE TABLE a(b DEFAULT '{}');", "x".repeat(2 << 20));
    refused("a.sql", long.as_bytes(), "a.sql:1: a statement of more than 1 MiB");
    let endless = "CREATE TABLE a AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT * FROM c";
    refused("a.sql", endless.as_bytes(), "a.sql:1: it takes too long");
    let large = "CREATE TABLE a AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT zeroblob(99999999) FROM c";
    refused("a.sql", large.as_bytes(), "a.sql:1: out of memory");
}

#[test]
fn document_that_cannot_be_read_is_refused_with_line_and_field() {
    refused("a.json", b"{\"ddl\": \"\",\n\"relations\": [{\"from\"", "a.json:2:21: field `relations[0]`: EOF");
    refused("a.json", b"{\"relations\": []}", "a.json:1:17: missing field `ddl`");
    refused(
        "a.json",
        b"{\n\"ddl\": \"CREATE TABLE a(b);\\nDROP\"}",
        "a.json:2: field `ddl`, its line 2: incomplete input",
    );
    let relation = |name: &str, value: Value| {
        let mut relation = json!({"from": "a", "name": "b", "to": "a", "kind": "has_many", "fk": ["b"]});
        relation[name] = value;
        json!({"ddl": "", "relations": [relation]}).to_string()
    };
    let check = |name: &str, value: Value, want: &str| {
        let text = relation(name, value);
        let said = review("a.json", text.as_bytes(), "json");
        let field = format!("field `relations[0].{name}`: {want}");
        assert!(said.code == 2 && said.stderr.contains(&field), "{said:?}");
    };
    check("kind", json!("many"), "unknown variant `many`");
    check("fk", json!([]), "a relation is on one column at least");
    check("on_delete", json!("Casc"), "unknown action `Casc`");
}

/// Makes a database.
async fn make(path: &Path, journal: SqliteJournalMode) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).journal_mode(journal);
    let mut db = options.connect().await.unwrap();
    run(&mut db, "CREATE TABLE p(id INTEGER PRIMARY KEY, t TEXT)").await;
    run(&mut db, "CREATE TABLE c(p TEXT REFERENCES p, g INT AS (p + 1)) STRICT").await;
    run(&mut db, "CREATE TABLE w(a PRIMARY KEY REFERENCES p(id)) WITHOUT ROWID").await;
    run(&mut db, "CREATE VIRTUAL TABLE f USING fts5(a)").await;
    run(&mut db, "INSERT INTO p(t) SELECT printf('%5000d', value) FROM json_each('[1, 2, 3, 4, 5, 6, 7, 8]')").await;
    db
}

async fn run(db: &mut SqliteConnection, sql: &str) {
    db.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.unwrap();
}

/// The names of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<String> = files.collect();
    files.sort();
    files
}

#[tokio::test]
async fn database_is_read_and_nothing_is_made_beside_it() {
    let folder = TempDir::new().unwrap();
    for (name, journal) in [("plain?.db", SqliteJournalMode::Delete), ("wal.db", SqliteJournalMode::Wal)] {
        make(&folder.path().join(name), journal).await.close().await.unwrap();
        let before = (files(folder.path()), fs::read(folder.path().join(name)).unwrap());
        let said = harness_in(folder.path(), &["review", name, "--format", "json"]);
        let answer = answer(&said);
        let want = ["FK_NO_INDEX c(p)", "FK_TYPE_MISMATCH c(p)", "FK_TYPE_MISMATCH w(a)"];
        assert_eq!(found(&answer), want, "{answer}");
        assert_eq!(answer["notes"], json!(["`f` is left out: it is a virtual table"]));
        assert_eq!((files(folder.path()), fs::read(folder.path().join(name)).unwrap()), before);
    }
}

#[tokio::test]
async fn database_that_cannot_be_read_is_refused_with_what_to_do() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.db");
    let mut writer = make(&path, SqliteJournalMode::Delete).await;
    run(&mut writer, "BEGIN EXCLUSIVE").await;
    let said = harness_in(folder.path(), &["review", "a.db"]);
    assert!(said.code == 2 && said.stderr.contains("database is locked\nhint: "), "{said:?}");
    run(&mut writer, "COMMIT").await;
    writer.close().await.unwrap();

    let whole = fs::read(&path).unwrap();
    refused("cut.db", &whole[..whole.len() / 2], "cannot read cut.db: it is cut off: ");
    refused("cut.db", &whole[..50], "cannot read cut.db: it is cut off: ");
    let mut garbage = whole.clone();
    garbage[100..].iter_mut().for_each(|byte| *byte = byte.wrapping_mul(31).wrapping_add(7));
    refused("bad.db", &garbage, "cannot read bad.db: ");
    refused("encrypted.db", &garbage[100..], "encrypted.db is neither an SQLite database nor text");
    let said = harness_in(folder.path(), &["review", "."]);
    assert!(said.code == 2 && said.stderr.starts_with("error: . is a folder"), "{said:?}");
    let said = harness_in(folder.path(), &["review", "none.db"]);
    assert!(said.code == 2 && said.stderr.starts_with("error: cannot read none.db: "), "{said:?}");
}

#[tokio::test]
async fn changes_that_are_not_in_the_database_yet_are_read_with_their_writer_or_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.db");
    let writer = make(&path, SqliteJournalMode::Wal).await;
    let said = harness_in(folder.path(), &["review", "a.db", "--format", "json"]);
    assert_eq!(answer(&said)["tables"], 8, "{said:?}");
    let alone = TempDir::new().unwrap();
    for name in ["a.db", "a.db-wal"] {
        fs::copy(folder.path().join(name), alone.path().join(name)).unwrap();
    }
    writer.close().await.unwrap();
    let said = harness_in(alone.path(), &["review", "a.db"]);
    assert!(said.code == 2 && said.stderr.contains("wal_checkpoint"), "{said:?}");
    assert_eq!(files(alone.path()), ["a.db", "a.db-wal"]);
}
