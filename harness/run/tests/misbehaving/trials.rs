//! What is claimed of each of them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use harness_core::observation::{Observation, Run};
use harness_core::plan::{Ask, Plan};
use harness_core::spec::{Args, Limits, SchemaChoice, TableRows};
use harness_run::{Launch, observe};

use crate::candidate::AT_START;

/// All trials, by the sentence that they prove.
pub(crate) const ALL: &[(&str, fn())] = &[
    ("an_endless_loop_costs_its_own_ask", || check("loops", "TIMED_OUT", "runs first(b: 1)")),
    ("leaving_with_0_is_no_answer", || check("exits", "EXITED", "runs first(b: 1)")),
    ("an_abort_costs_its_own_ask", || check("aborts", "CRASHED", "runs first(b: 1)")),
    ("a_stack_overflow_is_named", || check("overflows", "CRASHED", "has overflowed its stack")),
    ("a_flood_of_output_is_ended", || check("floods", "OUTPUT_LIMIT", "xxxx")),
    ("output_above_the_limit_counts_though_the_call_returned", || check("prints_much", "OUTPUT_LIMIT", "xxxx")),
    ("a_marked_line_that_is_no_frame_costs_its_own_ask", || check("sends_no_frame", "RETURNED_ERROR", "")),
    ("a_frame_above_the_limit_costs_its_own_ask", || check("sends_a_long_frame", "RETURNED_ERROR", "")),
    ("an_answer_to_another_ask_is_none", || check("answers_another_ask", "RETURNED_ERROR", "")),
    ("an_answer_to_no_ask_is_none", || check("answers_no_ask", "RETURNED_ERROR", "")),
    ("a_beginning_of_no_ask_is_none", || check("begins_no_ask", "RETURNED_ERROR", "")),
    ("an_answer_on_another_case_is_none", || check("answers_another_case", "RETURNED_ERROR", "")),
    ("silence_after_the_beginning_is_a_time_out", || check("is_silent", "TIMED_OUT", "")),
    ("a_process_that_is_left_behind_changes_nothing", || check("leaves_a_process", "RETURNED", "was started")),
    ("a_loud_process_that_is_left_behind_ends_no_other_ask", a_loud_process_that_is_left_behind_ends_no_other_ask),
    ("a_thread_that_is_left_behind_ends_no_other_ask", || check("leaves_a_thread", "RETURNED", "")),
    ("an_open_line_before_a_frame_is_output", || check("leaves_a_line_open", "RETURNED", "no line end")),
    ("output_that_is_no_text_is_shown_all_the_same", || check("prints_no_text", "RETURNED", "\u{fffd}\u{fffd}")),
    ("a_printed_frame_without_the_nonce_is_output", || check("prints_a_frame", "RETURNED", "{\"Begin\":0}")),
    ("a_process_that_never_leaves_is_ended", a_process_that_never_leaves_is_ended),
    ("death_before_the_first_frame_is_the_harness_s_error", death_before_the_first_frame_is_the_harness_s_error),
    ("a_program_that_does_not_read_is_ended", a_program_that_does_not_read_is_ended),
    ("a_loop_costs_its_time_once", a_loop_costs_its_time_once),
    ("a_loop_costs_no_group_before_its_own", a_loop_costs_no_group_before_its_own),
    ("the_exercise_s_time_is_shared_by_its_asks", the_exercise_s_time_is_shared_by_its_asks),
    ("memory_that_is_refused_is_named_where_there_is_a_limit", memory_that_is_refused_is_named),
    ("a_fault_behind_another_ask_is_looked_at_in_a_process_of_its_own", a_fault_behind_another_ask),
    ("own_tables_that_kill_are_replaced_by_the_given_ones", own_tables_that_kill_are_replaced),
];

/// Milliseconds that a call may take here.
const CHECK_MS: u64 = 500;
/// However often a process is started again, a run of a few asks is over by then.
const BOUND: Duration = Duration::from_secs(20);

/// Asks `call` between two calls that behave: `end` is how it ended, `output` is part of what it printed.
#[track_caller]
fn check(call: &str, end: &str, output: &str) {
    let (plan, runs) = observed(&[("first", "before"), ("first", call), ("first", "takes_a_while")], &[]);
    let ends: Vec<&str> = runs.iter().map(|run| run.end.code()).collect();
    assert_eq!(ends, ["RETURNED", end, "RETURNED"], "{:?}", runs[1].end);
    assert!(runs[1].output.contains(output), "{:?}", runs[1].output);
    for (ask, run) in plan.asks.iter().zip(&runs) {
        let others = run.output.lines().filter(|line| line.contains(" runs ") && !line.ends_with(&ask.case()));
        assert_eq!(others.count(), 0, "{} printed {:?}", run.case, run.output);
        assert!(run.output.len() <= 16_384, "{} bytes are kept", run.output.len());
    }
}

fn a_loud_process_that_is_left_behind_ends_no_other_ask() {
    let (_, runs) = observed(&[("first", "leaves_a_loud_process"), ("first", "takes_a_while")], &[]);
    // Whether it is heard while its own ask is at hand is a matter of time.
    assert!(["RETURNED", "OUTPUT_LIMIT"].contains(&codes(&runs)[0]), "{:?}", runs[0].end);
    assert_eq!(codes(&runs)[1], "RETURNED");
}

fn a_process_that_never_leaves_is_ended() {
    let (_, runs) = observed(&[("first", "before"), ("first", "never_leaves")], &[]);
    assert_eq!(codes(&runs)[0], "RETURNED");
}

fn death_before_the_first_frame_is_the_harness_s_error() {
    let (_, runs) = observed(&[("first", "before"), ("second", "before")], &[(AT_START, "exits")]);
    assert_eq!(codes(&runs), ["INTERNAL", "INTERNAL"]);
    let said = format!("{:?}", runs[0].end);
    assert!(said.contains("exit code 3: a library is missing"), "{said}");
}

fn a_program_that_does_not_read_is_ended() {
    let (_, runs) = observed(&[("first", "before")], &[(AT_START, "is_deaf")]);
    assert_eq!(codes(&runs), ["INTERNAL"]);
}

fn a_loop_costs_its_time_once() {
    let asks = ["first", "second", "third", "fourth"].map(|data| (data, "loops"));
    let started = Instant::now();
    let (_, runs) = observed(&asks, &[]);
    assert_eq!(codes(&runs), ["TIMED_OUT"; 4]);
    assert!(started.elapsed() < Duration::from_millis(3 * CHECK_MS), "{:?}", started.elapsed());
}

fn a_loop_costs_no_group_before_its_own() {
    let mut plan = plan(&[("first", "takes_a_while"), ("second", "takes_a_while"), ("third", "takes_a_while")]);
    plan.asks[1].args = [("loops".to_owned(), 1.into())].into();
    for jobs in [1, 2, 3] {
        let runs = observe_with(&plan, &[], jobs);
        assert_eq!(codes(&runs)[..2], ["RETURNED", "TIMED_OUT"], "{jobs} at a time");
    }
}

fn the_exercise_s_time_is_shared_by_its_asks() {
    let mut plan = plan(&[("first", "loops"), ("first", "loops_too"), ("first", "before")]);
    plan.limits.exercise_ms = CHECK_MS * 3 / 2;
    let runs = observe_all(&plan, &[]);
    assert_eq!(codes(&runs), ["TIMED_OUT", "NOT_REACHED", "NOT_REACHED"]);
}

fn memory_that_is_refused_is_named() {
    let plan = plan(&[("first", "before"), ("first", "runs_out_of_memory"), ("first", "before")]);
    let ends = |memory_mib: Option<u64>| {
        let runs = observe_as(&plan, &Launch { memory_mib, ..launch(&[], 1) });
        runs.iter().map(|run| run.end.code()).collect::<Vec<_>>()
    };
    assert_eq!(ends(Some(64)), ["RETURNED", "MEMORY_LIMIT", "RETURNED"]);
    assert_eq!(ends(None), ["RETURNED", "CRASHED", "RETURNED"]);
}

fn a_fault_behind_another_ask() {
    let (_, runs) = observed(&[("first", "leaves_a_fault"), ("first", "before")], &[]);
    assert_eq!(codes(&runs), ["RETURNED", "RETURNED"]);
    let (_, runs) = observed(&[("first", "fails_inside")], &[]);
    assert_eq!(codes(&runs), ["INTERNAL"]);
}

fn own_tables_that_kill_are_replaced() {
    let mut plan = plan(&[("first", "dies_in_tables"), ("second", "dies_in_tables"), ("second", "before")]);
    plan.asks[0].schema = SchemaChoice::OwnOrGiven;
    plan.asks[1].schema = SchemaChoice::Own;
    let runs = observe_all(&plan, &[]);
    assert_eq!(codes(&runs), ["RETURNED", "SCHEMA_REFUSED", "RETURNED"]);
    let said = runs[0].given_instead.as_deref().expect("the report says on which tables the call ran");
    assert!(said.contains("died while tables were made") && runs[2].given_instead.is_none(), "{said}");
}

fn observed(asks: &[(&str, &str)], environment: &[(&str, &str)]) -> (Plan, Vec<Run>) {
    let plan = plan(asks);
    let runs = observe_all(&plan, environment);
    (plan, runs)
}

fn observe_all(plan: &Plan, environment: &[(&str, &str)]) -> Vec<Run> {
    observe_with(plan, environment, 1)
}

fn observe_with(plan: &Plan, environment: &[(&str, &str)], jobs: usize) -> Vec<Run> {
    observe_as(plan, &launch(environment, jobs))
}

fn launch(environment: &[(&str, &str)], jobs: usize) -> Launch {
    Launch {
        memory_mib: None,
        awaited: harness_run::Awaited::Directly,
        program: std::env::current_exe().expect("this program"),
        args: Vec::new(),
        environment: environment.iter().map(|(name, value)| (name.into(), value.into())).collect(),
        folder: None,
        time_factor: 1,
        jobs,
    }
}

/// A run an ask, in their order. No process is left afterwards, and the time is bounded.
fn observe_as(plan: &Plan, launch: &Launch) -> Vec<Run> {
    let started = Instant::now();
    let mut observations: BTreeMap<String, Observation> = observe(launch, plan).expect("the harness holds");
    assert!(started.elapsed() < BOUND, "{:?}", started.elapsed());
    let runs: Vec<Run> = plan
        .asks
        .iter()
        .map(|ask| observations.get_mut(&ask.call).expect("an observation a call").runs.remove(0))
        .collect();
    for run in &runs {
        none_is_left(run);
    }
    runs
}

/// The processes that said their number while `run` took place are gone.
fn none_is_left(run: &Run) {
    let words: Vec<&str> = run.output.split_whitespace().collect();
    for pid in words.windows(2).filter(|words| words[0] == "pid").map(|words| words[1]) {
        let is_alive = || {
            let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            status.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['Z', 'X']))
        };
        let since = Instant::now();
        while is_alive() {
            assert!(since.elapsed() < BOUND, "process {pid} is left after {}", run.case);
            std::thread::yield_now();
        }
    }
}

fn codes(runs: &[Run]) -> Vec<&str> {
    runs.iter().map(|run| run.end.code()).collect()
}

/// One ask each of (data, call); data of a few hundred kilobytes, so that a task does not fit into a pipe.
fn plan(asks: &[(&str, &str)]) -> Plan {
    let large = |table: &str| TableRows {
        table: table.to_owned(),
        columns: vec!["name".to_owned()],
        rows: vec![vec!["x".repeat(1000).into()]; 300],
    };
    let ask = |(position, (data, call)): (usize, &(&str, &str))| Ask {
        group: (*data).to_owned(),
        call: (*call).to_owned(),
        data: (*data).to_owned(),
        args: Args::from([(if *call == "before" { "a" } else { "b" }.to_owned(), position.into())]),
        schema: SchemaChoice::Given,
        snapshot: false,
        log: true,
        sites_above: 0,
        unless: None,
    };
    Plan {
        exercise: "misbehaving".to_owned(),
        limits: Limits {
            check_ms: CHECK_MS,
            exercise_ms: 20 * CHECK_MS,
            output_bytes: 16_384,
            at_home_factor: 1,
            ..Limits::default()
        },
        schema: Vec::new(),
        data: asks.iter().map(|(data, _)| ((*data).to_owned(), vec![large(data)])).collect(),
        asks: asks.iter().enumerate().map(ask).collect(),
    }
}
