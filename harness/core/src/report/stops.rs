//! Why a check could not be judged, in words for a student.

use super::MESSAGE_LINES;
use super::Style;
use super::paint::Ink;
use super::paint::inline;
use super::paint::paint;
use super::paint::shown;
use crate::observation::End;
use crate::registry::ANY_FILE;
use crate::registry::Check;
use crate::verdict::Stop;

/// What a compiler says is cut to this many lines; all of it stands in cargo's own output.
const COMPILER_LINES: usize = 24;

/// What to look for in a call that did not come back.
const TIMED_OUT: &str = "look for a loop that does not end, for an `.await` that waits for itself, or for work that grows much \
                         faster than the data";

pub(super) fn lines(check: &Check, stop: &Stop, style: Style) -> Vec<String> {
    let files: Vec<String> =
        check.files.iter().map(|file| format!("src/{}", file.trim_start_matches("src/"))).collect();
    let files = files.join(", ");
    let code = paint(stop.end.code(), Ink::Bad, style);
    let case = if stop.case.is_empty() { String::new() } else { format!("   data: {}", inline(&stop.case)) };
    let (what, more) = words(&stop.end, &files);
    let mut lines = vec![if stop.end == End::NotAttempted {
        format!("  {what}")
    } else {
        format!("  {code}  {what}{}", paint(&case, Ink::Dim, style))
    }];
    lines.extend(more.into_iter().map(|line| format!("    {line}")));
    lines
}

fn words(end: &End, files: &str) -> (String, Vec<String>) {
    let help = |text: &str| vec![format!("help: {text}")];
    let seconds = |ms: &u64| format!("{}.{} s", ms / 1000, ms % 1000 / 100);
    match end {
        End::NotAttempted => (not_attempted(files), vec![]),
        End::Panicked { message, site } => {
            let site = site.as_ref().map(|site| format!(" at {}", inline(site))).unwrap_or_default();
            said(&format!("your code panicked{site}"), message)
        }
        End::SchemaRefused { message } => {
            let (what, mut more) = said("the tables that your entities make do not take the rows", message);
            more.extend(help("look at which columns each relation goes from and to, and at the types of the keys"));
            (what, more)
        }
        End::Crashed { signal, note } => {
            let note = note.as_ref().map(|note| format!(" ({})", inline(note))).unwrap_or_default();
            let overflow = note.contains("stack overflow");
            let more = if overflow {
                help(
                    "a function that calls itself for ever, or two relations each of which asks the other for its columns",
                )
            } else {
                vec![]
            };
            (format!("your code ended the process: {}{note}", inline(signal)), more)
        }
        End::Exited { code } => (
            format!("your code left the process with exit code {code} before the call returned"),
            help("nothing may call `std::process::exit`: a call that does not return has no answer"),
        ),
        End::TimedOut { limit_ms } => {
            (format!("no answer after {}: the process was ended", seconds(limit_ms)), help(TIMED_OUT))
        }
        End::MemoryLimit { limit_mib } => (
            format!("your code asked for more than {limit_mib} MiB of memory, and the process was ended"),
            help("look for a collection that grows without end, or for rows that the database could have left out"),
        ),
        End::OutputLimit { limit_bytes } => {
            (format!("your code printed more than {limit_bytes} bytes: the process was ended"), vec![])
        }
        End::NotReached { limit_ms } => {
            (format!("no answer: the {} of the whole exercise were used up", seconds(limit_ms)), vec![])
        }
        End::DoesNotCompile { file, message } => (format!("does not compile: {}", inline(file)), compiler(message)),
        End::CompileLimit { file, message } => {
            let (what, mut more) = said(&format!("the compiler had to be ended over {}", inline(file)), message);
            more.extend(help("look for a constant, a macro or a type that has no end"));
            (what, more)
        }
        End::Rejected { message } => said("not taken", message),
        End::Internal { message } => {
            let (what, mut more) = said("the harness failed, not you", message);
            more.extend(help("this is a mistake of the harness or of the course: tell your instructor"));
            (what, more)
        }
        End::Failed { message } => said("the call returned an error", message),
        End::Returned => ("nothing came back".to_owned(), vec![]),
    }
}

/// What the compiler said, cut.
fn compiler(message: &str) -> Vec<String> {
    let mut lines = shown(message);
    if lines.len() > COMPILER_LINES {
        let n_more = lines.len() - COMPILER_LINES;
        lines.truncate(COMPILER_LINES);
        lines.push(format!("… and {n_more} lines more"));
    }
    lines
}

fn not_attempted(files: &str) -> String {
    if files.contains(", ") {
        return format!("not attempted: something is still to be written in {files}");
    }
    if files.ends_with(ANY_FILE) {
        return "not attempted: write your files in src/".to_owned();
    }
    format!("not attempted: write {files}")
}

/// `what`, and after it what the student's code said: the first line with it, and some of the others below.
fn said(what: &str, message: &str) -> (String, Vec<String>) {
    let mut lines = shown(message).into_iter();
    let first = lines.next().unwrap_or_default();
    (format!("{what}: {first}"), lines.take(MESSAGE_LINES).collect())
}
