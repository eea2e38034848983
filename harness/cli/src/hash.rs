//! Hashes by which units and conditions are told apart: BLAKE3, in hexadecimal.

use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::batch::Conditions;
use crate::candidate::{Sources, collect};
use crate::workspace::Workspace;

/// The packages that this program is built from.
const PACKAGES: [&str; 4] = ["cli", "core", "probe", "run"];

/// A hash that is being made. Each part goes in with its length, so that two ways to cut the same bytes differ.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hash(blake3::Hasher);

impl Hash {
    /// Adds `part`.
    #[must_use]
    pub(crate) fn with(mut self, part: impl AsRef<[u8]>) -> Self {
        let part = part.as_ref();
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// Adds the files, each with its name.
    #[must_use]
    pub(crate) fn with_files(self, files: &Sources) -> Self {
        files.iter().fold(self.with(files.len().to_le_bytes()), |hash, (name, bytes)| hash.with(name).with(bytes))
    }

    /// Adds all regular files below `folder`; nothing where there is no such folder.
    ///
    /// # Errors
    ///
    /// A file or folder that cannot be read.
    pub(crate) fn with_folder(mut self, folder: &Path) -> anyhow::Result<Self> {
        if folder.is_dir() {
            collect(folder, "", &mut |name, path| {
                let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
                self = std::mem::take(&mut self).with(name).with(bytes);
                Ok(())
            })?;
        }
        Ok(self)
    }

    /// The hash: 64 hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

/// The conditions under which `workspace` grades.
///
/// # Errors
///
/// A file or folder of the repository that cannot be read.
pub(crate) fn conditions(workspace: &Workspace, toolchain: &str, seed: &str) -> anyhow::Result<Conditions> {
    let root = &workspace.root;
    let read = |name: &str| {
        let path = root.join(name);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let course = Hash::default()
        .with(read("checkpoints.yaml")?)
        .with_folder(&workspace.stubs())?
        .with_folder(&workspace.exercises().join("budget"))?
        .with_folder(&workspace.solutions())?;
    // This program is built from these files, whatever the machine. Tests and stubs do not change what it does, and are
    // many.
    let mut harness = Hash::default().with(read("Cargo.lock")?);
    for package in PACKAGES {
        harness = harness.with(package).with_folder(&root.join("harness").join(package).join("src"))?;
    }
    Ok(Conditions {
        course: course.finish(),
        harness: format!("{} {}", env!("CARGO_PKG_VERSION"), harness.finish()),
        toolchain: toolchain.trim().to_owned(),
        seed: seed.to_owned(),
    })
}

/// The key of a unit: a hash of all that its verdict depends on.
pub(crate) fn key(conditions: &Conditions, exercise: &str, sources: &Sources) -> String {
    under(conditions).with(exercise).with_files(sources).finish()
}

/// The key of a unit of which nothing is taken.
pub(crate) fn key_of_refusal(conditions: &Conditions, exercise: &str, why: &str) -> String {
    under(conditions).with(exercise).with("refused").with(why).finish()
}

fn under(conditions: &Conditions) -> Hash {
    let Conditions { course, harness, toolchain, seed } = conditions;
    [course, harness, toolchain, seed].into_iter().fold(Hash::default(), Hash::with)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions() -> Conditions {
        Conditions { course: "a".into(), harness: "b".into(), toolchain: "c".into(), seed: "d".into() }
    }

    fn sources(files: &[(&str, &str)]) -> Sources {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn everything_that_a_verdict_depends_on_changes_the_key() {
        let files = sources(&[("lib.rs", "ab"), ("user.rs", "c")]);
        let key = |conditions: &Conditions, exercise: &str, files: &Sources| key(conditions, exercise, files);
        let first = key(&conditions(), "e1", &files);
        assert_eq!(first, key(&conditions(), "e1", &files));
        let others = [
            key(&conditions(), "e2", &files),
            key(&conditions(), "e1", &sources(&[("lib.rs", "abc"), ("user.rs", "")])),
            key(&conditions(), "e1", &sources(&[("lib.rs", "ab"), ("usef.rs", "c")])),
            key(&conditions(), "e1", &sources(&[("lib.rs", "ab")])),
            key(&Conditions { course: "x".into(), ..conditions() }, "e1", &files),
            key(&Conditions { harness: "x".into(), ..conditions() }, "e1", &files),
            key(&Conditions { toolchain: "x".into(), ..conditions() }, "e1", &files),
            key(&Conditions { seed: "x".into(), ..conditions() }, "e1", &files),
        ];
        for (n, other) in others.iter().enumerate() {
            assert!(*other != first && !others[..n].contains(other), "{n}");
        }
    }

    #[test]
    fn every_package_of_the_harness_counts() {
        let harness = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut found: Vec<String> = fs::read_dir(harness)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().join("src").is_dir())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        found.sort();
        assert_eq!(found, PACKAGES);
    }

    #[test]
    fn parts_that_are_cut_elsewhere_hash_differently() {
        let of = |parts: &[&str]| parts.iter().fold(Hash::default(), Hash::with).finish();
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    }
}
