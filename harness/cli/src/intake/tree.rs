//! What was handed in, as a tree of names. It is made by walking a folder or by reading an archive's table of contents.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::PathBuf;

use harness_core::report::escape;

/// A name in a [`Folder`].
#[derive(Debug)]
pub(super) enum Node {
    Folder(Folder),
    File(File),
    /// A symbolic link on disk.
    Link,
    /// Neither file, folder nor link: what it is.
    Special(&'static str),
    /// A reason to refuse the submission that it is in.
    Refused(String),
}

/// A folder and what is in it.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Where it is on disk; nowhere if it comes from an archive.
    pub(super) path: Option<PathBuf>,
    /// By name, as [`name_of`] gives it.
    pub(super) nodes: BTreeMap<String, Node>,
}

/// A regular file.
#[derive(Debug)]
pub(super) struct File {
    /// How large it says it is.
    pub(super) n_bytes: u64,
    pub(super) at: At,
}

/// Where a file's bytes are.
#[derive(Debug)]
pub(super) enum At {
    /// On disk, not read yet.
    Disk(PathBuf),
    /// In the archive that is open, by its number there.
    Inside(usize),
    Memory(Vec<u8>),
    /// In an archive, and left there: nobody will ask for it.
    Left,
}

impl Folder {
    /// The only folder in it, if there is nothing else.
    pub(super) fn only_folder(&self) -> Option<&str> {
        let mut nodes = self.nodes.iter();
        match (nodes.next(), nodes.next()) {
            (Some((name, Node::Folder(_))), None) => Some(name),
            _ => None,
        }
    }

    /// Whether there is anything at this path.
    pub(super) fn has(&self, path: &[&str]) -> bool {
        match path {
            [] => true,
            [name, rest @ ..] => match self.nodes.get(*name) {
                Some(Node::Folder(folder)) => folder.has(rest),
                Some(Node::File(_) | Node::Link | Node::Special(_) | Node::Refused(_)) => rest.is_empty(),
                None => false,
            },
        }
    }

    /// How many files, links and other things are in it and below.
    pub(super) fn n_files(&self) -> usize {
        let count = |node: &Node| match node {
            Node::Folder(folder) => folder.n_files(),
            Node::File(_) | Node::Link | Node::Special(_) | Node::Refused(_) => 1,
        };
        self.nodes.values().map(count).sum()
    }
}

/// Whether a name is what systems and tools leave behind, and nobody hands in on purpose. Below `src/` only what no
/// module can be called.
pub(super) fn is_noise(name: &str, below_src: bool) -> bool {
    let always = ["__MACOSX", ".git", ".DS_Store", "Thumbs.db", "desktop.ini", ".before-reset"];
    always.contains(&name) || name.starts_with("._") || (name == "target" && !below_src)
}

/// A name as text. Bytes that are no text become `\xE9`, so that different names stay different; what is valid is
/// unchanged.
pub(super) fn name_of(name: &OsStr) -> String {
    name_of_bytes(name.as_encoded_bytes())
}

/// The same for a name in an archive.
pub(super) fn name_of_bytes(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

/// A name for a reader: escaped, and cut.
pub(super) fn shown(name: &str) -> String {
    const MOST: usize = 120;
    match name.char_indices().nth(MOST) {
        None => escape(name),
        Some((at, _)) => format!("{}…", escape(&name[..at])),
    }
}
