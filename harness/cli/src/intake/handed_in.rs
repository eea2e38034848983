//! What was handed in for one exercise. Sources stay on disk until they are asked for; those of an archive are kept
//! deflated, so that the memory for a large batch is a small part of what the students wrote.

use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::{Context, ensure};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::Limits;
use super::folder::read_regular;
use crate::candidate::Sources;

/// The sources of one exercise, to be read when they are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HandedIn(Kept);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    /// In the folder `src`: the files below it, and how large each may be.
    OnDisk { src: PathBuf, files: Vec<String>, file_bytes: u64 },
    /// Deflated: for each file the length of its name, the name, the length of its contents, the contents.
    Packed(Vec<u8>),
}

impl HandedIn {
    /// Those of `files` below the folder `src`, by paths relative to it.
    pub(super) fn on_disk(src: PathBuf, files: Vec<String>, limits: Limits) -> Self {
        Self(Kept::OnDisk { src, files, file_bytes: limits.file_bytes })
    }

    /// Those that have been read already.
    pub(super) fn packed(sources: &Sources) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        let mut put = |bytes: &[u8]| {
            let n_bytes = u32::try_from(bytes.len()).expect("sources are limited to some MiB");
            encoder
                .write_all(&n_bytes.to_le_bytes())
                .and_then(|()| encoder.write_all(bytes))
                .expect("memory takes all");
        };
        for (name, bytes) in sources {
            put(name.as_bytes());
            put(bytes);
        }
        let mut packed = encoder.finish().expect("memory takes all");
        packed.shrink_to_fit();
        Self(Kept::Packed(packed))
    }

    /// The sources: the regular `.rs` files below `src/`, one at least; the stub's stand in for those that are not
    /// there. They are read again each time.
    ///
    /// # Errors
    ///
    /// A file that was there when the batch was taken in, and has gone, grown, or become something else.
    pub(crate) fn read(&self) -> anyhow::Result<Sources> {
        match &self.0 {
            Kept::OnDisk { src, files, file_bytes } => {
                let read = |file: &String| {
                    let path = src.join(file);
                    let changed = || format!("cannot read {}, which was there when it was taken in", path.display());
                    anyhow::Ok((file.clone(), read_regular(&path, *file_bytes).with_context(changed)?))
                };
                files.iter().map(read).collect()
            }
            Kept::Packed(packed) => unpack(packed).context("sources that were packed do not unpack"),
        }
    }
}

fn unpack(packed: &[u8]) -> anyhow::Result<Sources> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut bytes)?;
    let mut rest = bytes.as_slice();
    let mut next = || -> anyhow::Result<Option<Vec<u8>>> {
        let Some((length, tail)) = rest.split_first_chunk::<4>() else { return Ok(None) };
        let n_bytes = usize::try_from(u32::from_le_bytes(*length))?;
        ensure!(tail.len() >= n_bytes, "cut short");
        let (value, tail) = tail.split_at(n_bytes);
        rest = tail;
        Ok(Some(value.to_vec()))
    };
    let mut sources = Sources::new();
    while let Some(name) = next()? {
        sources.insert(String::from_utf8(name)?, next()?.context("a file without contents")?);
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_sources_come_back_whole_and_take_a_part_of_their_room() {
        let text = include_bytes!("handed_in.rs").to_vec();
        let sources = Sources::from([("lib.rs".to_owned(), text.clone()), ("a/é.rs".to_owned(), Vec::new())]);
        let handed_in = HandedIn::packed(&sources);
        assert_eq!(handed_in.read().unwrap(), sources);
        let Kept::Packed(packed) = &handed_in.0 else { panic!("it was packed") };
        assert!(packed.len() * 2 < text.len(), "{} of {}", packed.len(), text.len());
    }

    #[test]
    fn sources_that_are_cut_short_are_no_sources() {
        let HandedIn(kept) = HandedIn::packed(&Sources::from([("lib.rs".to_owned(), vec![b'x'; 100])]));
        let Kept::Packed(packed) = kept else { panic!("it was packed") };
        let cut = HandedIn(Kept::Packed(packed[..packed.len() / 2].to_vec()));
        assert!(cut.read().is_err());
    }
}
