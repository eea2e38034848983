//! Folders as students make them, each with what becomes of it.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Intake, Limits, Request, take_in};
use crate::candidate::Sources;

pub(super) const IDS: [&str; 3] = ["e1_relationships", "e2_joins", "e3_cascades"];
pub(super) const LIB: &[u8] = b"pub mod a;\n";

/// A folder to be taken in.
pub(super) struct Handed(TempDir);

impl Handed {
    pub(super) fn nothing() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with these files; each is a library's root.
    pub(super) fn files(files: &[&str]) -> Self {
        let handed = Self::nothing();
        for file in files {
            handed.write(file, LIB);
        }
        handed
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(super) fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A request for what is below it; all of it for an empty path.
    pub(super) fn request(&self, path: &str) -> Request {
        Request { paths: vec![self.path(path)], ..Request::default() }
    }

    pub(super) fn taken(&self, path: &str) -> Intake {
        take_in(&self.request(path), &IDS).unwrap()
    }

    /// What is told of all that is in it.
    pub(super) fn told(&self) -> Vec<String> {
        told(&self.taken(""))
    }

    /// What is told of the error that it is.
    pub(super) fn error(&self, path: &str) -> String {
        let error = take_in(&self.request(path), &IDS).unwrap_err();
        assert!(error.is::<crate::exit::Usage>(), "the caller's to put right: {error:#}");
        error.to_string().replace(&self.path("").display().to_string(), "")
    }
}

/// Each submission in a line: whose it is, what can be graded, what is refused and in its first line why.
pub(super) fn told(intake: &Intake) -> Vec<String> {
    let first = |why: &str| why.lines().next().unwrap_or_default().to_owned();
    let line = |of: &super::Submission| {
        let mut words: Vec<String> = of.people.iter().map(|person| person.id.clone()).collect();
        if of.late {
            words.push("(late)".to_owned());
        }
        words.push(":".to_owned());
        for (id, handed_in) in &of.exercises {
            let sources = handed_in.read().unwrap();
            assert!(!sources.is_empty(), "{id} without a file");
            words.push(id.clone());
        }
        words.extend(of.refused_exercises.iter().map(|(id, why)| format!("[{id}: {}]", first(why))));
        words.extend(of.refused.iter().map(|why| format!("refused: {}", first(why))));
        words.join(" ")
    };
    intake.submissions.iter().map(line).collect()
}

/// The files of a lone submission's exercise.
pub(super) fn sources(intake: &Intake, id: &str) -> Sources {
    assert_eq!(intake.submissions.len(), 1, "{:?}", told(intake));
    intake.submissions[0].exercises[id].read().unwrap()
}

/// A folder with these files is taken in as this.
#[track_caller]
fn check(files: &[&str], want: &[&str]) {
    assert_eq!(Handed::files(files).told(), want);
}

#[test]
fn each_folder_in_a_folder_is_a_submission() {
    check(
        &[
            "ada/exercises/e1_relationships/src/lib.rs",
            "ada/exercises/e2_joins/src/lib.rs",
            "bob/e2_joins/src/lib.rs",
            "eve/wrapper/another/e3_cascades/src/lib.rs",
        ],
        &["ada : e1_relationships e2_joins", "bob : e2_joins", "eve : e3_cascades"],
    );
}

#[test]
fn a_folder_in_which_exercises_stand_at_once_is_one_submission() {
    let handed = Handed::files(&[
        "ada/e1_relationships/src/lib.rs",
        "bob/exercises/e2_joins/src/lib.rs",
        "e3_cascades/src/lib.rs",
    ]);
    assert_eq!(told(&handed.taken("ada")), ["ada : e1_relationships"]);
    assert_eq!(told(&handed.taken("bob")), ["bob : e2_joins"]);
    assert_eq!(told(&handed.taken("bob/exercises")), ["exercises : e2_joins"]);
    assert_eq!(told(&handed.taken("e3_cascades")), ["e3_cascades : e3_cascades"]);
}

#[test]
fn a_crate_is_known_by_the_name_in_its_manifest() {
    let handed = Handed::files(&["ada/src/lib.rs", "bob/src/lib.rs"]);
    handed.write("ada/Cargo.toml", b"\xef\xbb\xbf# mine\r\n[package]\r\nname = \"e2_joins\" # it\r\n\r\n[dependencies]\r\nname = \"e1_relationships\"\r\n");
    handed.write("bob/Cargo.toml", b"[package]\nname = \"e2_join\"\n");
    let told = handed.told();
    assert_eq!(told[0], "ada : e2_joins");
    assert!(told[1].starts_with("bob : refused: no exercise found"), "{told:?}");
}

#[test]
fn a_repository_as_handed_out_is_one_submission_and_the_harness_in_it_counts_for_nothing() {
    let handed = Handed::files(&[
        "ada/checkpoints.yaml",
        "ada/exercises/budget/src/lib.rs",
        "ada/exercises/e1_relationships/src/lib.rs",
        "ada/exercises/e1_relationships/tests/checkpoint.rs",
        "ada/exercises/e1_relationships/Cargo.toml",
        "ada/harness/cli/stubs/e1_relationships/src/lib.rs",
    ]);
    assert_eq!(handed.told(), ["ada : e1_relationships"]);
    assert_eq!(told(&handed.taken("ada")), ["ada : e1_relationships"]);
    let ignored = [
        "checkpoints.yaml, harness/ (1 file)",
        "exercises/: budget/ (1 file)",
        "exercises/e1_relationships/: Cargo.toml, tests/ (1 file)",
    ];
    assert_eq!(handed.taken("").submissions[0].ignored, ignored);
}

#[test]
fn noise_is_neither_read_nor_said() {
    let handed = Handed::files(&[
        "ada/e1_relationships/src/lib.rs",
        "ada/e1_relationships/src/target/mod.rs",
        "ada/target/debug/e1_relationships/src/lib.rs",
        "ada/.git/e1_relationships/src/lib.rs",
        "ada/__MACOSX/e1_relationships/src/._lib.rs",
        "ada/.DS_Store",
        "__MACOSX/ada",
    ]);
    let intake = handed.taken("");
    assert_eq!(told(&intake), ["ada : e1_relationships"]);
    assert!(intake.submissions[0].ignored.is_empty(), "{:?}", intake.submissions[0].ignored);
    let sources = sources(&intake, "e1_relationships");
    assert_eq!(sources.keys().collect::<Vec<_>>(), ["lib.rs", "target/mod.rs"]);
}

#[test]
fn what_counts_are_rust_files_below_src_and_the_rest_is_said() {
    let handed = Handed::files(&[
        "ada/e2_joins/src/lib.rs",
        "ada/e2_joins/src/deep/er.rs",
        "ada/e2_joins/src/data.txt",
        "ada/e2_joins/build.rs",
        "ada/e2_joins/rust-toolchain.toml",
        "ada/e2_joins/.cargo/config.toml",
        "ada/e2_joins/tests/checkpoint.rs",
        "ada/e2_joins/tests/common/mod.rs",
        "ada/lib.rs",
        "ada/work.7z",
    ]);
    let intake = handed.taken("");
    assert_eq!(sources(&intake, "e2_joins").keys().collect::<Vec<_>>(), ["deep/er.rs", "lib.rs"]);
    let ignored = [
        "lib.rs, work.7z (not a zip or tar: not opened)",
        "e2_joins/: src/data.txt, .cargo/ (1 file), build.rs, rust-toolchain.toml, tests/ (2 files)",
    ];
    assert_eq!(intake.submissions[0].ignored, ignored);
}

#[test]
fn lines_on_what_is_ignored_are_few() {
    let handed = Handed::files(&["ada/e2_joins/src/lib.rs"]);
    for n in 0..40 {
        handed.write(format!("ada/e2_joins/file{n:02}"), b"");
    }
    for n in 0..30 {
        handed.write(format!("ada/copy{n:02}/e2_joins/src/lib.rs"), b"");
        handed.write(format!("ada/copy{n:02}/notes"), b"");
    }
    let ignored = handed.taken("").submissions.remove(0).ignored;
    assert_eq!(ignored.len(), 20);
    assert_eq!(ignored[19], "and 12 lines more");
    assert!(ignored.iter().all(|line| line.len() < 200), "{ignored:?}");
}

#[test]
fn an_exercise_that_is_there_twice_is_refused_with_both_places() {
    let handed =
        Handed::files(&["ada/e2_joins/src/lib.rs", "ada/old/e2_joins/src/lib.rs", "ada/e1_relationships/src/lib.rs"]);
    let want = "ada : e1_relationships [e2_joins: it is there 2 times, `e2_joins/` and `old/e2_joins/`]";
    assert_eq!(handed.told(), [want]);
}

#[test]
fn an_exercise_without_a_source_is_refused() {
    let handed = Handed::files(&["ada/e2_joins/src/notes.txt", "bob/e2_joins/lib.rs"]);
    handed.write("eve/pictures/e2_joins/1.png", b"");
    handed.write("eve/e2_joins/src/lib.rs", LIB);
    let missing = "e2_joins: src/lib.rs not found, nor any other Rust file below src/";
    assert_eq!(
        handed.told(),
        [format!("ada : [{missing}]"), format!("bob : [{missing}]"), "eve : e2_joins".to_owned()]
    );
}

#[test]
fn an_exercise_without_its_root_is_graded_with_the_one_handed_out_and_that_is_said() {
    let intake = Handed::files(&["ada/e2_joins/src/other.rs"]).taken("");
    let said = "e2_joins/: no src/lib.rs (the one that was handed out stands in its place)";
    assert_eq!(intake.submissions[0].exercises.keys().collect::<Vec<_>>(), ["e2_joins"]);
    assert_eq!(intake.submissions[0].ignored, [said]);
}

#[test]
fn a_submission_without_an_exercise_is_refused_and_the_batch_goes_on() {
    let handed = Handed::files(&["ada/notes.txt", "bob/e2_joins/src/lib.rs"]);
    fs::create_dir(handed.path("empty")).unwrap();
    let told = handed.told();
    for (line, id) in [(&told[0], "ada"), (&told[2], "empty")] {
        assert!(line.starts_with(&format!("{id} : refused: no exercise found")), "{line}");
    }
    assert_eq!(told[1], "bob : e2_joins");
}

#[test]
fn a_path_that_is_nothing_to_grade_is_the_callers_to_put_right() {
    let handed = Handed::files(&["only/notes.txt"]);
    assert!(handed.error("none").starts_with("none does not exist\nhint: "));
    assert!(handed.error("only").starts_with("only holds no submission"));
    assert!(handed.error("only/notes.txt").contains("is neither a folder, a zip nor a tar\nhint: "));
    fs::create_dir(handed.path("empty")).unwrap();
    assert!(handed.error("empty").starts_with("empty holds no submission"));
}

#[test]
fn files_of_windows_and_files_that_are_no_text_are_kept_byte_by_byte() {
    let handed = Handed::files(&["ada/e2_joins/src/lib.rs"]);
    let windows = b"\xef\xbb\xbfpub fn f() {}\r\n";
    handed.write("ada/e2_joins/src/lib.rs", windows);
    handed.write("ada/e2_joins/src/latin.rs", b"// \xe9\n");
    let sources = sources(&handed.taken(""), "e2_joins");
    assert_eq!(sources["lib.rs"], windows);
    assert_eq!(sources["latin.rs"], b"// \xe9\n");
}

#[test]
fn a_file_is_too_large_by_its_apparent_size() {
    let handed = Handed::files(&["ada/e1_relationships/src/lib.rs", "ada/e2_joins/src/lib.rs", "ada/huge.bin"]);
    for file in ["ada/e2_joins/src/lib.rs", "ada/huge.bin"] {
        fs::File::create(handed.path(file)).unwrap().set_len(10 << 30).unwrap();
    }
    assert_eq!(handed.told(), ["ada : e1_relationships [e2_joins: src/lib.rs is too large: more than 1024 KiB]"]);
}

#[test]
fn too_much_is_refused() {
    let handed = Handed::files(&["ada/e2_joins/src/lib.rs", "bob/e2_joins/src/lib.rs", "eve/e2_joins/src/lib.rs"]);
    for n in 0..60 {
        handed.write(format!("ada/{n}"), b"");
    }
    handed.write("bob/e2_joins/src/long.rs", &[b' '; 600]);
    handed.write("bob/e2_joins/src/longer.rs", &[b' '; 600]);
    handed.write(format!("eve/{}x", "d/".repeat(40)), b"");
    let limits = Limits { n_entries: 50, submission_bytes: 1000, ..Limits::default() };
    let intake = take_in(&Request { limits, ..handed.request("") }, &IDS).unwrap();
    let want = [
        "ada : refused: too many files: more than 50 files and folders",
        "bob : refused: too large: the source files have more than 0 MiB",
        "eve : refused: folders are nested more than 24 deep",
    ];
    assert_eq!(told(&intake), want);
}

#[test]
fn more_files_than_anybody_writes_are_refused() {
    let handed = Handed::files(&["ada/e2_joins/src/lib.rs", "bob/e2_joins/src/lib.rs"]);
    for n in 0..20_000 {
        fs::File::create(handed.path("ada/e2_joins/src").join(format!("{n}.rs"))).unwrap();
    }
    assert_eq!(handed.told(), ["ada : refused: too many files: more than 20000 files and folders", "bob : e2_joins"]);
}

#[test]
fn sources_are_read_when_asked_for_and_a_change_is_noticed() {
    let handed = Handed::files(&["ada/e2_joins/src/lib.rs"]);
    let intake = handed.taken("");
    fs::remove_file(handed.path("ada/e2_joins/src/lib.rs")).unwrap();
    let error = intake.submissions[0].exercises["e2_joins"].read().unwrap_err();
    assert!(
        format!("{error:#}").starts_with("cannot read ")
            && format!("{error:#}").contains("lib.rs, which was there when it was taken in"),
        "{error:#}"
    );
}
