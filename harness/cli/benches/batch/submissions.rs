//! Submissions that differ: reference solutions and mistakes of the bank in turn, each with words of its own in every file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context;

/// The exercises, with mistakes that compile and come to an end.
const EXERCISES: [(&str, [&str; 6]); 3] = [
    (
        "e1_relationships",
        ["by_name", "filter_missing", "no_index", "one_sided", "distinct_description", "all_expenses"],
    ),
    (
        "e2_joins",
        [
            "inner_for_left_join",
            "sums_fan_out",
            "a_statement_a_tag",
            "filtered_in_rust",
            "everybodys_payments",
            "largest_first",
        ],
    ),
    (
        "e4_n_plus_one",
        [
            "wrong_suspect",
            "query_in_a_helper",
            "in_chunks_of_five",
            "inner_for_left_join",
            "second_level_only",
            "a_sum_a_tag",
        ],
    ),
];

/// The files of one submission below `src/`.
pub(crate) type Sources = BTreeMap<String, String>;

/// One submission: the exercise, and what is handed in of it.
pub(crate) struct Submission {
    /// The exercise.
    pub(crate) exercise: &'static str,
    /// All its files.
    pub(crate) sources: Sources,
}

/// Submission `number`: of three exercises in turn, every other round of them with a mistake.
pub(crate) fn submission(number: usize) -> anyhow::Result<Submission> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (exercise, mistakes) = EXERCISES[number % EXERCISES.len()];
    let round = number / EXERCISES.len();
    let mut sources = Sources::new();
    for layer in ["harness/cli/stubs", "solutions"] {
        read(&repository.join(layer).join(exercise).join("src"), &mut sources)?;
    }
    if round % 2 == 1 {
        let mistake = mistakes[round / 2 % mistakes.len()];
        read(&repository.join("harness/cli/tests/bank").join(exercise).join(mistake).join("src"), &mut sources)?;
    }
    for (file, text) in &mut sources {
        writeln!(text, "\n// handed in as number {number}")?;
        if file != "lib.rs" {
            // Something to compile that no other submission has.
            let body = format!("    format!(\"note {{}}\", {number} + 1)");
            let reason = "#[allow(dead_code, reason = \"a note\")]";
            writeln!(text, "{reason}\nfn note_{number}() -> String {{\n{body}\n}}")?;
        }
    }
    Ok(Submission { exercise, sources })
}

/// Lays the submissions with these numbers below `folder`, one a student.
pub(crate) fn hand_in(folder: &Path, numbers: impl IntoIterator<Item = usize>) -> anyhow::Result<()> {
    for number in numbers {
        let submission = submission(number)?;
        let src = folder.join(format!("student_{number:05}/exercises/{}/src", submission.exercise));
        write(&src, &submission.sources)?;
    }
    Ok(())
}

/// Writes `sources` below `src`.
pub(crate) fn write(src: &Path, sources: &Sources) -> anyhow::Result<()> {
    fs::create_dir_all(src).with_context(|| format!("cannot make {}", src.display()))?;
    for (file, text) in sources {
        fs::write(src.join(file), text).with_context(|| format!("cannot write {file} in {}", src.display()))?;
    }
    Ok(())
}

/// Adds the files directly in `folder`, if it is there: exercises have no folders below `src/`.
fn read(folder: &Path, sources: &mut Sources) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sources.insert(name, fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    Ok(())
}
