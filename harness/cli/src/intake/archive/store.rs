//! Where the files of an open archive are kept until they are asked for, by number.

use std::fmt::Display;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use zip::ZipArchive;

use super::Bytes;

/// How many bytes of a tar are deflated together.
const BLOCK_BYTES: usize = 256 << 10;
/// How many inflated blocks are kept.
const RECENT: usize = 4;

/// The files of an archive.
pub(super) enum Store {
    /// In the zip itself, by the number of the entry.
    Zip(ZipArchive<Box<dyn Bytes>>),
    /// A tar can be read but once: what may be asked for is kept deflated.
    Spool(Spool),
}

impl Store {
    /// The contents of file `number`, which says that it has `n_bytes` bytes.
    ///
    /// # Errors
    ///
    /// What is wrong with the archive.
    pub(super) fn read(&mut self, number: usize, n_bytes: u64) -> Result<Vec<u8>, String> {
        match self {
            Self::Zip(zip) => {
                let told = |error: &dyn Display| error.to_string();
                let entry = zip.by_index(number).map_err(|error| told(&error))?;
                let mut bytes = Vec::new();
                entry.take(n_bytes + 1).read_to_end(&mut bytes).map_err(|error| told(&error))?;
                let is_true = bytes.len() as u64 == n_bytes;
                is_true.then_some(bytes).ok_or_else(|| "its size is not what it says".to_owned())
            }
            Self::Spool(spool) => Ok(spool.read(number)),
        }
    }
}

/// Files one after the other, deflated in blocks. Those of one student follow each other, so a block serves many.
#[derive(Debug, Default)]
pub(super) struct Spool {
    packed: Vec<Vec<u8>>,
    /// The block that is being filled.
    open: Vec<u8>,
    files: Vec<Span>,
    /// The blocks that were inflated last, the latest at the end: a student's files may lie across the end of one.
    recent: Vec<(usize, Vec<u8>)>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    block: usize,
    start: usize,
    end: usize,
}

impl Spool {
    /// Keeps a file. Returns its number.
    pub(super) fn put(&mut self, bytes: &[u8]) -> usize {
        let start = self.open.len();
        self.open.extend_from_slice(bytes);
        self.files.push(Span { block: self.packed.len(), start, end: self.open.len() });
        if self.open.len() >= BLOCK_BYTES {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&self.open).expect("memory takes all");
            let mut packed = encoder.finish().expect("memory takes all");
            packed.shrink_to_fit();
            self.packed.push(packed);
            self.open.clear();
        }
        self.files.len() - 1
    }

    fn read(&mut self, number: usize) -> Vec<u8> {
        let Span { block, start, end } = self.files[number];
        let Some(packed) = self.packed.get(block) else { return self.open[start..end].to_vec() };
        if let Some(at) = self.recent.iter().position(|(recent, _)| *recent == block) {
            let found = self.recent.remove(at);
            self.recent.push(found);
        } else {
            let mut bytes = Vec::new();
            DeflateDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("it was deflated here");
            if self.recent.len() == RECENT {
                self.recent.remove(0);
            }
            self.recent.push((block, bytes));
        }
        self.recent.last().map(|(_, bytes)| bytes[start..end].to_vec()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_out_of_a_spool_as_they_went_in_in_any_order() {
        let mut spool = Spool::default();
        let files: Vec<Vec<u8>> = (0..40_u8).map(|n| vec![n; usize::from(n) * 1000]).collect();
        let numbers: Vec<usize> = files.iter().map(|file| spool.put(file)).collect();
        assert!(spool.packed.len() > 1 && !spool.open.is_empty());
        for at in (0..files.len()).rev().chain([39, 0, 20]) {
            assert_eq!(spool.read(numbers[at]), files[at]);
        }
    }
}
