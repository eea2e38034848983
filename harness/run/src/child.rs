//! One process of a candidate: its pipes, its end.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use harness_core::frame::{Frame, Piece, Splitter, Task};

use crate::{CANDIDATE, Launch, RunError, isolate};

/// How long the pipes of a process that has ended are still read: what it started may hold them open for ever.
pub(crate) const DRAIN: Duration = Duration::from_millis(300);
/// How often a process is looked at.
const TICK: Duration = Duration::from_millis(50);
/// Events that wait to be taken; a reader that is ahead by so many waits.
const AHEAD: usize = 64;

/// What a process says, in the order in which it was read.
#[derive(Debug)]
pub(crate) enum Event {
    /// A frame.
    Frame(Frame),
    /// Something marked as a frame that is none.
    Invalid(String),
    /// The candidate's own output, and the ask that had begun when it was printed; `None`: none had.
    Output(Option<usize>, Vec<u8>),
    /// The process has ended, and all that it said has been read.
    Ended(ExitStatus),
    /// The given moment has come.
    Late,
}

/// A started process; ended and waited for when dropped.
pub(crate) struct Process {
    child: Child,
    events: Receiver<Event>,
    /// Its input stays open as long as this is there: the candidate leaves when it closes.
    _input: Sender<()>,
    ended: Option<(ExitStatus, Instant)>,
    looked_at: Instant,
}

impl Process {
    pub(crate) fn start(launch: &Launch, task: &Task) -> Result<Self, RunError> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that starts candidates")]
        let mut command = Command::new(&launch.program);
        command.args(&launch.args).arg(CANDIDATE).env_clear().envs(&launch.environment);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(folder) = &launch.folder {
            command.current_dir(folder);
        }
        isolate::own_group(&mut command);
        let mut line = serde_json::to_vec(task).map_err(RunError::Task)?;
        line.push(b'\n');
        let start = |source| RunError::Start { program: launch.program.clone(), source };
        let mut child = command.spawn().map_err(start)?;
        let (sender, events) = sync_channel(AHEAD);
        let (input, closed) = channel();
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let process = Self { child, events, _input: input, ended: None, looked_at: Instant::now() };
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(start(std::io::ErrorKind::BrokenPipe.into()));
        };
        write(stdin, line, closed);
        read(stdout, Splitter::new(&task.nonce), Carries::Frames, sender.clone());
        read(stderr, Splitter::new(&task.nonce), Carries::Marks, sender);
        Ok(process)
    }

    /// The next event, waiting for it until `until`.
    ///
    /// A process that never stops talking does not put off that moment, nor does one that it started put off its end.
    pub(crate) fn next(&mut self, until: Instant) -> Result<Event, RunError> {
        loop {
            let now = Instant::now();
            if self.ended.is_none() && now >= self.looked_at + TICK {
                self.looked_at = now;
                self.ended = self.child.try_wait().map_err(RunError::Wait)?.map(|status| (status, now));
            }
            let wake = match self.ended {
                Some((status, at)) if now >= at + DRAIN => return Ok(Event::Ended(status)),
                Some((_, at)) => at + DRAIN,
                None if now >= until => return Ok(Event::Late),
                None => until.min(self.looked_at + TICK),
            };
            match self.events.recv_timeout(wake.saturating_duration_since(now)) {
                Ok(event) => return Ok(event),
                Err(RecvTimeoutError::Timeout) => {}
                // Both pipes are closed, which a living process can do, too.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(self.closed(wake, now)?),
            }
        }
    }

    /// How long to wait for a process whose pipes are closed; it is about to end.
    fn closed(&mut self, wake: Instant, now: Instant) -> Result<Duration, RunError> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().map_err(RunError::Wait)?.map(|status| (status, now));
        }
        if let Some((status, _)) = self.ended {
            // Nothing is left to be read.
            self.ended = Some((status, now.checked_sub(DRAIN).unwrap_or(now)));
            return Ok(Duration::ZERO);
        }
        Ok(wake.saturating_duration_since(now).min(Duration::from_millis(1)))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        isolate::end_group(&self.child);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes `line`, and keeps the pipe open until the sender of `closed` is gone. In a thread: a program that does not
/// read must not hold us up.
fn write(mut pipe: ChildStdin, line: Vec<u8>, closed: Receiver<()>) {
    std::thread::spawn(move || {
        // A candidate that died at once does not read: that it died is seen elsewhere.
        let _ = pipe.write_all(&line).and_then(|()| pipe.flush());
        drop(line);
        let _ = closed.recv();
    });
}

/// What the frames in a stream are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carries {
    /// What the candidate says.
    Frames,
    /// Marks that tell which ask has begun.
    Marks,
}

fn read(mut pipe: impl Read + Send + 'static, mut splitter: Splitter, carries: Carries, events: SyncSender<Event>) {
    std::thread::spawn(move || {
        let mut begun = None;
        let mut chunk = vec![0; 64 << 10];
        loop {
            let n = match pipe.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => break,
            };
            for piece in splitter.push(&chunk[..n]) {
                if let Piece::Frame(Frame::Begin(ask)) = &piece {
                    begun = Some(*ask);
                }
                let event = match (piece, carries) {
                    (Piece::Output(bytes), _) => Event::Output(begun, bytes),
                    (Piece::Frame(frame), Carries::Frames) => Event::Frame(frame),
                    (Piece::Invalid(reason), Carries::Frames) => Event::Invalid(reason),
                    (Piece::Frame(_) | Piece::Invalid(_), Carries::Marks) => continue,
                };
                if events.send(event).is_err() {
                    return;
                }
            }
        }
        let rest = splitter.finish();
        if !rest.is_empty() {
            let _ = events.send(Event::Output(begun, rest));
        }
    });
}
