//! The candidate's side: answers with frames, and misbehaves as the name of a call says.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a candidate may do all of this")]

use std::fs::File;
use std::io::{Write, stderr, stdout};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

use harness_core::frame::{Frame, Task};
use harness_core::observation::{End, Run};
use harness_core::plan::Ask;
use harness_core::spec::SchemaChoice;

/// The argument by which this program knows that it is what a candidate started.
pub(crate) const GRANDCHILD: &str = "--grandchild";

/// The variable of the environment that says how to misbehave before the first frame.
pub(crate) const AT_START: &str = "MISBEHAVE_AT_START";

struct Candidate {
    frames: File,
    task: Task,
    /// Something that an ask left keeps the harness's own code from working.
    is_faulty: bool,
}

pub(crate) fn run() -> ExitCode {
    match std::env::var_os(AT_START).as_deref().and_then(|how| how.to_str()) {
        Some("exits") => {
            eprintln!("a library is missing");
            return ExitCode::from(3);
        }
        Some("is_deaf") => sleep(),
        _ => {}
    }
    let frames = harness_run::isolate::take_frames_out().expect("descriptors");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).expect("a task");
    let task: Task = serde_json::from_str(&line).expect("a task");
    let mut candidate = Candidate { frames, task, is_faulty: false };
    for (position, ask) in candidate.task.positions.clone().into_iter().zip(candidate.task.plan.asks.clone()) {
        candidate.answer(position, &ask);
    }
    ExitCode::SUCCESS
}

impl Candidate {
    fn answer(&mut self, position: usize, ask: &Ask) {
        let (call, case, own) = (ask.call.clone(), ask.case(), ask.schema != SchemaChoice::Given);
        self.say(&Frame::Begin(position));
        match call.as_str() {
            "is_silent" => sleep(),
            "dies_in_tables" if own => std::process::abort(),
            _ => {}
        }
        self.say(&Frame::Call(position));
        println!("pid {} runs {case}", std::process::id());
        if case.contains("loops") {
            sleep();
        }
        self.misbehave(&call, position);
        let fault = || End::Internal { message: "no thread could be started".to_owned() };
        let end = if self.is_faulty || call == "fails_inside" { fault() } else { End::Returned };
        self.say(&Frame::End(position, Box::new(Run::ended(case, end))));
        self.is_faulty |= call == "leaves_a_fault";
        if call == "never_leaves" {
            flood();
        }
    }

    fn misbehave(&mut self, call: &str, position: usize) {
        let end_of = |position: usize, case: &str| Frame::End(position, Box::new(Run::ended(case, End::Returned)));
        match call {
            "loops" | "loops_too" => sleep(),
            "exits" => std::process::exit(0),
            "aborts" => std::process::abort(),
            "overflows" => println!("{}", deeper(1)),
            "runs_out_of_memory" => drop(std::hint::black_box(Vec::<u8>::with_capacity(isize::MAX.unsigned_abs()))),
            "floods" => flood(),
            "prints_much" => stdout().write_all(&vec![b'x'; 20_000]).expect("output"),
            "leaves_a_line_open" => print!("no line end"),
            "prints_no_text" => stdout().write_all(b"\xff\xfe\n").expect("output"),
            "prints_a_frame" => println!("\n\u{1e}0000000000000000 {{\"Begin\":0}}"),
            "sends_no_frame" => self.send(format!("\n\u{1e}{} {{\"End\":\n", self.task.nonce).as_bytes()),
            "sends_a_long_frame" => {
                self.send(format!("\n\u{1e}{} ", self.task.nonce).as_bytes());
                self.send(&vec![b'x'; harness_core::frame::MAX_FRAME]);
            }
            "answers_another_ask" => self.say(&end_of(position + 1, "")),
            "answers_no_ask" => self.say(&end_of(4_000_000, "")),
            "begins_no_ask" => self.say(&Frame::Begin(4_000_000)),
            "answers_another_case" => self.say(&end_of(position, "another")),
            "leaves_a_thread" => drop(thread::spawn(|| {
                thread::sleep(Duration::from_millis(50));
                std::process::exit(0)
            })),
            "takes_a_while" => thread::sleep(Duration::from_millis(150)),
            "leaves_a_process" => start(&["sleep"]),
            "leaves_a_loud_process" => start(&["flood"]),
            _ => {}
        }
    }

    fn say(&mut self, frame: &Frame) {
        let line = frame.line(&self.task.nonce).expect("JSON");
        if matches!(frame, Frame::Begin(_)) {
            stdout().flush().and_then(|()| stderr().write_all(&line)).expect("standard error");
        }
        self.send(&line);
    }

    fn send(&mut self, bytes: &[u8]) {
        self.frames.write_all(bytes).expect("the judge reads");
    }
}

/// What a candidate started: keeps its pipes open.
pub(crate) fn run_grandchild() -> ExitCode {
    match std::env::args().nth(2).as_deref() {
        Some("flood") => flood(),
        _ => sleep(),
    }
}

fn start(args: &[&str]) {
    let program = std::env::current_exe().expect("this program");
    #[expect(clippy::disallowed_methods, clippy::zombie_processes, reason = "this is what must not be left behind")]
    let child = Command::new(program).arg(GRANDCHILD).args(args).stdin(Stdio::null()).spawn().expect("a process");
    println!("pid {} was started", child.id());
}

fn sleep() -> ! {
    loop {
        thread::sleep(Duration::from_mins(1));
    }
}

fn flood() -> ! {
    loop {
        // The pipe breaks when the judge has had enough; what floods goes on all the same.
        let _ = stderr().write_all(&[b'x'; 4_000]);
    }
}

#[expect(unconditional_recursion, reason = "that is the point")]
fn deeper(n: u64) -> u64 {
    let room = std::hint::black_box([n; 512]);
    deeper(room[0]) + room[1]
}
