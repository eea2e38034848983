//! A run on disk: what `--out` of a batch holds, as far as the other files are made from it.

use std::path::{Path, PathBuf};

use crate::batch::{BATCH, Batch};
use crate::exit::usage;
use crate::journal::{self, Units};
use crate::terminal::Terminal;

/// A run: the batch, and what came of its units.
#[derive(Debug)]
pub(crate) struct RunFolder {
    /// Where it is.
    pub(crate) folder: PathBuf,
    /// Who handed in what.
    pub(crate) batch: Batch,
    /// The graded units, by key.
    pub(crate) units: Units,
}

impl RunFolder {
    /// Reads the run in `folder`, which is relative to where the command was given.
    ///
    /// # Errors
    ///
    /// There is none, it is of another version, or it cannot be read.
    pub(crate) fn open(folder: &Path, terminal: &Terminal) -> anyhow::Result<Self> {
        let folder = terminal.folder()?.join(folder);
        let batch = Batch::load(&folder)?
            .ok_or_else(|| usage(format!("{} is no run: there is no {BATCH} in it", folder.display())))?;
        let entries = journal::read(&folder)?;
        if entries.torn {
            terminal.note(
                "the last line of the journal was not written to its end, and is left out: grade again to add it",
            );
        }
        Ok(Self { folder, batch, units: entries.units })
    }
}
