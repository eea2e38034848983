//! The examples of `harness explain`: what is wrong in one is found in it, what is right has no finding, and what is Rust
//! compiles.
//!
//! Rust examples are parts of entities. `entities/` has them as whole ones, a module a page, made from the pages by this test
//! (`UPDATE_EXPECT=1 cargo test -p harness-cli --test pages` makes them again); that this compiles, as
//! an example of this crate, is their proof.

#![expect(clippy::unwrap_used, reason = "these are tests, and so is what they share")]

mod example;
mod whole;

use std::fs;
use std::process::Command;

use harness_core::explain;
use harness_core::finding::Code;
use harness_core::review::Rule;
use serde_json::{Value, json};
use tempfile::TempDir;

use example::{Example, Written};

/// The tables that relations are on where an example makes none.
const BLOG: &str = "CREATE TABLE authors (id INTEGER PRIMARY KEY);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES authors (id) ON DELETE CASCADE,
      editor_id INTEGER REFERENCES authors (id) ON DELETE SET NULL);
    CREATE INDEX posts_author ON posts (author_id);
    CREATE INDEX posts_editor ON posts (editor_id);";

/// The codes that `harness COMMAND` finds in a file of this text, each once.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "the command itself is what is tested")]
fn found(command: &str, text: &str) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("example"), text).unwrap();
    let mut harness = Command::new(env!("CARGO_BIN_EXE_harness"));
    let output = harness.args([command, "example", "--format", "json"]).current_dir(folder.path()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let answer: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {stderr}\n{text}"));
    let findings = answer["findings"].as_array().unwrap().iter();
    let mut codes: Vec<String> = findings.map(|finding| finding["code"].as_str().unwrap().to_uppercase()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// What the tool finds in an example; `None` where it is Rust.
#[track_caller]
fn found_in(example: &Example) -> Option<Vec<String>> {
    match &example.written {
        Written::Rust(_) => None,
        Written::Log(log) => Some(found("queries", log)),
        Written::Schema { sql, relations, policy, junction } => {
            let ddl = if sql.is_empty() { BLOG } else { sql };
            let document = json!({"ddl": ddl, "relations": relations, "policy": policy, "junction": junction});
            Some(found("review", &document.to_string()))
        }
    }
}

#[test]
fn wrong_examples_have_the_finding_of_their_page_and_right_ones_none() {
    let codes = Rule::ALL.iter().map(|rule| rule.name()).chain(["REPEAT_UNKNOWN_PARAMS", "REPEATED_WRITE"]);
    for code in codes {
        let mut n_tried = [0, 0];
        for example in example::of(explain::page(code).unwrap()) {
            let Some(found) = found_in(&example) else { continue };
            let want: &[&str] = if example.is_right { &[] } else { &[code] };
            assert_eq!(found, want, "{code}: {example:?}");
            n_tried[usize::from(example.is_right)] += 1;
        }
        assert!(n_tried[0] > 0 && n_tried[1] > 0, "{code} has an example of each kind that is run: {n_tried:?}");
    }
}

#[test]
fn rust_examples_of_the_relation_contract_are_the_modules_that_compile_here() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages/entities");
    let mut names = Vec::new();
    for code in Code::RULES {
        let examples = example::of(explain::page(code.name()).unwrap());
        let text = whole::module(*code, &examples);
        if let Some(text) = text {
            let name = code.name().to_lowercase();
            expect_test::expect_file![format!("{folder}/{name}.rs")].assert_eq(&text);
            names.push(name);
        }
    }
    names.sort();
    let modules: Vec<String> = names.iter().map(|name| format!("#[rustfmt::skip]\npub mod {name};\n")).collect();
    let expect = "#![expect(missing_docs, reason = \"entities are written as in an application\")]";
    let text = format!("//! The entities of the pages, made by `main.rs`.\n\n{expect}\n\n{}", modules.concat());
    expect_test::expect_file![format!("{folder}/lib.rs")].assert_eq(&text);
}
