//! Candidates: stub, reference solution, solution of the bank, a student's own copy; all of them sources as data.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::workspace::Workspace;

/// The files under `src/`: contents by path relative to it, with `/` on every system.
pub(crate) type Sources = BTreeMap<String, Vec<u8>>;

/// Something to be built, run and judged.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The id of its exercise.
    pub(crate) exercise: String,
    /// Where it comes from.
    pub(crate) kind: Kind,
    /// All of its files.
    pub(crate) sources: Sources,
}

/// Where a candidate comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The exercise as handed out.
    Stub,
    /// The reference solution.
    Reference,
    /// A solution of the bank, by its folder's name.
    Bank(String),
    /// What stands in `exercises/`.
    Student,
    /// What a student handed in.
    Submission,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stub => f.write_str("stub"),
            Self::Reference => f.write_str("reference solution"),
            Self::Bank(name) => f.write_str(name),
            Self::Student => f.write_str("your copy"),
            Self::Submission => f.write_str("submission"),
        }
    }
}

impl Candidate {
    /// The candidate of this kind: the layers that it is made of, file over file.
    ///
    /// # Errors
    ///
    /// A folder that cannot be read.
    pub(crate) fn load(workspace: &Workspace, exercise: &str, kind: Kind) -> anyhow::Result<Self> {
        let solution = || read_sources(&workspace.solutions().join(exercise).join("src"));
        let mut sources = read_sources(&workspace.stubs().join(exercise).join("src"))?;
        match &kind {
            // What was handed in is laid over by who took it in.
            Kind::Stub | Kind::Submission => {}
            Kind::Reference => sources.extend(solution()?),
            Kind::Bank(name) => {
                sources.extend(solution()?);
                sources.extend(read_sources(&workspace.bank().join(exercise).join(name).join("src"))?);
            }
            Kind::Student => sources.extend(read_sources(&workspace.exercises().join(exercise).join("src"))?),
        }
        Ok(Self { exercise: exercise.to_owned(), kind, sources })
    }
}

/// The regular `.rs` files, and `domain.yaml`, below `folder`, none if it does not exist. Links, and whatever else a folder may hold, are
/// not followed and not taken.
///
/// # Errors
///
/// A folder or file that cannot be read.
pub(crate) fn read_sources(folder: &Path) -> anyhow::Result<Sources> {
    let mut sources = Sources::new();
    if folder.is_dir() {
        collect(folder, "", &mut |name, path| {
            if is_source(name) {
                let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
                sources.insert(name.to_owned(), bytes);
            }
            Ok(())
        })?;
    }
    Ok(sources)
}

/// Whether `name`, below `src/`, is a file that a student writes: Rust, or the declaration of a domain of their own.
pub(crate) fn is_source(name: &str) -> bool {
    is_rust(name) || name == "domain.yaml"
}

/// Whether `name` is a Rust source file's.
pub(crate) fn is_rust(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "rs")
}

/// Calls `visit` with every regular file below `folder`: its path relative to it, with `/`, and its place.
///
/// # Errors
///
/// A folder that cannot be read, or what `visit` says.
pub(crate) fn collect(
    folder: &Path,
    prefix: &str,
    visit: &mut dyn FnMut(&str, &Path) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let unreadable = || format!("cannot read {}", folder.display());
    let mut entries =
        fs::read_dir(folder).with_context(unreadable)?.collect::<Result<Vec<_>, _>>().with_context(unreadable)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().with_context(unreadable)?;
        // A name that is not Unicode is no Rust module's.
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else { continue };
        if kind.is_dir() {
            collect(&entry.path(), &format!("{name}/"), visit)?;
        } else if kind.is_file() {
            visit(&name, &entry.path())?;
        }
    }
    Ok(())
}
