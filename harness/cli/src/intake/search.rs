//! Finds the exercises in what one student handed in, and says what else there was.

use harness_core::report::escape;

use super::Limits;
use super::archive::{foreign, format_of, unpack};
use super::draft::{Draft, Found};
use super::folder::{read_regular, too_deep, too_many};
use super::handed_in::HandedIn;
use super::tree::{At, File, Folder, Node, shown};
use crate::candidate::{Sources, is_source};

/// How many names are said in one of them.
const NAMES: usize = 8;
/// How much of a manifest is looked at, bytes.
const MANIFEST_BYTES: u64 = 64 << 10;

/// What an exercise is worth looking for, and where the search stands.
struct Search<'a> {
    ids: &'a [&'a str],
    limits: Limits,
    n_entries_left: usize,
    n_bytes_left: u64,
    draft: Draft,
}

/// What was seen below a folder.
#[derive(Default)]
struct Below {
    n_exercises: usize,
    lines: Vec<String>,
}

/// Where a folder stands.
#[derive(Clone, Copy)]
struct Stand<'a> {
    /// From the submission's root, with a `/` at the end; empty for the root.
    place: &'a str,
    depth: usize,
    /// How many archives may still be opened within each other.
    archives: usize,
}

/// Searches `tree`, which is called `name`: the folder's name, or the archive's without its extension. In it archives
/// are opened `archives` deep.
pub(super) fn search(tree: Folder, name: &str, archives: usize, ids: &[&str], limits: Limits) -> Draft {
    let mut search = Search {
        ids,
        limits,
        n_entries_left: limits.n_entries,
        n_bytes_left: limits.submission_bytes,
        draft: Draft::default(),
    };
    let below = search.visit(name, tree, Stand { place: "", depth: 0, archives });
    search.draft.ignored = below.lines;
    search.draft
}

impl Search<'_> {
    fn refuse(&mut self, why: String) {
        self.draft.refused.get_or_insert(why);
    }

    fn visit(&mut self, name: &str, mut folder: Folder, stand: Stand<'_>) -> Below {
        let mut below = Below::default();
        if stand.depth > self.limits.depth {
            self.refuse(too_deep(self.limits));
            return below;
        }
        match self.n_entries_left.checked_sub(folder.nodes.len()) {
            Some(n_left) => self.n_entries_left = n_left,
            None => self.refuse(too_many(self.limits)),
        }
        if self.draft.refused.is_some() {
            return below;
        }
        let mut others = Vec::new();
        let exercise = self.exercise(name, &folder);
        if let (Some(id), Some(src)) = (exercise, folder.nodes.remove("src")) {
            let taken = self.take(src, &mut others);
            let place = if stand.place.is_empty() { escape(name) } else { escape(stand.place) };
            self.draft.exercises.entry(id).or_default().push(Found { place, taken });
            below.n_exercises += 1;
        }
        let is_repository = folder.nodes.contains_key("exercises") || folder.nodes.contains_key("checkpoints.yaml");
        for (name, node) in folder.nodes {
            let is_ours = is_repository && name == "harness";
            self.look_at(&name, node, is_ours, stand, &mut below, &mut others);
        }
        // An exercise's folder whose src/ is missing is that exercise, handed in wrongly; unless it is elsewhere.
        if below.n_exercises == 0 && !stand.place.is_empty() && self.ids.contains(&name) {
            self.draft.hollow.insert(name.to_owned());
        }
        if !others.is_empty() {
            let place = if stand.place.is_empty() { String::new() } else { format!("{}: ", escape(stand.place)) };
            below.lines.insert(0, format!("{place}{}", listed(&others)));
        }
        below
    }

    fn look_at(
        &mut self,
        name: &str,
        node: Node,
        is_ours: bool,
        stand: Stand<'_>,
        below: &mut Below,
        others: &mut Vec<String>,
    ) {
        let place = format!("{}{name}/", stand.place);
        let depth = stand.depth + 1;
        match node {
            Node::Folder(folder) => {
                let said = format!("{}/ ({})", shown(name), counted(folder.n_files(), "file"));
                let inner = if is_ours {
                    Below::default()
                } else {
                    self.visit(name, folder, Stand { place: &place, depth, ..stand })
                };
                keep(inner, said, below, others);
            }
            Node::File(file) => {
                let Some((format, stem)) = format_of(name) else {
                    let unread = if foreign(name).is_some() { " (not a zip or tar: not opened)" } else { "" };
                    others.push(format!("{}{unread}", shown(name)));
                    return;
                };
                let Some(archives) = stand.archives.checked_sub(1) else {
                    let what = shown(&place);
                    self.refuse(format!(
                        "`{what}`: archives are nested too deep\nhint: hand in a folder, or one archive of it"
                    ));
                    return;
                };
                match contents(file, self.limits.archive_bytes).and_then(|bytes| unpack(format, bytes, self.limits)) {
                    Ok(tree) => {
                        let said = format!("{} ({})", shown(name), counted(tree.n_files(), "file"));
                        let inner = self.visit(stem, tree, Stand { place: &place, depth, archives });
                        keep(inner, said, below, others);
                    }
                    Err(why) => self.refuse(format!("`{}`: {why}", shown(place.trim_end_matches('/')))),
                }
            }
            Node::Link if self.ids.contains(&name) => {
                let taken = Err(is_link(name));
                self.draft.exercises.entry(name.to_owned()).or_default().push(Found { place: escape(&place), taken });
                below.n_exercises += 1;
            }
            Node::Link => others.push(format!("{} (a link, not followed)", shown(name))),
            Node::Special(what) => others.push(format!("{} ({what})", shown(name))),
            Node::Refused(why) => self.refuse(why),
        }
    }

    /// The exercise that a folder is: by its own name, else by the package's name in its manifest; with `src` in it,
    /// whatever that is.
    fn exercise(&self, name: &str, folder: &Folder) -> Option<String> {
        folder.nodes.get("src")?;
        if self.ids.contains(&name) {
            return Some(name.to_owned());
        }
        let Some(Node::File(manifest)) = folder.nodes.get("Cargo.toml") else { return None };
        let package = match &manifest.at {
            At::Disk(path) => package_name(&read_regular(path, MANIFEST_BYTES).ok()?),
            At::Memory(bytes) => package_name(bytes),
            At::Inside(_) | At::Left => None,
        };
        package.filter(|package| self.ids.contains(&package.as_str()))
    }

    /// The sources in an exercise's `src`.
    fn take(&mut self, src: Node, others: &mut Vec<String>) -> Result<HandedIn, String> {
        let folder = match src {
            Node::Folder(folder) => folder,
            Node::Link => return Err(is_link("src")),
            Node::Special(what) => return Err(is_special("src", what)),
            Node::File(_) => return Err(no_lib()),
            Node::Refused(why) => {
                self.refuse(why.clone());
                return Err(why);
            }
        };
        let path = folder.path.clone();
        let mut files = Vec::new();
        self.collect(folder, "", &mut files, others)?;
        if files.is_empty() {
            return Err(no_lib());
        }
        if !files.iter().any(|(name, _)| name == "lib.rs") {
            others.push("no src/lib.rs (the one that was handed out stands in its place)".to_owned());
        }
        if let Some(src) = path {
            let names = files.into_iter().map(|(name, _)| name).collect();
            return Ok(HandedIn::on_disk(src, names, self.limits));
        }
        let read = |(name, file)| Ok((name, contents(file, self.limits.file_bytes)?));
        Ok(HandedIn::packed(&files.into_iter().map(read).collect::<Result<Sources, String>>()?))
    }

    fn collect(
        &mut self,
        folder: Folder,
        place: &str,
        files: &mut Vec<(String, File)>,
        others: &mut Vec<String>,
    ) -> Result<(), String> {
        for (name, node) in folder.nodes {
            let inner = format!("{place}{name}");
            let said = format!("src/{}", shown(&inner));
            match node {
                Node::Folder(folder) => self.collect(folder, &format!("{inner}/"), files, others)?,
                // A backslash stands for what is no text; on Linux it may also be a name's own, but no module's.
                Node::File(file) if is_source(&inner) && !inner.contains('\\') => {
                    if file.n_bytes > self.limits.file_bytes {
                        let most = self.limits.file_bytes >> 10;
                        return Err(format!(
                            "{said} is too large: more than {most} KiB\nhint: hand in source files alone"
                        ));
                    }
                    match self.n_bytes_left.checked_sub(file.n_bytes) {
                        Some(n_left) => self.n_bytes_left = n_left,
                        None => self.refuse(format!(
                            "too large: the source files have more than {} MiB\nhint: hand in what you wrote alone",
                            self.limits.submission_bytes >> 20
                        )),
                    }
                    files.push((inner, file));
                }
                Node::File(_) => others.push(said),
                Node::Link => return Err(is_link(&said)),
                Node::Special(what) => return Err(is_special(&said, what)),
                Node::Refused(why) => self.refuse(why),
            }
        }
        Ok(())
    }
}

/// Takes over what was seen below a folder: its lines if there was an exercise, else a word on the folder as a whole.
fn keep(inner: Below, said: String, below: &mut Below, others: &mut Vec<String>) {
    if inner.n_exercises == 0 {
        others.push(said);
    } else {
        below.n_exercises += inner.n_exercises;
        below.lines.extend(inner.lines);
    }
}

/// The contents of a file that has at most `most` bytes.
///
/// # Errors
///
/// Why it refuses the submission.
pub(super) fn contents(file: File, most: u64) -> Result<Vec<u8>, String> {
    match file.at {
        At::Memory(bytes) => Ok(bytes),
        _ if file.n_bytes > most => Err(format!(
            "too large: more than {} KiB\nhint: hand in the exercises' folders alone, without target/",
            most >> 10
        )),
        At::Disk(path) => read_regular(&path, most)
            .map_err(|error| format!("it cannot be read ({error})\nhint: give yourself the right to read it")),
        At::Inside(_) | At::Left => Err("it was not unpacked".to_owned()),
    }
}

/// `name` in the section `[package]` of a manifest. It is only compared with known names, and nothing else of it is
/// believed.
fn package_name(manifest: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(manifest);
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    lines.find(|line| *line == "[package]")?;
    let values = lines.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
    let value = values.filter(|(key, _)| key.trim() == "name").map(|(_, value)| value.trim()).next()?;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(value[1..].split(quote).next()?.to_owned())
}

fn listed(names: &[String]) -> String {
    let n_more = names.len().saturating_sub(NAMES);
    let more = if n_more == 0 { String::new() } else { format!(" and {n_more} more") };
    format!("{}{more}", names[..names.len() - n_more].join(", "))
}

/// `1 file`, `2 files`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// What is said of an exercise without its root.
pub(super) fn no_lib() -> String {
    "src/lib.rs not found, nor any other Rust file below src/\nhint: hand in the whole src/ of the exercise".to_owned()
}

fn is_link(what: &str) -> String {
    format!("{what} is a symbolic link, which is never followed\nhint: hand in the file or folder itself")
}

fn is_special(place: &str, what: &str) -> String {
    format!("{place} is not a regular file but {what}, which is never opened\nhint: hand in source files alone")
}
