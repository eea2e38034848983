//! Tar, read as a stream: once, from its beginning to its end.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use tar::{Entry, EntryType};

use super::grown::Grown;
use super::store::{Spool, Store};
use super::{Opened, damaged, is_wanted, link_in_archive, most_bytes, special_in_archive, too_large};
use crate::intake::Limits;
use crate::intake::tree::{At, File, Folder, Node, is_noise, name_of_bytes, shown};

/// The tree of a tar, and what may be asked for in it; its stream has at most `most_bytes_in_all`.
///
/// # Errors
///
/// As [`super::open`].
pub(super) fn read_tar(bytes: impl Read, most_bytes_in_all: u64, limits: Limits) -> Result<Opened, String> {
    let is_over = Rc::new(Cell::new(false));
    let bounded = Bounded { bytes, n_left: most_bytes_in_all, is_over: Rc::clone(&is_over) };
    read_entries(bounded, limits).map_err(|why| if is_over.get() { too_large(limits) } else { why })
}

fn read_entries(bytes: impl Read, limits: Limits) -> Result<Opened, String> {
    let mut grown = Grown::new(limits);
    let mut spool = Spool::default();
    let mut n_left = limits.archive_bytes;
    let mut archive = tar::Archive::new(bytes);
    for entry in archive.entries().map_err(|error| damaged(&error))? {
        let entry = entry.map_err(|error| damaged(&error))?;
        if entry.header().entry_type() != EntryType::XGlobalHeader {
            let name = name_of_bytes(&entry.path_bytes());
            let node = node(entry, &name, &mut spool, &mut n_left, limits)?;
            grown.put(&name, node)?;
        }
    }
    // What comes after the end is read all the same: a checksum may stand there, and a limit holds there too.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(|error| damaged(&error))?;
    Ok(Opened { tree: grown.tree, store: Store::Spool(spool) })
}

fn node(
    mut entry: Entry<'_, impl Read>,
    name: &str,
    spool: &mut Spool,
    n_left: &mut u64,
    limits: Limits,
) -> Result<Node, String> {
    let kind = entry.header().entry_type();
    if kind.is_dir() {
        return Ok(Node::Folder(Folder::default()));
    }
    if kind.is_symlink() || kind.is_hard_link() {
        return Ok(Node::Refused(link_in_archive(name)));
    }
    if !kind.is_file() && !kind.is_contiguous() {
        return Ok(Node::Refused(special_in_archive(name)));
    }
    let n_bytes = entry.size();
    let leaf = name.rsplit('/').next().unwrap_or_default();
    let below_src = name.split('/').rev().skip(1).any(|part| part == "src");
    let is_noise = name.split('/').any(|part| is_noise(part, below_src));
    if is_noise || !is_wanted(leaf, below_src) || n_bytes > most_bytes(leaf, limits) {
        return Ok(Node::File(File { n_bytes, at: At::Left }));
    }
    *n_left = n_left.checked_sub(n_bytes).ok_or_else(|| too_large(limits))?;
    let mut contents = Vec::new();
    entry.read_to_end(&mut contents).map_err(|error| damaged(&error))?;
    if contents.len() as u64 != n_bytes {
        return Err(damaged(&format!("`{}` is cut short", shown(name))));
    }
    Ok(Node::File(File { n_bytes, at: At::Inside(spool.put(&contents)) }))
}

/// A stream that fails, and says so, where it has more bytes than it may.
struct Bounded<R> {
    bytes: R,
    n_left: u64,
    is_over: Rc<Cell<bool>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.bytes.read(buffer)?;
        let Some(n_left) = self.n_left.checked_sub(n_read as u64) else {
            self.is_over.set(true);
            return Err(io::Error::other("more bytes than allowed"));
        };
        self.n_left = n_left;
        Ok(n_read)
    }
}
