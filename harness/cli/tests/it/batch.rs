//! A batch of as many submissions of e2 as a test needs, all of them different, half of them wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::copy::{Copy, repository};

const EXERCISE: &str = "e2_joins";
/// Mistakes of the bank that are as quickly graded as what is right: none runs into a limit on time.
const MISTAKES: [&str; 6] =
    ["inner_for_left_join", "does_not_compile", "panics", "a_statement_a_tag", "rows_by_heart", "exits_with_0"];

/// Puts `n` submissions, from student `from` on, into `submissions/` of `copy`: right ones and mistakes in turn.
pub(crate) fn hand_in(copy: &Copy, from: usize, n: usize) {
    let all = repository();
    for at in from..from + n {
        let wrong = format!("harness/cli/tests/bank/{EXERCISE}/{}", MISTAKES[at / 2 % MISTAKES.len()]);
        let layers = [format!("harness/cli/stubs/{EXERCISE}"), format!("solutions/{EXERCISE}"), wrong];
        let there = format!("submissions/s{at:02}/{EXERCISE}/src");
        for layer in &layers[..2 + at % 2] {
            for file in fs::read_dir(all.join(layer).join("src")).unwrap().map(Result::unwrap) {
                let text = fs::read_to_string(file.path()).unwrap();
                copy.write(&format!("{there}/{}", file.file_name().to_str().unwrap()), &text);
            }
        }
        let file = format!("{there}/lib.rs");
        copy.write(&file, &format!("{}// {at}\n", copy.read(&file)));
    }
}

/// The command that grades them into `out`.
pub(crate) fn grade(out: &str) -> Vec<&str> {
    vec!["grade", "submissions", "--exercise", "e2", "--seed", "a test's", "--out", out]
}

/// All files below `folder` but the journal, whose lines come in the order in which units were graded, and what the harness
/// keeps for itself.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = all_files(folder);
    files.retain(|path, _| path != "journal.jsonl" && !path.split('/').any(|name| name.starts_with('.')));
    files
}

/// All files below `folder`, with what is in them.
pub(crate) fn all_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            files.extend(all_files(&entry.path()).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}
