//! A copy of the repository to run the command in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// What students are not given.
const AUTHORS_ONLY: [&str; 2] = ["solutions", "harness/cli/tests/bank"];
/// What no copy needs.
const LEFT_OUT: [&str; 2] = ["target", ".git"];
/// What `reset` leaves in an exercise of a working copy.
const KEPT_BY_RESET: &str = ".before-reset";

/// A copy of the repository, with the exercises as handed out; removed when dropped.
pub(crate) struct Copy {
    folder: TempDir,
}

/// What the command said, and its exit code.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Copy {
    /// The copy that a student has.
    pub(crate) fn of_student() -> Self {
        Self::without(&AUTHORS_ONLY)
    }

    /// The copy that an author has, with an empty bank. `None` in a student's repository, which has no solutions: there a
    /// test that needs them says so and proves nothing.
    #[expect(clippy::print_stderr, reason = "a test that proves nothing says why")]
    pub(crate) fn of_author() -> Option<Self> {
        if !repository().join(AUTHORS_ONLY[0]).is_dir() {
            eprintln!("skipped: students are not given {}", AUTHORS_ONLY[0]);
            return None;
        }
        let copy = Self::without(&AUTHORS_ONLY[1..]);
        fs::create_dir_all(copy.path(AUTHORS_ONLY[1])).unwrap();
        Some(copy)
    }

    fn without(left_out: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let skipped: Vec<PathBuf> = left_out.iter().chain(&LEFT_OUT).map(|name| repository().join(name)).collect();
        copy(&repository(), folder.path(), &skipped);
        for stub in fs::read_dir(folder.path().join("harness/cli/stubs")).unwrap() {
            let stub = stub.unwrap();
            let exercise = folder.path().join("exercises").join(stub.file_name());
            for part in ["src", "tests"] {
                fs::remove_dir_all(exercise.join(part)).unwrap();
            }
            let _ = fs::remove_dir_all(exercise.join(KEPT_BY_RESET));
            copy(&stub.path(), &exercise, &[]);
        }
        Self { folder }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub(crate) fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    /// Makes a file as old as archives make them.
    pub(crate) fn make_old(&self, relative: &str) {
        let file = fs::File::options().append(true).open(self.path(relative)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_hours(87_672)).unwrap();
    }

    /// Runs `harness` in the copy.
    pub(crate) fn harness(&self, arguments: &[&str]) -> Said {
        harness_in(self.folder.path(), arguments)
    }

    /// The graded checks of `exercise` as JSON, by `harness check`.
    pub(crate) fn check(&self, exercise: &str) -> serde_json::Value {
        let said = self.harness(&["check", exercise, "--format", "json"]);
        assert_eq!(said.code, 0, "{said:?}");
        serde_json::from_str(&said.stdout).unwrap()
    }
}

/// Runs `harness` in `folder`.
pub(crate) fn harness_in(folder: &Path, arguments: &[&str]) -> Said {
    let Output { status, stdout, stderr } = command_in(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
}

/// `harness` in `folder`, not yet started. It builds in the target folder of these tests, so that nothing is built twice.
#[expect(clippy::disallowed_methods, reason = "a test of a command has to start it")]
pub(crate) fn command_in(folder: &Path, arguments: &[&str]) -> Command {
    let harness = Path::new(env!("CARGO_BIN_EXE_harness"));
    let target = harness.ancestors().nth(2).unwrap();
    let mut command = Command::new(harness);
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target);
    command
}

pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// With their times, so that cargo finds the harness built.
fn copy(from: &Path, to: &Path, skipped: &[PathBuf]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if skipped.contains(&entry.path()) {
        } else if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &there, skipped);
        } else {
            fs::copy(entry.path(), &there).unwrap();
            let modified = entry.metadata().unwrap().modified().unwrap();
            fs::File::options().append(true).open(&there).unwrap().set_modified(modified).unwrap();
        }
    }
}
