//! What passes between the judge's process and the candidate's: a task in, frames out.
//!
//! A frame is one line: the record separator U+001E, the task's nonce, a space, JSON. The same mark stands in the
//! candidate's own output, so that it can be cut up by call. The nonce keeps an honest program's output from being taken
//! for a frame; it proves nothing against a hostile one, whose frames travel on a descriptor of their own.

use serde::{Deserialize, Serialize};

use crate::observation::Run;
use crate::plan::Plan;

/// The longest frame that is read, bytes; a longer one is an invalid one.
pub const MAX_FRAME: usize = 16 << 20;

const MARK: u8 = 0x1e;

/// What a candidate's process is started for; one JSON document on its standard input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Ties the frames to this start.
    pub nonce: String,
    /// The part of the plan that is run: these asks, in this order, and the data that they are asked on.
    pub plan: Plan,
    /// The positions of these asks in the whole plan, by which frames name them.
    pub positions: Vec<usize>,
}

/// What a candidate's process says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Frame {
    /// The ask at this position begins: tables are made and filled.
    Begin(usize),
    /// Its code is called now.
    Call(usize),
    /// It ended.
    End(usize, Box<Run>),
}

impl Frame {
    /// The line of this frame, with its line ends.
    ///
    /// Starts with a line end of its own, since the candidate may have left a line open.
    ///
    /// # Errors
    ///
    /// Never in practice: all parts of a frame can be written as JSON.
    pub fn line(&self, nonce: &str) -> Result<Vec<u8>, serde_json::Error> {
        let mut line = vec![b'\n', MARK];
        line.extend_from_slice(nonce.as_bytes());
        line.push(b' ');
        serde_json::to_writer(&mut line, self)?;
        line.push(b'\n');
        Ok(line)
    }
}

/// A part of a stream that came from a candidate.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Bytes that the candidate printed.
    Output(Vec<u8>),
    /// A frame.
    Frame(Frame),
    /// A line with the mark and the nonce that is no frame, or a frame longer than [`MAX_FRAME`].
    Invalid(String),
}

/// Cuts a stream into output and frames.
///
/// # Examples
///
/// ```
/// use harness_core::frame::{Frame, Piece, Splitter};
///
/// let mut splitter = Splitter::new("n1");
/// let mut pieces = splitter.push(b"hello");
/// pieces.extend(splitter.push(&Frame::Begin(0).line("n1").unwrap()));
/// assert_eq!(pieces, [Piece::Output(b"hello".to_vec()), Piece::Frame(Frame::Begin(0))]);
/// ```
#[derive(Debug)]
pub struct Splitter {
    start: Vec<u8>,
    buffer: Vec<u8>,
    /// Bytes of an open frame in which its end has been looked for: a long one comes in many pieces.
    searched: usize,
}

impl Splitter {
    /// A splitter for frames with this nonce.
    #[must_use]
    pub fn new(nonce: &str) -> Self {
        let mut start = vec![b'\n', MARK];
        start.extend_from_slice(nonce.as_bytes());
        start.push(b' ');
        Self { start, buffer: Vec::new(), searched: 0 }
    }

    /// Takes the next bytes of the stream, and gives all pieces that are complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Piece> {
        self.buffer.extend_from_slice(bytes);
        let mut pieces = Vec::new();
        while let Some(at) = find(&self.buffer, &self.start) {
            if at > 0 {
                pieces.push(Piece::Output(self.buffer.drain(..at).collect()));
            }
            let head = self.start.len();
            let from = self.searched.max(head);
            let Some(length) = self.buffer[from..].iter().position(|&byte| byte == b'\n') else {
                self.searched = self.buffer.len();
                if self.buffer.len() > MAX_FRAME {
                    (self.buffer, self.searched) = (Vec::new(), 0);
                    pieces.push(Piece::Invalid(format!("it is longer than {} MiB", MAX_FRAME >> 20)));
                }
                return pieces;
            };
            self.searched = 0;
            let line: Vec<u8> = self.buffer.drain(..=from + length).collect();
            pieces.push(match serde_json::from_slice(&line[head..line.len() - 1]) {
                Ok(frame) => Piece::Frame(frame),
                Err(error) => Piece::Invalid(error.to_string()),
            });
        }
        // What may be the beginning of a mark stays; all before it is output.
        let open = (0..self.start.len()).rev().find(|&n| self.buffer.ends_with(&self.start[..n])).unwrap_or(0);
        let sure = self.buffer.len() - open;
        if sure > 0 {
            pieces.push(Piece::Output(self.buffer.drain(..sure).collect()));
        }
        pieces
    }

    /// The end of the stream: what was held back is output after all.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.buffer
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stream: &[u8], want: &[Piece]) {
        for chunk in [1, 3, stream.len().max(1)] {
            let mut splitter = Splitter::new("n");
            let mut got: Vec<Piece> = stream.chunks(chunk).flat_map(|bytes| splitter.push(bytes)).collect();
            got.push(Piece::Output(splitter.finish()));
            assert_eq!(joined(got), joined(want.to_vec()), "in chunks of {chunk}");
        }
    }

    /// Neighbouring outputs as one, empty ones gone.
    fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
        let mut all: Vec<Piece> = Vec::new();
        for piece in pieces {
            match (all.last_mut(), piece) {
                (Some(Piece::Output(before)), Piece::Output(bytes)) => before.extend(bytes),
                (_, Piece::Output(bytes)) if bytes.is_empty() => {}
                (_, piece) => all.push(piece),
            }
        }
        all
    }

    #[test]
    fn output_around_frames_is_kept_to_the_byte() {
        let mut stream = b"a\nb".to_vec();
        stream.extend(Frame::Begin(7).line("n").expect("JSON"));
        stream.extend(b"c\n\n\x1e");
        check(
            &stream,
            &[Piece::Output(b"a\nb".to_vec()), Piece::Frame(Frame::Begin(7)), Piece::Output(b"c\n\n\x1e".to_vec())],
        );
    }

    #[test]
    fn a_frame_with_another_nonce_is_output() {
        let stream = Frame::Begin(7).line("other").expect("JSON");
        check(&stream, &[Piece::Output(stream.clone())]);
    }

    #[test]
    fn a_frame_above_the_limit_is_invalid_before_its_end_comes() {
        let mut splitter = Splitter::new("n");
        let chunk = vec![b'x'; 1 << 20];
        assert_eq!(splitter.push(b"\n\x1en "), []);
        let pieces: Vec<Piece> = (0..17).flat_map(|_| splitter.push(&chunk)).collect();
        assert!(matches!(&pieces[..], [Piece::Invalid(_), ..]), "{pieces:.200?}");
    }

    #[test]
    fn a_marked_line_that_is_no_frame_is_invalid() {
        let mut splitter = Splitter::new("n");
        let pieces = splitter.push(b"\n\x1en {\"Begin\":\n");
        assert!(matches!(&pieces[..], [Piece::Invalid(_)]), "{pieces:?}");
    }
}
