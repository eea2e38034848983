//! Folders on disk: walked without following a link and without opening what is no regular file.

use std::fs::{self, DirEntry, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::Limits;
use super::tree::{At, File, Folder, Node, is_noise, name_of};

/// The tree of the folder at `path`.
///
/// # Errors
///
/// Why the submission is refused: too much in it.
pub(super) fn walk(path: &Path, limits: Limits) -> Result<Folder, String> {
    let mut n_left = limits.n_entries;
    walk_below(path, Depth { left: limits.depth, below_src: false }, &mut n_left, limits)
}

#[derive(Clone, Copy)]
struct Depth {
    left: usize,
    below_src: bool,
}

fn walk_below(path: &Path, depth: Depth, n_left: &mut usize, limits: Limits) -> Result<Folder, String> {
    let mut folder = Folder { path: Some(path.to_owned()), ..Folder::default() };
    let unreadable =
        |error: io::Error| format!("a folder in it cannot be read ({error})\nhint: give yourself the right to read it");
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = name_of(&entry.file_name());
        if is_noise(&name, depth.below_src) {
            continue;
        }
        *n_left = n_left.checked_sub(1).ok_or_else(|| too_many(limits))?;
        let node = match node(&entry) {
            Node::Folder(_) => {
                let left = depth.left.checked_sub(1).ok_or_else(|| too_deep(limits))?;
                let below = Depth { left, below_src: depth.below_src || name == "src" };
                Node::Folder(walk_below(&entry.path(), below, n_left, limits)?)
            }
            node @ (Node::File(_) | Node::Link | Node::Special(_) | Node::Refused(_)) => node,
        };
        folder.nodes.insert(name, node);
    }
    Ok(folder)
}

/// What `entry` is; a folder comes empty.
pub(super) fn node(entry: &DirEntry) -> Node {
    match fs::symlink_metadata(entry.path()) {
        Ok(metadata) if metadata.is_dir() => Node::Folder(Folder { path: Some(entry.path()), ..Folder::default() }),
        Ok(metadata) if metadata.is_file() => Node::File(File { n_bytes: metadata.len(), at: At::Disk(entry.path()) }),
        Ok(metadata) if metadata.is_symlink() => Node::Link,
        Ok(metadata) => Node::Special(kind(&metadata)),
        Err(error) => Node::Refused(format!("something in it cannot be looked at ({error})")),
    }
}

#[cfg(unix)]
fn kind(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind(_: &Metadata) -> &'static str {
    "no regular file"
}

/// What is said of too many files and folders.
pub(super) fn too_many(limits: Limits) -> String {
    format!(
        "too many files: more than {} files and folders\nhint: hand in the exercises' folders alone",
        limits.n_entries
    )
}

/// What is said of folders in folders in folders.
pub(super) fn too_deep(limits: Limits) -> String {
    format!("folders are nested more than {} deep\nhint: hand in the exercises' folders alone", limits.depth)
}

/// The contents of the regular file at `path`, which has at most `n_bytes` bytes.
///
/// # Errors
///
/// It is no regular file (then it is not opened), larger, or cannot be read. The path is not said.
pub(super) fn read_regular(path: &Path, n_bytes: u64) -> io::Result<Vec<u8>> {
    let there = fs::symlink_metadata(path)?;
    if !there.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    // As much room as it needs by what is said of it: one read for the file, one for its end.
    let mut bytes = Vec::with_capacity(usize::try_from(there.len().min(n_bytes)).unwrap_or(0) + 1);
    fs::File::open(path)?.take(n_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > n_bytes {
        return Err(io::Error::other(format!("it has more than {n_bytes} bytes")));
    }
    Ok(bytes)
}
