//! The candidate's side: reads a task, makes its calls one after the other, hands out a run each.

use std::backtrace::Backtrace;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use harness_core::frame::{Frame, Task};
use harness_core::observation::{End, Run};
use harness_core::plan::{self, Plan};
use harness_core::spec::SchemaChoice;
use harness_run::isolate;
use sea_orm::{ConnectionTrait, DbErr, Schema};

use crate::database::Db;
use crate::ledger::{self, Scope, Seen};
use crate::recorder::Recorder;
use crate::{Ask, Probe, builtin, call_site};

/// Tasks that the candidate's code has spawned get this many turns after it has returned.
const TURNS: usize = 32;
/// Of each statement's text only the first few call sites are captured: walking the stack costs more than the statement.
const SITES_A_TEXT: usize = 3;
/// How long the candidate's connection may take to close.
const CLOSE: Duration = Duration::from_millis(500);
/// The text of the statement that proves the counter alive.
const CANARY: &str = "SELECT 'canary of the harness'";

static PANIC: Mutex<Option<(String, Option<String>)>> = Mutex::new(None);

/// Reads the task from standard input and carries it out.
pub(crate) fn emit(probe: &Probe) -> ExitCode {
    let (mut task_in, mut frames) =
        match isolate::take_task_in().and_then(|task| Ok((task, isolate::take_frames_out()?))) {
            Ok((task, frames)) => (BufReader::new(task), frames),
            Err(error) => return give_up(&format!("cannot take the descriptors of the task and the frames: {error}")),
        };
    let mut line = String::new();
    let read = task_in.read_line(&mut line).map_err(|error| error.to_string());
    let task: Task = match read.and_then(|_| serde_json::from_str(&line).map_err(|error| error.to_string())) {
        Ok(task) => task,
        Err(error) => return give_up(&format!("cannot read the task: {error}")),
    };
    leave_with_the_judge(task_in);
    note_panics(&probe.exercise);
    ledger::install();
    for (&position, ask) in task.positions.iter().zip(&task.plan.asks) {
        say(&mut frames, &task, &Frame::Begin(position));
        let run = carry_out(probe, &task.plan, ask, || say(&mut frames, &task, &Frame::Call(position)));
        say(&mut frames, &task, &Frame::End(position, Box::new(run)));
    }
    ExitCode::SUCCESS
}

/// The harness's own failure, in words where the judge reads the candidate's output.
fn give_up(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{message}");
    ExitCode::from(75)
}

/// Ends this process when the judge's goes: the candidate's code may never come back.
fn leave_with_the_judge(mut task_in: impl Read + Send + 'static) {
    std::thread::spawn(move || {
        let mut rest = [0; 64];
        while task_in.read(&mut rest).is_ok_and(|n| n > 0) {}
        #[expect(clippy::exit, reason = "the code under test holds the main thread")]
        std::process::exit(75);
    });
}

/// Notes what a panic says, and its line if that is one of the exercise's own files.
fn note_panics(exercise: &str) {
    let own = format!("{exercise}/src/");
    std::panic::set_hook(Box::new(move |info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        let is_own = |file: &str| file.starts_with("src") || file.replace('\\', "/").contains(&own);
        let place = info.location().filter(|at| is_own(at.file()));
        let site = place.and_then(|at| call_site::shorten(&format!("{}:{}:1", at.file(), at.line())));
        let noted = (text.unwrap_or_else(|| "a panic without a message".to_owned()), site);
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(noted);
    }));
}

/// A frame to the judge, and its mark into the output, so that the judge knows what was printed by which call.
fn say(frames: &mut File, task: &Task, frame: &Frame) {
    let mut error = std::io::stderr().lock();
    if let (Frame::Begin(_), Ok(line)) = (frame, frame.line(&task.nonce)) {
        let _ = error.write_all(&line).and_then(|()| error.flush());
    }
    if let Ok(line) = frame.line(&task.nonce) {
        let _ = frames.write_all(&line).and_then(|()| frames.flush());
    }
}

fn carry_out(probe: &Probe, plan: &Plan, ask: &plan::Ask, begin: impl FnOnce()) -> Run {
    if let Some(predict) = probe.predictions.get(&ask.call) {
        begin();
        return predicted(ask, || predict(&Ask::new(ask.args.clone())));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return internal(ask, "cannot make a runtime") };
    // Making the tables runs the student's relation definitions, which may panic.
    let try_on = |schema| {
        let prepared = caught(|| runtime.block_on(prepare(probe, plan, ask, schema)));
        prepared.unwrap_or_else(|| Ok(Err(panic_noted().0)))
    };
    let prepared = match try_on(ask.schema) {
        Ok(Err(message)) if ask.schema == SchemaChoice::OwnOrGiven => {
            try_on(SchemaChoice::Given).map(|given| given.map(|db| (db, Some(message))))
        }
        first => first.map(|own| own.map(|db| (db, None))),
    };
    let (mut db, given_instead) = match prepared {
        Ok(Ok(prepared)) => prepared,
        Ok(Err(message)) => return Run::ended(ask.case(), End::SchemaRefused { message }),
        Err(error) => return internal(ask, &error.to_string()),
    };
    let mut run = Run { given_instead, ..Run::ended(ask.case(), End::Returned) };
    let recorder = Recorder::default();
    let sites = if ask.sites_above < u64::MAX { SITES_A_TEXT } else { 0 };
    recorder.listen(&mut db.theirs, Scope::Process, sites);
    begin();
    ledger::open(Scope::Process);
    let end = caught(|| runtime.block_on(call(probe, &db, ask, &mut run)));
    run.end = end.unwrap_or_else(panicked);
    let (seen, alive) = runtime.block_on(wind_up(&db, Scope::Process));
    run.counter_alive = alive;
    if ask.log {
        let site = |stack: &Backtrace| call_site::site(stack, &probe.folder);
        run.log = recorder.log(seen, site, ask.sites_above);
    }
    if ask.snapshot
        && let Err(error) = runtime.block_on(async { db.snapshot().await.map(|after| run.after = after) })
    {
        let message = format!("the tables cannot be read afterwards (is a transaction left open?): {error}");
        // How a call ended that did not return says more.
        if run.end == End::Returned {
            run.end = End::Failed { message };
        }
    }
    run
}

/// The database of an ask, on tables of this kind; `Err` within `Ok`: those of the student's entities cannot be made or
/// filled.
async fn prepare(
    probe: &Probe,
    plan: &Plan,
    ask: &plan::Ask,
    schema: SchemaChoice,
) -> Result<Result<Db, String>, DbErr> {
    let rows = plan.data.get(&ask.data).map(Vec::as_slice).unwrap_or_default();
    let db = Db::create().await?;
    if schema == SchemaChoice::Given {
        db.execute_all(&plan.schema).await?;
        db.fill(rows).await?;
        return Ok(Ok(db));
    }
    let own = async {
        (probe.domain)().register(Schema::new(db.theirs.get_database_backend()).builder()).apply(&db.theirs).await?;
        db.fill(rows).await
    };
    Ok(own.await.map(|()| db).map_err(|error| error.to_string()))
}

/// The candidate's code, and nothing of ours that it could disturb.
async fn call(probe: &Probe, db: &Db, ask: &plan::Ask, run: &mut Run) -> End {
    ledger::set_open(Scope::Process, false);
    let before = async {
        run.foreign_keys = db.foreign_keys().await?;
        if ask.snapshot {
            run.before = db.snapshot().await?;
        }
        Ok::<(), DbErr>(())
    };
    if let Err(error) = before.await {
        return End::Internal { message: error.to_string() };
    }
    ledger::set_open(Scope::Process, true);
    let args = Ask::new(ask.args.clone());
    let end = if ask.call.starts_with('@') {
        builtin::run(&ask.call, db, &args, probe, run).await
    } else if let Some(call) = probe.calls.get(&ask.call) {
        call(&db.theirs, &args).await.map(|rows| {
            run.returned = Some(rows);
            End::Returned
        })
    } else {
        Ok(End::Internal { message: format!("tests/checkpoint.rs has no call `{}`", ask.call) })
    };
    let_tasks_end().await;
    end.unwrap_or_else(|error| End::Failed { message: error.to_string() })
}

/// Gives tasks that were spawned, and not waited for, some turns.
pub(crate) async fn let_tasks_end() {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
}

/// After the candidate's code: is the counter alive? Then its connection is closed, and the counter.
pub(crate) async fn wind_up(db: &Db, scope: Scope) -> (Vec<Seen>, bool) {
    let canary = tokio::time::timeout(CLOSE, db.theirs.execute_unprepared(CANARY)).await;
    if !matches!(canary, Ok(Ok(_))) {
        // The candidate keeps its connection busy, or has closed it: ours is traced in the same way.
        if let Ok(ours) = db.ours().await {
            let _ = ours.execute_unprepared(CANARY).await;
        }
    }
    let _ = tokio::time::timeout(CLOSE, db.theirs.close_by_ref()).await;
    let mut seen = ledger::close(scope);
    let n = seen.len();
    seen.retain(|seen| seen.sql != CANARY);
    let alive = seen.len() < n;
    (seen, alive)
}

fn predicted(ask: &plan::Ask, predict: impl FnOnce() -> Option<harness_core::rows::Cell>) -> Run {
    match caught(predict) {
        Some(Some(cell)) => Run {
            returned: Some(harness_core::rows::Rows { columns: vec!["answer".to_owned()], rows: vec![vec![cell]] }),
            counter_alive: true,
            ..Run::ended(ask.case(), End::Returned)
        },
        Some(None) => Run::ended(ask.case(), End::NotAttempted),
        None => Run::ended(ask.case(), panicked()),
    }
}

/// What `work` gives; `None` if it panicked. What it panicked with is forgotten, not dropped: dropping it may panic again.
fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(std::mem::forget).ok()
}

fn panic_noted() -> (String, Option<String>) {
    let noted = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    noted.unwrap_or_else(|| ("a panic without a message".to_owned(), None))
}

fn panicked() -> End {
    let (message, site) = panic_noted();
    if message.starts_with("not yet implemented") || message.starts_with("not implemented") {
        return End::NotAttempted;
    }
    End::Panicked { message, site }
}

fn internal(ask: &plan::Ask, message: &str) -> Run {
    Run::ended(ask.case(), End::Internal { message: message.to_owned() })
}

#[cfg(test)]
mod tests;
