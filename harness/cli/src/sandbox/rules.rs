//! Rules: what a boxed-in program may do. They are handed to the box's entry as its first argument.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What a boxed-in program may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rules {
    /// Bounds on what it uses up.
    pub(crate) limits: Bounds,
    /// The user and group that it becomes; `None`: it stays who it is.
    pub(crate) user: Option<User>,
    /// What it may open.
    pub(crate) files: Files,
    /// Whether the files must be guarded by the kernel's Landlock.
    pub(crate) landlock: Landlock,
    /// What it may ask of the system.
    pub(crate) calls: Calls,
    /// Whether the entry says that the box stands, before the program starts.
    pub(crate) announce: Announce,
}

/// Bounds on what a program uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bounds {
    /// Memory that it may write to, bytes.
    pub(crate) memory: u64,
    /// Processor time of one process, seconds.
    pub(crate) cpu_seconds: u64,
    /// The longest file that it may write, bytes.
    pub(crate) file: u64,
    /// Processes and threads, together with all others of the same user; `None` where that user has others.
    pub(crate) tasks: Option<u64>,
}

/// An unprivileged user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    /// Its number, and its group's.
    pub(crate) id: u32,
    /// Whether it may pass through folders that are closed to it.
    pub(crate) search: Search,
}

/// Whether a user may pass through folders that are closed to it. What it may open there is said by [`Files`] all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Search {
    /// As the modes of the folders say.
    AsUsual,
    /// It may: what it needs lies below a folder that only its owner enters, a home.
    Everywhere,
}

/// Files and folders that a program may open. Those that are not there are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Files {
    /// To read them.
    pub(crate) read: Vec<PathBuf>,
    /// To read and to run them.
    pub(crate) run: Vec<PathBuf>,
    /// To read and to write them, and what is below them.
    pub(crate) write: Vec<PathBuf>,
}

/// Whether files must be guarded by Landlock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Landlock {
    /// No box without it.
    Required,
    /// Where the kernel has it: the file system of the box holds nothing else anyway.
    WhereThere,
    /// No.
    Off,
}

/// What a program may ask of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Calls {
    /// What a candidate needs: no process, no network, no change of any file.
    Run,
    /// What the compiler needs for a library: no process, no network.
    Compile,
    /// What the compiler needs to link: no network.
    Link,
    /// Everything.
    All,
}

/// Whether the entry says that the box stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Announce {
    /// On standard error, with a line of its own.
    Begun,
    /// No: nothing is said where all goes well.
    Nothing,
}
