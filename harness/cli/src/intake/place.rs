//! What a PATH is: one submission, or a folder or archive of them; and what is in each.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context;
use harness_core::report::escape;

use super::archive::{Format, format_of, open};
use super::draft::Draft;
use super::export::{Export, Named, System};
use super::folder::{node, walk};
use super::roster::Roster;
use super::search::search;
use super::tree::{Folder, Node, is_noise, name_of, shown};
use super::{Layout, Limits, Request};
use crate::exit::usage;

/// How deep archives are opened in a submission that is a folder; in one that is an archive, one less.
pub(super) const ARCHIVES: usize = 2;
/// How many names a folder of submissions may hold.
const MOST_SUBMISSIONS: usize = 100_000;
/// An archive of submissions is the instructor's own: what it may hold.
const BATCH: Limits =
    Limits { n_entries: 1 << 20, depth: 40, file_bytes: 1 << 20, submission_bytes: 8 << 20, archive_bytes: 4 << 30 };

/// One PATH on its way to be submissions.
pub(super) struct Place<'a> {
    pub(super) request: &'a Request,
    pub(super) ids: &'a [&'a str],
    roster: Option<&'a Roster>,
    /// What the PATH is called in what is said of it.
    pub(super) label: String,
}

/// The submissions at `path`.
///
/// # Errors
///
/// There is nothing to grade, or it cannot be said what it is: the caller's to put right.
pub(super) fn drafts(
    path: &Path,
    request: &Request,
    ids: &[&str],
    roster: Option<&Roster>,
    notes: &mut Vec<String>,
) -> anyhow::Result<Vec<Draft>> {
    let label = escape(&path.to_string_lossy());
    let metadata = fs::metadata(path).map_err(|error| {
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        let what = if is_missing { "does not exist".to_owned() } else { format!("cannot be looked at ({error})") };
        usage(format!("{label} {what}\nhint: give a folder, a zip or a tar"))
    })?;
    let full = fs::canonicalize(path).with_context(|| format!("cannot find {label}"))?;
    let name = full.file_name().map(name_of).unwrap_or_default();
    let place = Place { request, ids, roster, label };
    if metadata.is_dir() {
        return place.folder(&full, &name, notes);
    }
    match format_of(&name) {
        Some((format, stem)) if metadata.is_file() => place.archive(&full, format, &name, stem, metadata.len(), notes),
        _ => Err(usage(format!(
            "{} is neither a folder, a zip nor a tar\nhint: give the folder that it is in",
            place.label
        ))),
    }
}

impl Place<'_> {
    fn folder(&self, path: &Path, name: &str, notes: &mut Vec<String>) -> anyhow::Result<Vec<Draft>> {
        let has =
            |at: &[&str]| fs::symlink_metadata(at.iter().fold(path.to_owned(), |path, name| path.join(name))).is_ok();
        let one = if is_one(name, self.ids, has) { Layout::One } else { Layout::Many };
        if self.request.layout.unwrap_or(one) == Layout::One {
            let named = Export::default().of_folder(name, self.request.id_from);
            return Ok(vec![dressed(self.walked(path, name), named, self.source_of_one(name))]);
        }
        let children = children(path).map_err(|error| usage(format!("{}: {error:#}", self.label)))?;
        if let [(inner, Node::Folder(folder))] = children.as_slice()
            && is_wrapper(inner)
            && let Some(path) = &folder.path
        {
            return self.folder(&path.clone(), &inner.clone(), notes);
        }
        self.many(name, children, None, notes)
    }

    fn archive(
        &self,
        path: &Path,
        format: Format,
        name: &str,
        stem: &str,
        n_bytes: u64,
        notes: &mut Vec<String>,
    ) -> anyhow::Result<Vec<Draft>> {
        let named = Export::default().of_file(name, self.request.id_from);
        let one = |draft: Draft| Ok(vec![dressed(draft, named.clone(), self.source_of_one(name))]);
        let file = fs::File::open(path).with_context(|| format!("cannot read {}", self.label))?;
        let mut opened = match open(format, Box::new(io::BufReader::new(file)), n_bytes, BATCH) {
            Ok(opened) => opened,
            Err(why) => return one(Draft::refused(why)),
        };
        let mut tree = std::mem::take(&mut opened.tree);
        let mut root = stem.to_owned();
        if let Some(inner) = tree.only_folder().filter(|inner| *inner == stem || is_wrapper(inner)).map(str::to_owned) {
            tree = below(tree, &inner);
            root = inner;
        }
        let layout = match self.request.layout {
            Some(layout) => layout,
            None => self.layout_of(&tree, &root, &named)?,
        };
        match layout {
            Layout::One => {
                opened.load(&mut tree, self.request.limits);
                one(search(tree, &named.upload, ARCHIVES - 1, self.ids, self.request.limits))
            }
            Layout::Many => self.many(&root, tree.nodes.into_iter().collect(), Some(&mut opened), notes),
        }
    }

    /// Whether an archive's tree is one submission or many; `named` is what the archive's own name says.
    fn layout_of(&self, tree: &Folder, root: &str, named: &Named) -> anyhow::Result<Layout> {
        if is_one(root, self.ids, |at| tree.has(at)) {
            return Ok(Layout::One);
        }
        let is_submission = |(name, node): (&String, &Node)| match node {
            Node::Folder(_) => true,
            Node::File(_) => format_of(name).is_some(),
            Node::Link | Node::Special(_) | Node::Refused(_) => false,
        };
        if !tree.nodes.iter().any(is_submission) || named.system != System::Plain {
            return Ok(Layout::One);
        }
        let Some(inner) = tree.only_folder() else { return Ok(Layout::Many) };
        let of_inner = Export::in_folder(root).of_folder(inner, self.request.id_from);
        if of_inner.system != System::Plain {
            return Ok(Layout::Many);
        }
        let knows = |named: &Named| self.roster.is_some_and(|roster| named.who.iter().any(|who| roster.knows(&who.id)));
        match (knows(named), knows(&of_inner)) {
            (true, false) => Ok(Layout::One),
            (false, true) => Ok(Layout::Many),
            (true, true) | (false, false) => Err(usage(format!(
                "{} holds one folder, `{}`: it may be the submission of `{}`, or that of `{}` in a batch of one\nhint: say \
                 `--layout one` or `--layout many`, or give a roster that has one of the two",
                self.label,
                shown(inner),
                shown(&named.who[0].id),
                shown(inner)
            ))),
        }
    }

    pub(super) fn walked(&self, path: &Path, name: &str) -> Draft {
        match walk(path, self.request.limits) {
            Ok(tree) => search(tree, name, ARCHIVES, self.ids, self.request.limits),
            Err(why) => Draft::refused(why),
        }
    }

    fn source_of_one(&self, name: &str) -> String {
        if self.request.paths.len() > 1 { self.label.clone() } else { escape(name) }
    }
}

/// The rule that tells one submission from many; `has` says whether something is at a path.
fn is_one(name: &str, ids: &[&str], has: impl Fn(&[&str]) -> bool) -> bool {
    let is_crate = has(&["src"]) && (has(&["Cargo.toml"]) || ids.contains(&name));
    is_crate || ids.iter().any(|id| has(&[id, "src"]) || has(&["exercises", id, "src"]))
}

/// Whether a folder is what an export puts around its submissions.
fn is_wrapper(name: &str) -> bool {
    let number = name.strip_prefix("assignment_").and_then(|rest| rest.strip_suffix("_export"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) || name.ends_with("-submissions")
}

fn below(tree: Folder, name: &str) -> Folder {
    let found = tree.nodes.into_iter().find(|(found, _)| found == name);
    match found {
        Some((_, Node::Folder(folder))) => folder,
        _ => Folder::default(),
    }
}

/// What is directly in a folder on disk, in the order of names.
fn children(path: &Path) -> anyhow::Result<Vec<(String, Node)>> {
    let mut children = Vec::new();
    for entry in fs::read_dir(path).context("cannot be read")? {
        let entry = entry.context("cannot be read")?;
        let name = name_of(&entry.file_name());
        if !is_noise(&name, false) {
            anyhow::ensure!(children.len() < MOST_SUBMISSIONS, "more than {MOST_SUBMISSIONS} names in it");
            children.push((name, node(&entry)));
        }
    }
    children.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(children)
}

/// `draft` with what the names say.
pub(super) fn dressed(draft: Draft, named: Named, source: String) -> Draft {
    Draft { source, who: named.who, late: named.late, attempt: named.attempt, ..draft }
}
