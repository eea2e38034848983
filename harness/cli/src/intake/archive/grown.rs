//! A tree that grows from the full names in an archive's table of contents.

use super::NOISE;
use crate::intake::Limits;
use crate::intake::folder::{too_deep, too_many};
use crate::intake::tree::{Folder, Node, is_noise, shown};

/// A tree that is put together from full names.
pub(super) struct Grown {
    pub(super) tree: Folder,
    n_left: usize,
    n_left_with_noise: usize,
    limits: Limits,
}

impl Grown {
    pub(super) fn new(limits: Limits) -> Self {
        let n_left_with_noise = limits.n_entries.saturating_mul(NOISE);
        Self { tree: Folder::default(), n_left: limits.n_entries, n_left_with_noise, limits }
    }

    /// Puts `node` at `name`. A name that leads out of the archive becomes a reason to refuse what it leads out of.
    pub(super) fn put(&mut self, name: &str, node: Node) -> Result<(), String> {
        self.n_left_with_noise = self.n_left_with_noise.checked_sub(1).ok_or_else(|| too_many(self.limits))?;
        let mut folder = &mut self.tree;
        let trimmed = name.trim_end_matches('/');
        let is_absolute = name.starts_with('/') || name.as_bytes().get(1) == Some(&b':');
        let parts: Vec<&str> = trimmed.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let mut below_src = false;
        for (position, part) in parts.iter().enumerate() {
            if is_noise(part, below_src) {
                return Ok(());
            }
            below_src = below_src || *part == "src";
            if position > self.limits.depth {
                return Err(too_deep(self.limits));
            }
            if is_absolute || *part == ".." || part.contains('\0') {
                let why = format!("the name `{}` leads out of the archive\nhint: make the archive anew", shown(name));
                folder.nodes.insert(shown(name), Node::Refused(why));
                return Ok(());
            }
            if position + 1 == parts.len() {
                break;
            }
            let below = folder.nodes.entry((*part).to_owned()).or_insert_with(|| Node::Folder(Folder::default()));
            match below {
                Node::Folder(below) => folder = below,
                Node::Refused(_) => return Ok(()),
                Node::File(_) | Node::Link | Node::Special(_) => {
                    *below = Node::Refused(twice(name));
                    return Ok(());
                }
            }
        }
        let Some(last) = parts.last() else { return Ok(()) };
        self.n_left = self.n_left.checked_sub(1).ok_or_else(|| too_many(self.limits))?;
        match (folder.nodes.get(*last), &node) {
            (Some(Node::Folder(_)), Node::Folder(_)) | (Some(Node::Refused(_)), _) => {}
            (Some(_), _) => {
                folder.nodes.insert((*last).to_owned(), Node::Refused(twice(name)));
            }
            (None, _) => {
                folder.nodes.insert((*last).to_owned(), node);
            }
        }
        Ok(())
    }
}

fn twice(name: &str) -> String {
    format!("`{}` is in the archive twice\nhint: make the archive anew", shown(name))
}
