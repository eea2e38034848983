//! `report` and `show`, on a run made by hand: three students, one of whom handed in nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::copy::{Said, harness_in, repository};

/// A run in a folder of its own; removed when dropped.
struct Run(TempDir);

impl Run {
    /// `ana` has full marks in e1, and `bo` is on the roster alone.
    fn new() -> Self {
        let run = Self(TempDir::new().unwrap());
        let student = |id: &str, status: Value, units: Value| json!({"id": id, "name": "Zoë 💥", "group": null, "status": status, "units": units, "ignored": ["notes.txt"]});
        let submitted = json!({"Submitted": {"source": "ana", "late": false}});
        let batch = json!({
            "format_version": 1,
            "conditions": {"course": "c", "harness": "h", "toolchain": "t", "seed": "s"},
            "isolation": "none: made by hand",
            "paths": ["submissions"],
            "roster": null,
            "id_from": "export",
            "layout": null,
            "attempt": "latest",
            "exercises": [],
            "students": [
                student("ana", submitted, json!({"e1_relationships": "k1"})),
                student("bo", json!("NotSubmitted"), json!({})),
            ],
            "notes": [],
        });
        run.write("batch.json", &batch.to_string());
        run.write("journal.jsonl", &format!("{}\n", full_marks("e1_relationships", "k1")));
        run
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("graded")
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path()).unwrap();
        fs::write(self.path().join(name), text).unwrap();
    }

    /// Runs `harness COMMAND RUN …`.
    fn harness(&self, command: &str, further: &[&str]) -> Said {
        let folder = self.path();
        let arguments = [&[command, folder.to_str().unwrap()], further].concat();
        harness_in(&repository(), &arguments)
    }

    /// All files of the run, by name.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let feedback = self.path().join("feedback");
        for folder in [Some(self.path()), Some(feedback).filter(|folder| folder.is_dir())].into_iter().flatten() {
            for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
                files.insert(entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap());
            }
        }
        files
    }
}

/// A line of the journal: a unit of which every check passed.
fn full_marks(exercise: &str, key: &str) -> Value {
    let said = harness_in(&repository(), &["list", "--format", "json"]);
    let list: Value = serde_json::from_str(&said.stdout).unwrap();
    let exercises = list["exercises"].as_array().unwrap();
    let checks = exercises.iter().find(|of| of["id"] == exercise).unwrap()["checks"].as_array().unwrap();
    let graded = checks.iter().map(|check| {
        let is_given = check["given"] == true;
        json!({
            "id": check["id"], "verdict": if is_given { "Given" } else { "Passed" },
            "score": {"earned": check["points"], "possible": check["points"]},
            "given_instead": null, "output": null,
        })
    });
    let checks: Vec<Value> = graded.collect();
    json!({
        "key": key, "exercise": exercise, "graded": {"exercise": exercise, "checks": checks},
        "lost": {}, "untouched": false, "flags": ["for the instructor alone"],
    })
}

#[test]
fn report_writes_every_file_and_says_who_passed() {
    let run = Run::new();
    let said = run.harness("report", &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("2 students: 1 graded, 1 not submitted"), "{}", said.stdout);
    assert!(said.stdout.lines().all(|line| line.chars().count() <= 80), "{}", said.stdout);
    let files = run.files();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let wanted = [
        "ana.md",
        "ana.txt",
        "batch.json",
        "bo.md",
        "bo.txt",
        "checks.csv",
        "gradebook.csv",
        "gradebook.json",
        "gradebook.sqlite",
        "journal.jsonl",
        "junit.xml",
        "summary.txt",
    ];
    assert_eq!(names, wanted);
    let gradebook: Value = serde_json::from_slice(&files["gradebook.json"]).unwrap();
    assert_eq!(gradebook["students"][0]["total"]["percent"], 100.0);
    assert_eq!(gradebook["students"][1]["total"], Value::Null);
    assert_eq!(files["summary.txt"], said.stdout.as_bytes());
}

#[test]
fn what_is_for_the_instructor_alone_is_in_no_file_for_students() {
    let run = Run::new();
    let said = run.harness("report", &[]);
    assert!(said.stdout.contains("1 unit to look at"), "{}", said.stdout);
    let having = run.files().into_iter().filter(|(_, bytes)| {
        let flag = b"for the instructor alone";
        bytes.windows(flag.len()).any(|part| part == flag)
    });
    assert_eq!(having.map(|(name, _)| name).collect::<Vec<_>>(), ["gradebook.json", "journal.jsonl"]);
}

#[test]
fn report_writes_the_same_bytes_again() {
    let run = Run::new();
    assert_eq!(run.harness("report", &[]).code, 0);
    let first = run.files();
    assert_eq!(run.harness("report", &[]).code, 0);
    let again = run.files();
    assert!(again.keys().eq(first.keys()));
    for (name, bytes) in &again {
        assert!(first[name] == *bytes, "{name} has changed");
    }
}

#[test]
fn report_as_json_is_the_gradebook_and_keeps_the_schema_that_is_printed() {
    let run = Run::new();
    let said = run.harness("report", &["--format", "json"]);
    let gradebook: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(said.stdout.as_bytes(), run.files()["gradebook.json"]);
    let schema = harness_in(&repository(), &["schema", "gradebook"]);
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema.stdout).unwrap()).unwrap();
    assert!(validator.is_valid(&gradebook), "{gradebook}");
}

#[test]
fn overrides_are_applied_and_a_wrong_line_is_refused() {
    let run = Run::new();
    let header = "student,exercise,check,points,reason,who\n";
    run.write("overrides.csv", &format!("{header}ana,e1_relationships,key_types,excused,asked too early,Berg\n"));
    assert_eq!(run.harness("report", &[]).code, 0);
    let feedback = String::from_utf8(run.files()["ana.txt"].clone()).unwrap();
    assert!(feedback.contains("key_types: excused: asked too early (Berg)"), "{feedback}");
    run.write("overrides.csv", &format!("{header}ana,e1_relationships,key_type,excused,asked too early,Berg\n"));
    let said = run.harness("report", &[]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("overrides.csv:2: column 3 (check)"), "{}", said.stderr);
    assert!(said.stderr.contains("did you mean `key_types`?"), "{}", said.stderr);
}

#[test]
fn a_torn_line_of_the_journal_is_said_and_its_unit_is_not_graded() {
    let run = Run::new();
    let line = full_marks("e1_relationships", "k1").to_string();
    run.write("journal.jsonl", &line);
    let said = run.harness("report", &["--format", "json"]);
    assert!(said.stderr.contains("not written to its end"), "{}", said.stderr);
    let gradebook: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(gradebook["students"][0]["standing"], "incomplete");
}

#[test]
fn show_tells_all_of_a_student() {
    let run = Run::new();
    let said = run.harness("show", &["ana", "e1"]);
    assert_eq!(said.code, 0, "{said:?}");
    for wanted in ["Zoë 💥", "unit k1", "seed         s", "for the instructor alone", "notes.txt", "100 / 100"] {
        assert!(said.stdout.contains(wanted), "no {wanted} in {}", said.stdout);
    }
    let json = run.harness("show", &["ana", "--format", "json"]);
    let evidence: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(evidence["exercises"][0]["unit"]["key"], "k1");
    assert_eq!(run.harness("show", &["bo"]).code, 0);
    assert_eq!(run.files().into_keys().collect::<Vec<_>>(), ["batch.json", "journal.jsonl"], "show writes nothing");
}

#[test]
fn what_is_not_there_is_refused() {
    let run = Run::new();
    let refused = |said: &Said, want: &str| {
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
        assert!(said.stderr.contains(want), "{}", said.stderr);
    };
    refused(&run.harness("show", &["anna"]), "no student `anna`: did you mean `ana`?");
    refused(&run.harness("show", &["ana", "e9_x"]), "no exercise `e9_x`");
    refused(&run.harness("show", &["ana", "e2"]), "nobody handed in e2_joins");
    let nowhere = harness_in(&repository(), &["report", "nowhere"]);
    refused(&nowhere, "is no run: there is no batch.json in it");
    run.write("batch.json", "{\"format_version\": 2}");
    refused(&run.harness("report", &[]), "is of version 2, and this harness reads 1");
}
