//! Archives, read in memory: zip, tar, tar.gz. Nothing is ever written to disk.
//!
//! An archive is a student's program as much as its sources are. What an honest tool does not make (links, names that
//! lead out, two files of one name, sizes that lie) refuses the submission that it is in.

mod grown;
mod store;
mod tape;

use std::fmt;
use std::io::{self, Cursor, Read, Seek};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::Limits;
use super::export::{Export, SAID_BYTES};
use super::folder::too_many;
use super::tree::{At, File, Folder, Node, name_of_bytes, shown};
use grown::Grown;
use store::Store;
use tape::read_tar;

/// How many bytes of output one byte of input may give before it is a bomb; Rust sources give 5, a tar of many small
/// files 50.
const RATIO: u64 = 200;
/// Output up to here is no bomb, whatever the ratio.
const HARMLESS_BYTES: u64 = 8 << 20;
/// How many entries there may be with noise for each that there may be without; a zip64 says more, and is no student's.
const NOISE: usize = 3;
const ENCRYPTED: &str = "it is encrypted\nhint: hand in an archive without a password";

/// A kind of archive that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Zip,
    Tar,
    TarGz,
}

/// The format that `name` says, and the name without its extension.
pub(super) fn format_of(name: &str) -> Option<(Format, &str)> {
    let endings = [(".zip", Format::Zip), (".tar", Format::Tar), (".tar.gz", Format::TarGz), (".tgz", Format::TarGz)];
    endings.into_iter().find_map(|(ending, format)| Some((format, without(name, ending)?)))
}

/// The name without its extension, if it is an archive's that is not read.
pub(super) fn foreign(name: &str) -> Option<&str> {
    [".7z", ".rar", ".tar.xz", ".tar.bz2", ".tar.zst", ".tbz2", ".txz", ".gz", ".xz"]
        .iter()
        .find_map(|ending| without(name, ending))
}

fn without<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(ending.len()).filter(|at| *at > 0 && name.is_char_boundary(*at))?;
    name[at..].eq_ignore_ascii_case(ending).then(|| &name[..at])
}

/// Bytes that can be read in any order.
pub(super) trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// An archive's tree, and the files in it.
pub(super) struct Opened {
    pub(super) tree: Folder,
    store: Store,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("tree", &self.tree).finish_non_exhaustive()
    }
}

/// Reads the table of contents of an archive of `n_bytes` bytes; of a tar also the files that may be asked for.
///
/// # Errors
///
/// Why it cannot be read, and what to do: damaged, encrypted, a bomb.
pub(super) fn open(format: Format, bytes: Box<dyn Bytes>, n_bytes: u64, limits: Limits) -> Result<Opened, String> {
    match format {
        Format::Zip => open_zip(bytes, limits),
        Format::Tar => read_tar(bytes, n_bytes.min(limits.archive_bytes), limits),
        Format::TarGz => {
            let most = limits.archive_bytes.min(HARMLESS_BYTES.max(n_bytes.saturating_mul(RATIO)));
            read_tar(MultiGzDecoder::new(bytes), most, limits)
        }
    }
}

/// The tree of a student's archive, with all in memory that may be asked for.
///
/// # Errors
///
/// As [`open`].
pub(super) fn unpack(format: Format, bytes: Vec<u8>, limits: Limits) -> Result<Folder, String> {
    let n_bytes = bytes.len() as u64;
    let mut opened = open(format, Box::new(Cursor::new(bytes)), n_bytes, limits)?;
    let mut tree = std::mem::take(&mut opened.tree);
    opened.load(&mut tree, limits);
    Ok(tree)
}

impl Opened {
    /// Reads into memory what may be asked for in `folder`. What cannot be read becomes a reason to refuse.
    pub(super) fn load(&mut self, folder: &mut Folder, limits: Limits) {
        let mut n_left = limits.archive_bytes;
        load_below(&mut self.store, folder, false, &mut n_left, limits);
    }

    /// Reads one file into memory, if it is not there yet.
    pub(super) fn load_file(&mut self, name: &str, file: &mut File, limits: Limits) -> Result<(), String> {
        let mut n_left = limits.archive_bytes;
        load_file(&mut self.store, name, file, &mut n_left, limits)
    }
}

fn load_below(store: &mut Store, folder: &mut Folder, below_src: bool, n_left: &mut u64, limits: Limits) {
    for (name, node) in &mut folder.nodes {
        match node {
            Node::Folder(folder) => load_below(store, folder, below_src || name == "src", n_left, limits),
            Node::File(file) if is_wanted(name, below_src) => {
                if let Err(why) = load_file(store, name, file, n_left, limits) {
                    *node = Node::Refused(why);
                }
            }
            Node::File(_) | Node::Link | Node::Special(_) | Node::Refused(_) => {}
        }
    }
}

fn load_file(store: &mut Store, name: &str, file: &mut File, n_left: &mut u64, limits: Limits) -> Result<(), String> {
    let At::Inside(number) = file.at else { return Ok(()) };
    // A source that is too large is refused for what it says, like one on disk, without being read.
    if file.n_bytes > most_bytes(name, limits) {
        file.at = At::Left;
        return Ok(());
    }
    *n_left = n_left.checked_sub(file.n_bytes).ok_or_else(|| too_large(limits))?;
    let bytes = store.read(number, file.n_bytes);
    file.at = At::Memory(bytes.map_err(|why| damaged(&format!("`{}`: {why}", shown(name))))?);
    Ok(())
}

/// Whether a file may be asked for: a source, a manifest, another archive, or what an export says of the submissions.
fn is_wanted(name: &str, below_src: bool) -> bool {
    if below_src {
        crate::candidate::is_source(name)
    } else {
        name == "Cargo.toml" || format_of(name).is_some() || Export::wants(name)
    }
}

fn most_bytes(name: &str, limits: Limits) -> u64 {
    if format_of(name).is_some() {
        limits.archive_bytes
    } else if Export::wants(name) {
        SAID_BYTES
    } else {
        limits.file_bytes
    }
}

fn open_zip(mut bytes: Box<dyn Bytes>, limits: Limits) -> Result<Opened, String> {
    if entries_said(&mut bytes).map_err(|error| damaged(&error))? > limits.n_entries.saturating_mul(NOISE) {
        return Err(too_many(limits));
    }
    let zip = ZipArchive::new(bytes).map_err(|error| damaged(&error))?;
    if zip.has_duplicate_names() {
        return Err("two files in the archive have the same name\nhint: make the archive anew".to_owned());
    }
    let mut grown = Grown::new(limits);
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(|error| damaged(&error))?;
        let raw = entry.name_raw();
        // Many tools write UTF-8 and do not say so.
        let name = match std::str::from_utf8(raw) {
            Ok(name) => name.to_owned(),
            Err(_) => entry.name().map_or_else(|_| name_of_bytes(raw), std::borrow::Cow::into_owned),
        };
        let name = name.replace('\\', "/");
        let kind = entry.unix_mode().unwrap_or(0) & 0o170_000;
        let node = if entry.is_symlink() {
            Node::Refused(link_in_archive(&name))
        } else if entry.is_dir() || name.ends_with('/') {
            Node::Folder(Folder::default())
        } else if entry.encrypted() {
            Node::Refused(ENCRYPTED.to_owned())
        } else if kind != 0 && kind != 0o100_000 {
            Node::Refused(special_in_archive(&name))
        } else if entry.size() > HARMLESS_BYTES.max(entry.compressed_size().saturating_mul(RATIO)) {
            Node::Refused(bomb(&name))
        } else {
            Node::File(File { n_bytes: entry.size(), at: At::Inside(index) })
        };
        grown.put(&name, node)?;
    }
    Ok(Opened { tree: grown.tree, store: Store::Zip(zip) })
}

/// How many entries a zip says that it has; the crate makes room for each before anything can be looked at.
fn entries_said(bytes: &mut Box<dyn Bytes>) -> io::Result<usize> {
    const MARK: &[u8] = b"PK\x05\x06";
    const LONGEST: u64 = 22 + 65_535;
    let end = bytes.seek(io::SeekFrom::End(0))?;
    bytes.seek(io::SeekFrom::Start(end.saturating_sub(LONGEST)))?;
    let mut tail = Vec::new();
    bytes.take(LONGEST).read_to_end(&mut tail)?;
    bytes.rewind()?;
    let said = tail.windows(12).filter(|window| window.starts_with(MARK));
    Ok(said.map(|window| usize::from(u16::from_le_bytes([window[10], window[11]]))).max().unwrap_or(0))
}

fn damaged(why: &dyn fmt::Display) -> String {
    format!(
        "the archive is damaged or of a kind that is not read ({})\nhint: make it anew, as zip or tar.gz",
        shown(&why.to_string())
    )
}

fn too_large(limits: Limits) -> String {
    format!(
        "too large: the archive, or what it unpacks to, has more than {} MiB, or far more than its size \
         accounts for\nhint: hand in the exercises' folders alone, without target/",
        limits.archive_bytes >> 20
    )
}

fn link_in_archive(name: &str) -> String {
    format!("`{}` is a link in an archive\nhint: put the file itself in", shown(name))
}

fn special_in_archive(name: &str) -> String {
    format!("`{}` in the archive is neither file nor folder\nhint: leave it out", shown(name))
}

fn bomb(name: &str) -> String {
    format!("`{}` unpacks to far more than its size accounts for\nhint: leave it out", shown(name))
}
