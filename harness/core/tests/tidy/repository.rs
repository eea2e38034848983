//! The repository as the rules see it: files with their text, the modules of core, the edges between crates.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold products, a graded batch, a student's own earlier work, or what attackers wrote.
const NOT_SOURCES: [&str; 5] = ["target", "graded", ".git", ".before-reset", "hostile"];

/// A text file: its path from the root, with `/`, and its contents.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    /// The lines of a Rust file that are no comment, with their numbers from 1.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The lines of code in which `text` stands, in no string, a sentence each.
    pub(crate) fn lines_with(&self, text: &str) -> Vec<String> {
        let hits = self.code().filter(|(_, line)| line.split('"').step_by(2).any(|part| part.contains(text)));
        hits.map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Whether this copy has what students are not given.
pub(crate) fn is_authors_copy() -> bool {
    root().join("solutions").is_dir()
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// All text files below `folder`, which is given from the root; none if it does not exist.
pub(crate) fn files(folder: &str) -> Vec<File> {
    let mut found = Vec::new();
    for name in names(&root().join(folder)) {
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let there = root().join(&path);
        if there.is_dir() {
            if !NOT_SOURCES.contains(&name.as_str()) {
                found.extend(files(&path));
            }
        } else if let Ok(text) = fs::read_to_string(there) {
            found.push(File { path, text });
        }
    }
    found
}

/// All that is ours: the whole repository, or, in a student's copy, what is not the student's.
pub(crate) fn our_files() -> Vec<File> {
    let mut files = files("");
    files.retain(|file| is_authors_copy() || file.path.starts_with("harness/"));
    files
}

pub(crate) fn rust_files() -> Vec<File> {
    our_files().into_iter().filter(File::is_rust).collect()
}

/// The modules of `harness-core`, in the order of its `lib.rs`.
pub(crate) fn core_modules() -> Vec<String> {
    let lib = read("harness/core/src/lib.rs");
    let declared = lib.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

/// The files of `harness-core`, each with the module that it belongs to.
pub(crate) fn core_files() -> Vec<(String, File)> {
    let module = |file: &File| {
        let inner = file.path.strip_prefix("harness/core/src/")?;
        Some(inner.split(['/', '.']).next()?.to_owned())
    };
    files("harness/core/src")
        .into_iter()
        .filter(File::is_rust)
        .filter_map(|file| Some((module(&file)?, file)))
        .collect()
}

/// The packages that a manifest depends on: the kind, such as `dev-dependencies`, and the name.
pub(crate) fn dependencies(manifest: &str) -> Vec<(String, String)> {
    let mut kind = "";
    let mut found = Vec::new();
    for line in manifest.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            let (before, last) = header.rsplit_once('.').unwrap_or(("", header));
            kind = last;
            if before.ends_with("dependencies") {
                found.push((before.to_owned(), last.to_owned()));
            }
        } else if kind.ends_with("dependencies")
            && let Some(end) = line.find(['.', ' ', '='])
        {
            found.push((kind.to_owned(), line[..end].to_owned()));
        }
    }
    found
}

/// The words after `before` in `text`, letters, digits, `-` and `_`, each with the rest of its line; words that begin
/// otherwise, such as `…` or `EX`, are placeholders.
pub(crate) fn words_after<'a>(text: &'a str, before: &str) -> Vec<(&'a str, &'a str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(before) {
        let rest = text[at + before.len()..].lines().next().unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(rest.len());
        if rest.starts_with(|c: char| c.is_ascii_lowercase()) {
            found.push((&rest[..end], &rest[end..]));
        }
    }
    found
}

/// The text in quotes after `before`.
pub(crate) fn quoted_after<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.strip_prefix('"')?.split_once('"')?.0)
}
