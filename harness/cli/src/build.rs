//! A recipe and a candidate's sources make a test binary. Cargo is not asked: only rustc, on the candidate's `src/` alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use harness_core::observation::End;
use harness_core::spec::Limits;
use proc_macro2::{TokenStream, TokenTree};

use crate::candidate::{Candidate, Sources, is_rust};
use crate::diagnostics::{self, Diagnostic, FOLDER};
use crate::help;
use crate::process::{self, Ending, Environment, Group, Job};
use crate::recipe::{Call, Recipe};
use crate::sandbox::{BuildLimits, Paths, Sandbox, Step};
use crate::screen::{self, is_doubtful, screen};
use crate::slot::{self, SLOTS, Slot};
use crate::timings::{self, Timings};
use crate::tokens;

/// How much rustc may say, bytes.
const OUTPUT_LIMIT: usize = 1 << 20;
/// How often files that do not compile are replaced by the stub's, before all of them are.
const ROUNDS: usize = 3;
/// When the file is looked for over which the compiler had to be ended, it gets this part of its time.
const SEARCH: u32 = 3;
/// How much of the compiler's words is kept for a file, bytes.
const WORDS_LIMIT: usize = 6_000;

/// What is needed to build a candidate of one exercise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'a> {
    /// How rustc is called.
    pub(crate) recipe: &'a Recipe,
    /// The folder of all slots.
    pub(crate) slots: &'a Path,
    /// The stub's files: what stands in for a file that does not compile.
    pub(crate) stub: &'a Sources,
    /// The files of `tests/`.
    pub(crate) tests: &'a Sources,
    /// Bounds on the compiler.
    pub(crate) limits: Limits,
    /// Whether it is only asked which file it cannot get through: it then gets less time.
    pub(crate) is_search: bool,
    /// The box that the compiler runs in; `None`: none.
    pub(crate) sandbox: Option<&'a Sandbox>,
    /// The incremental state that the slot starts with.
    pub(crate) seed: &'a Path,
    /// What is called is written there, if anywhere.
    pub(crate) timings: Option<&'a Timings>,
}

/// A candidate, built.
#[derive(Debug)]
pub(crate) struct Built {
    /// The test binary.
    pub(crate) program: PathBuf,
    /// Files, relative to `src/`, in whose place the stub's stand, and why.
    pub(crate) lost: BTreeMap<String, End>,
}

/// Builds `candidate` in `slot`.
///
/// A file that is refused or that does not compile is lost, and the stub's is taken in its place: what the errors name,
/// [`ROUNDS`] times, then all.
///
/// # Errors
///
/// The machine's fault or the course author's: rustc cannot be run, the stub does not compile.
pub(crate) fn build(plan: &Plan, slot: &Slot, candidate: &Candidate) -> anyhow::Result<Built> {
    let mut sources = candidate.sources.clone();
    let mut lost: BTreeMap<String, End> =
        sources.iter().filter_map(|(file, text)| Some((file.clone(), screen(file, text)?))).collect();
    for file in lost.keys() {
        replace(file, &mut sources, plan.stub);
    }
    // What was replaced first: what does not compile after that may only follow from it.
    let mut replaced: BTreeSet<String> = lost.keys().cloned().collect();
    for round in 0.. {
        slot.fill(&sources, plan.tests)?;
        let refusal = match attempt(plan, slot)? {
            Ok(program) => {
                let doubtful: Vec<String> = sources
                    .iter()
                    .filter(|(file, text)| is_doubtful(file, text))
                    .map(|(file, _)| file.clone())
                    .collect();
                if doubtful.is_empty() {
                    return Ok(Built { program, lost });
                }
                for file in doubtful {
                    replace(&file, &mut sources, plan.stub);
                    lost.insert(file.clone(), screen::doubtful(&file));
                }
                continue;
            }
            Err(refusal) => refusal,
        };
        let changed: BTreeSet<String> =
            sources.keys().filter(|file| sources.get(*file) != plan.stub.get(*file)).cloned().collect();
        if changed.is_empty() {
            bail!("the stub of {} does not compile:\n{}", candidate.exercise, refusal.words(None));
        }
        let named = match (round < ROUNDS, refusal.ended) {
            (true, true) => endless(plan, slot, &sources, &changed)?,
            (true, false) => refusal.files([&sources, plan.stub], &changed),
            (false, _) => BTreeSet::new(),
        };
        for file in if named.is_empty() { &changed } else { &named } {
            let message = format!("{}{}", stand_ins(&replaced), refusal.words(Some(file)));
            lost.insert(file.clone(), refusal.end(format!("src/{file}"), message));
            replace(file, &mut sources, plan.stub);
        }
        if replaced.is_empty() {
            replaced = lost.keys().cloned().collect();
        }
    }
    unreachable!("in the end all files are the stub's")
}

/// The one of `changed` over which the compiler has to be ended: it names none, so that halves of them are tried.
fn endless(
    plan: &Plan,
    slot: &Slot,
    sources: &Sources,
    changed: &BTreeSet<String>,
) -> anyhow::Result<BTreeSet<String>> {
    let plan = Plan { is_search: true, ..*plan };
    let mut suspects: Vec<&String> = changed.iter().collect();
    while suspects.len() > 1 {
        let (half, rest) = suspects.split_at(suspects.len() / 2);
        let mut tried = sources.clone();
        for file in changed.iter().filter(|file| !half.contains(file)) {
            replace(file, &mut tried, plan.stub);
        }
        slot.fill(&tried, plan.tests)?;
        let is_among_them = attempt(&plan, slot)?.is_err_and(|refusal| refusal.ended);
        suspects = if is_among_them { half.to_vec() } else { rest.to_vec() };
    }
    Ok(suspects.into_iter().cloned().collect())
}

/// What the compiler was given instead of the student's files when it said what it said.
fn stand_ins(replaced: &BTreeSet<String>) -> String {
    if replaced.is_empty() {
        return String::new();
    }
    let files: Vec<String> = replaced.iter().map(|file| format!("src/{file}")).collect();
    format!("with the stub's {} in place of yours, see there first:\n", files.join(", "))
}

fn replace(file: &str, sources: &mut Sources, stub: &Sources) {
    match stub.get(file) {
        Some(text) => sources.insert(file.to_owned(), text.clone()),
        None => sources.remove(file),
    };
}

/// Why rustc made nothing.
struct Refusal {
    errors: Vec<Diagnostic>,
    /// Whether it was ended, rather than that it refused.
    ended: bool,
    /// What it said that is no diagnostic, or what was done to it.
    otherwise: String,
}

impl Refusal {
    /// What it means for `file`.
    fn end(&self, file: String, message: String) -> End {
        if self.ended { End::CompileLimit { file, message } } else { End::DoesNotCompile { file, message } }
    }

    /// Those of `changed` that the errors name: primary spans first, then any; for an error in the checkpoint the files
    /// that define the names it points to.
    fn files(&self, defined_in: [&Sources; 2], changed: &BTreeSet<String>) -> BTreeSet<String> {
        let mut named = BTreeSet::new();
        for error in &self.errors {
            let files = defined_in.into_iter().flatten();
            let defining =
                || files.filter(|(_, text)| defines(text, &error.words)).map(|(file, _)| file.clone()).collect();
            let of_changed =
                |files: BTreeSet<String>| -> BTreeSet<String> { files.intersection(changed).cloned().collect() };
            let about = of_changed(error.primary.clone());
            let about = if about.is_empty() { of_changed(error.secondary.clone()) } else { about };
            named.extend(if about.is_empty() { of_changed(defining()) } else { about });
        }
        named
    }

    /// The compiler's words about `file`, or all of them, with our help; cut.
    fn words(&self, file: Option<&String>) -> String {
        let is_about = |error: &&Diagnostic| file.is_none_or(|file| error.primary.contains(file));
        let mut about: Vec<&Diagnostic> = self.errors.iter().filter(is_about).collect();
        if about.is_empty() {
            about = self.errors.iter().collect();
        }
        let mut words = String::new();
        for error in about {
            // First, since who shows it may cut the compiler's words.
            let help = help::help(error).map(|help| format!("hint: {help}\n")).unwrap_or_default();
            let more = format!("{help}{}\n", error.rendered.trim_end());
            if !words.is_empty() && words.len() + more.len() > WORDS_LIMIT {
                words.push_str("(and more)\n");
                break;
            }
            words.push_str(&more);
        }
        let words = if words.is_empty() { self.otherwise.clone() } else { words };
        cut(words.trim_end(), WORDS_LIMIT)
    }
}

fn cut(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    format!("{} …", &text[..text.floor_char_boundary(limit)])
}

/// Compiles the library, then the checkpoint, and links.
fn attempt(plan: &Plan, slot: &Slot) -> anyhow::Result<Result<PathBuf, Refusal>> {
    let library = &plan.recipe.library;
    let incremental = OsString::from(format!("-Cincremental={}", slot.incremental().display()));
    let mut arguments = adapt(library, "src/lib.rs", plan.slots);
    arguments.push(incremental.clone());
    if let Err(refusal) = rustc(plan, library, Step::Library, arguments, slot)? {
        return Ok(Err(refusal));
    }
    let checkpoint = &plan.recipe.checkpoint;
    let (name, suffix) = (option(library, "--crate-name"), extra_filename(library));
    let mut arguments = adapt(checkpoint, "tests/checkpoint.rs", plan.slots);
    // The recipe's own library is the pristine exercise's: this one stands in its place.
    let own = format!("{name}=");
    if let Some(at) = arguments.iter().position(|argument| argument.to_string_lossy().starts_with(&own)) {
        arguments[at] = format!("{own}out/lib{name}{suffix}.rlib").into();
    }
    // It is the same source for everybody: what of it does not depend on the library's types is compiled already.
    arguments.push(incremental);
    if let Err(refusal) = rustc(plan, checkpoint, Step::Link, arguments, slot)? {
        return Ok(Err(refusal));
    }
    let program = format!("checkpoint{}{}", extra_filename(checkpoint), std::env::consts::EXE_SUFFIX);
    Ok(Ok(slot.folder.join("out").join(program)))
}

fn option<'a>(call: &'a Call, name: &str) -> &'a str {
    call.arguments.iter().skip_while(|argument| *argument != name).nth(1).map_or("", String::as_str)
}

fn extra_filename(call: &Call) -> &str {
    call.arguments.iter().find_map(|argument| argument.strip_prefix("extra-filename=")).unwrap_or("")
}

/// The recorded arguments, less what says where things lie and how errors are printed.
fn adapt(call: &Call, input: &str, slots: &Path) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    let mut recorded = call.arguments.iter().peekable();
    while let Some(argument) = recorded.next() {
        let next_is = |start: &str, next: Option<&&String>| next.is_some_and(|next| next.starts_with(start));
        if argument == "--out-dir" || (argument == "-C" && next_is("incremental=", recorded.peek())) {
            recorded.next();
        } else if argument.starts_with("--error-format")
            || argument.starts_with("--json")
            || argument.starts_with("--emit")
        {
        } else if !argument.starts_with('-') && !argument.contains('=') && is_rust(argument) {
            arguments.push(input.into());
        } else {
            arguments.push(argument.into());
        }
    }
    arguments.extend(["--emit=link", "--out-dir=out", "--error-format=json"].map(OsString::from));
    // The same list in every slot: rustc's incremental state depends on its options, and serves in another slot so.
    arguments.extend(
        (0..SLOTS)
            .map(|number| format!("--remap-path-prefix={}={FOLDER}", slot::folder(slots, number).display()).into()),
    );
    arguments
}

fn rustc(
    with: &Plan,
    call: &Call,
    step: Step,
    arguments: Vec<OsString>,
    slot: &Slot,
) -> anyhow::Result<Result<(), Refusal>> {
    let mut environment = call.environment.clone();
    environment.insert("CARGO_MANIFEST_DIR".to_owned(), FOLDER.to_owned());
    environment.remove("CARGO_MANIFEST_PATH");
    let limit = Duration::from_millis(with.limits.build_ms);
    let (wall_limit, cpu) = match (with.is_search, with.sandbox) {
        (false, _) => (limit, 2 * limit),
        // On a busy machine an honest file must not be taken for an endless one: only its own time counts.
        (true, Some(_)) => (limit, limit / SEARCH),
        (true, None) => (limit / SEARCH, limit / SEARCH),
    };
    let job = Job {
        program: &call.rustc,
        arguments,
        environment: Environment::Only(environment),
        folder: &slot.folder,
        wall_limit,
        output_limit: OUTPUT_LIMIT,
        group: Group::Own,
    };
    timings::called(with.timings, &job, with.seed);
    let context = || format!("cannot run {}", call.rustc.display());
    let finished = match with.sandbox {
        None => process::run(&job).with_context(context)?,
        Some(sandbox) => {
            let limits = BuildLimits { memory_mib: with.limits.build_memory_mib, cpu, slot: slot.number };
            let paths = Paths { slot: &slot.folder, dependencies: &call.folders() };
            let job = sandbox.compile(job, step, paths, limits)?;
            sandbox.compiled(process::run(&job).with_context(context)?)?
        }
    };
    let errors = diagnostics::errors(&finished.stderr);
    if let Some(said) = errors.iter().find(|error| error.is_about_the_disk()) {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let said = said.message.lines().next().unwrap_or_default().to_owned();
        return Err(full).with_context(|| format!("rustc cannot write into {}: {said}", slot.folder.display()));
    }
    let limits = with.limits;
    let (ended, otherwise) = match finished.ending {
        Ending::Exited(status) if status.success() => return Ok(Ok(())),
        Ending::Exited(status) => {
            let said = String::from_utf8_lossy(&finished.stderr);
            let plain: Vec<&str> = said.lines().filter(|line| !line.starts_with('{')).collect();
            // What has no memory left dies in more than one way; a refusal comes with a reason, and exit code 1.
            let ended = errors.is_empty() && status.code() != Some(1);
            let limit = if ended { format!(" (it may take {} MiB)", limits.build_memory_mib) } else { String::new() };
            (ended, format!("rustc ended with {status}{limit}\n{}", plain.join("\n")))
        }
        Ending::TimedOut => (true, format!("rustc did not end within {} ms", limits.build_ms)),
        Ending::Flooded => (errors.is_empty(), format!("rustc said more than {} MiB about it", OUTPUT_LIMIT >> 20)),
    };
    Ok(Err(Refusal { errors: if ended { Vec::new() } else { errors }, ended, otherwise }))
}

/// Whether `text` defines a function or type, or declares a module, of one of these names.
fn defines(text: &[u8], names: &BTreeSet<String>) -> bool {
    let text = String::from_utf8_lossy(text);
    tokens::read(&text, |stream| defines_in(stream, names)).unwrap_or(false)
}

fn defines_in(stream: TokenStream, names: &BTreeSet<String>) -> bool {
    let mut after_keyword = false;
    stream.into_iter().any(|token| match token {
        TokenTree::Ident(word) => {
            let found = after_keyword && names.contains(&word.to_string());
            after_keyword =
                ["fn", "struct", "enum", "trait", "type", "const", "static"].iter().any(|keyword| word == keyword);
            found
        }
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {
            after_keyword = false;
            false
        }
    })
}
