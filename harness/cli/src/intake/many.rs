//! A folder of submissions: each folder and each archive in it is one, or a part of one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use harness_core::report::escape;

use super::archive::{Opened, foreign, format_of, unpack};
use super::draft::Draft;
use super::export::{Export, Named, SAID_BYTES, System};
use super::place::{ARCHIVES, Place, dressed};
use super::search::{contents, counted, search};
use super::tree::{At, File, Folder, Node, shown};
use crate::exit::usage;

impl Place<'_> {
    /// The submissions among `children`, those of the folder or archive `name`.
    pub(super) fn many(
        &self,
        name: &str,
        children: Vec<(String, Node)>,
        mut opened: Option<&mut Opened>,
        notes: &mut Vec<String>,
    ) -> anyhow::Result<Vec<Draft>> {
        let (export, children) = self.learn(name, children, opened.as_deref_mut(), notes)?;
        let mut drafts: Vec<Draft> = Vec::new();
        let mut spread: BTreeMap<_, usize> = BTreeMap::new();
        let mut loose = Vec::new();
        for (name, node) in children {
            let is_folder = matches!(node, Node::Folder(_));
            let of = if is_folder { Export::of_folder } else { Export::of_file };
            let named = of(&export, &name, self.request.id_from);
            let is_archive = format_of(&name).is_some() || foreign(&name).is_some();
            let is_loose = matches!(node, Node::File(_)) && !is_archive && !named.system.spreads();
            if is_loose || matches!(node, Node::Special(_)) && named.system == System::Plain {
                loose.push(shown(&name));
                continue;
            }
            let draft = self.child(&name, node, &named, opened.as_deref_mut());
            if !named.system.spreads() {
                drafts.push(draft);
                continue;
            }
            // One student's work, which the export spread over several names.
            match spread.entry((named.system.whole(), named.identifier, named.attempt)) {
                Entry::Occupied(at) => drafts[*at.get()].merge(draft),
                Entry::Vacant(free) => {
                    free.insert(drafts.len());
                    drafts.push(draft);
                }
            }
        }
        if !loose.is_empty() {
            let (n, first) = (loose.len(), &loose[..loose.len().min(5)]);
            let more = if n > first.len() { ", …" } else { "" };
            notes.push(format!(
                "{}: {} beside the submissions ignored: {}{more}",
                self.label,
                counted(n, "file"),
                first.join(", ")
            ));
        }
        if drafts.is_empty() {
            return Err(usage(format!(
                "{} holds no submission: there is no folder and no zip or tar in it\nhint: give the \
                 folder that the students' folders or archives are in",
                self.label
            )));
        }
        Ok(drafts)
    }

    /// What files beside the submissions say of them, and the names that are left.
    fn learn(
        &self,
        name: &str,
        children: Vec<(String, Node)>,
        mut opened: Option<&mut Opened>,
        notes: &mut Vec<String>,
    ) -> anyhow::Result<(Export, Vec<(String, Node)>)> {
        let mut export = Export::in_folder(name);
        let mut rest = Vec::new();
        for (name, mut node) in children {
            match &mut node {
                Node::File(file) if Export::wants(&name) => {
                    let said = self.said(&name, file, opened.as_deref_mut());
                    if let Err(why) = said.and_then(|bytes| export.learn(&name, &bytes)) {
                        return Err(usage(format!("{}: {why}", self.label)));
                    }
                }
                // A name of an archive that leads out of it is nobody's.
                Node::Refused(why) if name == ".." || name.contains('/') => {
                    notes.push(format!("{}: {why}", self.label));
                }
                Node::Folder(_) | Node::File(_) | Node::Link | Node::Special(_) | Node::Refused(_) => {
                    rest.push((name, node));
                }
            }
        }
        Ok((export, rest))
    }

    /// What one name in a folder of submissions holds.
    fn child(&self, name: &str, node: Node, named: &Named, opened: Option<&mut Opened>) -> Draft {
        let limits = self.request.limits;
        let draft = match node {
            Node::Folder(_) if named.system == System::MoodleText => ignored(name, "text that was typed in"),
            Node::Folder(Folder { path: Some(path), .. }) => self.walked(&path, &named.upload),
            Node::Folder(mut folder) => {
                if let Some(opened) = opened {
                    opened.load(&mut folder, limits);
                }
                search(folder, &named.upload, ARCHIVES, self.ids, limits)
            }
            Node::File(mut file) => match format_of(name) {
                Some((format, _)) => {
                    let loaded = opened.map_or(Ok(()), |opened| opened.load_file(name, &mut file, limits));
                    let bytes = loaded.and_then(|()| contents(file, limits.archive_bytes));
                    match bytes.and_then(|bytes| unpack(format, bytes, limits)) {
                        Ok(tree) => search(tree, &named.upload, ARCHIVES - 1, self.ids, limits),
                        Err(why) => Draft::refused(why),
                    }
                }
                None if foreign(name).is_some() => {
                    Draft::refused("it is neither a zip nor a tar\nhint: pack it anew as a zip".to_owned())
                }
                None => ignored(name, "a file by itself: it does not say of which exercise"),
            },
            Node::Link => {
                Draft::refused("it is a link, which is never followed\nhint: give the folder itself".to_owned())
            }
            Node::Special(what) => Draft::refused(format!("it is {what}, which is never opened\nhint: leave it out")),
            Node::Refused(why) => Draft::refused(why),
        };
        let source = match self.request.paths.len() {
            0 | 1 => escape(name),
            _ => format!("{}/{}", self.label.trim_end_matches('/'), escape(name)),
        };
        let draft = dressed(draft, named.clone(), source);
        if named.system.spreads() { draft.named_by_source() } else { draft }
    }

    fn said(&self, name: &str, file: &mut File, opened: Option<&mut Opened>) -> Result<Vec<u8>, String> {
        if let Some(opened) = opened {
            opened.load_file(name, file, self.request.limits)?;
        }
        let at = std::mem::replace(&mut file.at, At::Left);
        contents(File { n_bytes: file.n_bytes, at }, SAID_BYTES)
    }
}

fn ignored(name: &str, why: &str) -> Draft {
    Draft { ignored: vec![format!("{} ({why})", shown(name))], ..Draft::default() }
}
