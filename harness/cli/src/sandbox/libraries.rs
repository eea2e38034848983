//! The system's libraries that a test binary is linked to, and the loader that brings them together.

use std::path::{Path, PathBuf};

/// What Rust's standard library and SQLite are linked to.
const NAMES: [&str; 7] =
    ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libz.so.1"];
/// Where distributions keep them.
const FOLDERS: [&str; 8] = [
    "/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu",
    "/lib/aarch64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/lib64",
    "/usr/lib64",
    "/lib",
    "/usr/lib",
];
/// Where programs expect the loader.
const LOADERS: [&str; 3] =
    ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1"];

/// Those of them that this machine has.
pub(super) fn found() -> Vec<PathBuf> {
    let in_folder = |folder: &'static str| NAMES.iter().map(move |name| Path::new(folder).join(name));
    let libraries = FOLDERS.into_iter().flat_map(in_folder);
    libraries.chain(LOADERS.map(PathBuf::from)).filter(|path| path.is_file()).collect()
}
