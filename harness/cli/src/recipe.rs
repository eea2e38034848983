//! Recipes: how cargo calls rustc for the pristine exercises.
//!
//! Cargo builds them in the [`Mirror`] with this very program in rustc's place: it writes down how it was called, then
//! calls rustc. Cargo is asked each time, and says by itself whether anything is out of date; it calls rustc, and
//! records it again, only then.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::mirror::Mirror;
use crate::process::{self, Ending, Environment, Finished, Group, Job};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// The variable by which this program knows that it stands in for rustc: the folder of the recipes.
pub(crate) const RECORD_INTO: &str = "HARNESS_RECORD_RUSTC_INTO";
/// A first build compiles all of SeaORM.
const CARGO_LIMIT: Duration = Duration::from_mins(30);
/// Asking rustc for its version takes no time; a proxy may have to find a toolchain first.
const RUSTC_LIMIT: Duration = Duration::from_mins(1);
const OUTPUT_LIMIT: usize = 16 << 20;

/// How rustc is called for one exercise.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    /// For its library.
    pub(crate) library: Call,
    /// For its test binary, `tests/checkpoint.rs`.
    pub(crate) checkpoint: Call,
}

/// One call of rustc.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Call {
    /// rustc's own path.
    pub(crate) rustc: PathBuf,
    /// Its arguments.
    pub(crate) arguments: Vec<String>,
    /// What cargo sets in its environment, and what the system's loader and linker need.
    pub(crate) environment: BTreeMap<String, String>,
}

impl Call {
    /// The folders that rustc finds compiled crates and libraries in.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        let searched = self.arguments.iter().skip_while(|argument| *argument != "-L");
        let searched = searched
            .filter_map(|argument| argument.split_once('='))
            .filter(|(kind, _)| ["dependency", "native", "crate", "all"].contains(kind))
            .map(|(_, path)| Path::new(path));
        let named = self.dependencies().filter_map(Path::parent);
        searched.chain(named).map(Path::to_path_buf).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The compiled crates that it names.
    fn dependencies(&self) -> impl Iterator<Item = &Path> {
        let externs = self.arguments.iter().skip_while(|argument| *argument != "--extern");
        let paths = externs.filter_map(|argument| argument.split_once('=')).map(|(_, path)| Path::new(path));
        paths.filter(|path| {
            path.extension()
                .is_some_and(|kind| ["rlib", "rmeta", "so", "dylib", "dll"].iter().any(|known| kind == *known))
        })
    }
}

/// Where the harness keeps its own products, within cargo's target folder.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Cargo's target folder.
    pub(crate) cargo: PathBuf,
    /// The harness's own part of it.
    pub(crate) harness: PathBuf,
}

impl Target {
    /// The target folder that cargo uses in `workspace`.
    ///
    /// # Errors
    ///
    /// Cargo cannot be run, or does not understand the workspace.
    pub(crate) fn of(workspace: &Workspace, terminal: &Terminal) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Metadata {
            target_directory: PathBuf,
        }
        let arguments = ["metadata", "--no-deps", "--format-version", "1"].map(OsString::from).into();
        let text = cargo(workspace, terminal, arguments, BTreeMap::new())?;
        let metadata: Metadata =
            serde_json::from_slice(&text).context("cannot read what cargo says of its target folder")?;
        let harness = metadata.target_directory.join("harness");
        fs::create_dir_all(&harness).with_context(|| format!("cannot make {}", harness.display()))?;
        Ok(Self { cargo: metadata.target_directory, harness })
    }
}

/// The recipes of `exercises`, by id. Builds what is missing or out of date, and says so first.
///
/// # Errors
///
/// Cargo or the toolchain fails, or the stubs do not compile.
pub(crate) fn prepare(
    workspace: &Workspace,
    target: &Target,
    exercises: &[&str],
    terminal: &Terminal,
) -> anyhow::Result<BTreeMap<String, Recipe>> {
    // Two runs of the harness must not change the mirror under each other's feet.
    let lock_path = target.harness.join("lock");
    let lock = fs::File::create(&lock_path).and_then(|file| file.lock().map(|()| file));
    let _lock = lock.with_context(|| format!("cannot lock {}", lock_path.display()))?;
    let mirror = Mirror::sync(workspace, target.harness.join("mirror"))?;
    let recipes = target.harness.join("recipes");
    let missing: Vec<&str> = exercises.iter().copied().filter(|exercise| load(&recipes, exercise).is_err()).collect();
    for exercise in &missing {
        mirror
            .touch(exercise)
            .with_context(|| format!("no stub of {exercise} is on record: hint: cargo harness verify --record"))?;
    }
    if !missing.is_empty() {
        terminal.note(&format!("building the exercises as handed out, once: {}", missing.join(", ")));
    }
    let mut arguments: Vec<OsString> = ["test", "--no-run", "--quiet", "--manifest-path"].map(OsString::from).into();
    arguments.push(mirror.root.join("Cargo.toml").into());
    arguments.extend(["--target-dir".into(), target.cargo.clone().into()]);
    let this = std::env::current_exe().context("cannot tell this program's own path")?;
    // By `--config` and not by a variable: build scripts of dependencies may ask to be run again when that changes.
    arguments.extend(["--config".into(), format!("build.rustc-wrapper={:?}", this.display().to_string()).into()]);
    arguments.extend(exercises.iter().flat_map(|exercise| ["-p", exercise]).map(OsString::from));
    let variables = [(RECORD_INTO, Some(recipes.clone().into_os_string())), ("RUSTC_WRAPPER", None)];
    cargo(workspace, terminal, arguments, variables.map(|(name, value)| (name.to_owned(), value)).into())?;
    let loaded = exercises.iter().map(|exercise| Ok(((*exercise).to_owned(), load(&recipes, exercise)?)));
    loaded.collect()
}

/// The recipe on record; an error where there is none, or where it names files that are gone, as after a move of the
/// target folder, or with a toolchain.
fn load(recipes: &Path, exercise: &str) -> anyhow::Result<Recipe> {
    let call = |name: &str| {
        let path = recipes.join(exercise).join(format!("{name}.json"));
        let text = fs::read(&path)
            .with_context(|| format!("cargo did not call rustc for {exercise}: no {}", path.display()))?;
        let call: Call = serde_json::from_slice(&text).with_context(|| format!("cannot read {}", path.display()))?;
        let needed = call.dependencies().chain([call.rustc.as_path()]);
        if let Some(gone) = needed.into_iter().find(|needed| !needed.exists()) {
            bail!("{} names {}, which is gone", path.display(), gone.display());
        }
        Ok(call)
    };
    Ok(Recipe { library: call(exercise)?, checkpoint: call("checkpoint")? })
}

/// What `rustc -vV` says in the repository: which compiler the verdicts depend on.
///
/// # Errors
///
/// There is no rustc, or it fails.
pub(crate) fn toolchain(workspace: &Workspace, terminal: &Terminal) -> anyhow::Result<String> {
    let beside = terminal.cargo.with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    let program = if beside.is_file() { beside } else { PathBuf::from("rustc") };
    let finished = process::run(&Job {
        program: &program,
        arguments: vec!["-vV".into()],
        environment: Environment::OwnWith(BTreeMap::new()),
        folder: &workspace.root,
        group: Group::Ours,
        wall_limit: RUSTC_LIMIT,
        output_limit: OUTPUT_LIMIT,
    });
    let finished = finished
        .with_context(|| format!("cannot start {}: is Rust installed? see https://rustup.rs", program.display()))?;
    match finished.ending {
        Ending::Exited(status) if status.success() => Ok(String::from_utf8_lossy(&finished.stdout).trim().to_owned()),
        Ending::Exited(_) | Ending::TimedOut | Ending::Flooded => {
            bail!("{} -vV failed: {}", program.display(), String::from_utf8_lossy(&finished.stderr).trim_end())
        }
    }
}

/// What cargo says, where it must not fail.
fn cargo(
    workspace: &Workspace,
    terminal: &Terminal,
    arguments: Vec<OsString>,
    variables: BTreeMap<String, Option<OsString>>,
) -> anyhow::Result<Vec<u8>> {
    let (ended_well, finished) = run_cargo(workspace, terminal, arguments, variables)?;
    if ended_well {
        return Ok(finished.stdout);
    }
    bail!(
        "cargo failed:\n{}\nhint: the exercises have to build first: where crates are missing, `cargo fetch` loads them, with a \
         network; where rustc is, see https://rustup.rs and the variable RUSTC; then give the same command again",
        String::from_utf8_lossy(&finished.stderr).trim_end()
    )
}

/// Runs cargo in the repository, so that it finds the same configuration and toolchain as the student's own call: whether
/// it ended well, and what it said.
///
/// # Errors
///
/// It cannot be started, or does not come to an end by itself.
pub(crate) fn run_cargo(
    workspace: &Workspace,
    terminal: &Terminal,
    arguments: Vec<OsString>,
    variables: BTreeMap<String, Option<OsString>>,
) -> anyhow::Result<(bool, Finished)> {
    let finished = process::run(&Job {
        program: &terminal.cargo,
        arguments,
        environment: Environment::OwnWith(variables),
        folder: &workspace.root,
        wall_limit: CARGO_LIMIT,
        output_limit: OUTPUT_LIMIT,
        group: Group::Ours,
    });
    let finished = finished.with_context(|| {
        format!("cannot start {}: is Rust installed? see https://rustup.rs", terminal.cargo.display())
    })?;
    match finished.ending {
        Ending::Exited(status) => Ok((status.success(), finished)),
        Ending::TimedOut => bail!("cargo did not end within {} minutes", CARGO_LIMIT.as_secs() / 60),
        Ending::Flooded => bail!("cargo wrote more than {} MiB", OUTPUT_LIMIT >> 20),
    }
}

/// Does what rustc would do for `call`, its path and arguments, and writes it down in `recipes` where it is for an
/// exercise.
pub(crate) fn stand_in_for_rustc(recipes: &Path, mut call: Vec<OsString>) -> ExitCode {
    if call.is_empty() {
        return ExitCode::FAILURE;
    }
    let arguments = call.split_off(1);
    let rustc = process::resolve(Path::new(&call[0]), std::env::var_os("PATH").as_ref());
    // What was not written down is missed, and named, when the recipe is read.
    let _ = record(recipes, &rustc, &arguments);
    match process::pass_through(&rustc, &arguments) {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "cargo listens, and shows it")]
            {
                eprintln!("cannot start {}: {error}", rustc.display());
            }
            ExitCode::FAILURE
        }
    }
}

fn record(recipes: &Path, rustc: &Path, arguments: &[OsString]) -> anyhow::Result<()> {
    let arguments: Option<Vec<String>> =
        arguments.iter().map(|argument| argument.to_str().map(str::to_owned)).collect();
    let arguments = arguments.context("an argument is not Unicode")?;
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| is_kept(name))
        .collect();
    let folder = environment.get("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    if folder.parent().and_then(Path::file_name) != Some(OsStr::new("pristine")) {
        return Ok(());
    }
    let name = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1).context("no --crate-name")?;
    let path = recipes.join(folder.file_name().unwrap_or_default()).join(format!("{name}.json"));
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let call = Call { rustc: rustc.to_path_buf(), arguments: arguments.clone(), environment };
    Ok(fs::write(path, serde_json::to_vec_pretty(&call)?)?)
}

/// Whether rustc is called again with the variable `name`: what cargo says of the package, never its secrets, and what
/// the loader, the linker and the system need.
fn is_kept(name: &str) -> bool {
    const SYSTEM: [&str; 10] = [
        "PATH",
        "LD_LIBRARY_PATH",
        "DYLD_FALLBACK_LIBRARY_PATH",
        "DEVELOPER_DIR",
        "SDKROOT",
        "SYSTEMROOT",
        "LIB",
        "TMP",
        "TEMP",
        "TMPDIR",
    ];
    let packages = ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.starts_with(prefix));
    packages
        || ["CARGO", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"].contains(&name)
        || SYSTEM.contains(&name.to_uppercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_whose_rustc_is_gone_is_none() {
        let recipes = tempfile::tempdir().unwrap();
        fs::create_dir(recipes.path().join("e1")).unwrap();
        let here = std::env::current_exe().unwrap();
        let check = |rustc: PathBuf, want: Option<&str>| {
            let call = Call { rustc, arguments: Vec::new(), environment: BTreeMap::new() };
            for name in ["e1", "checkpoint"] {
                fs::write(recipes.path().join("e1").join(format!("{name}.json")), serde_json::to_vec(&call).unwrap())
                    .unwrap();
            }
            let error = load(recipes.path(), "e1").err().map(|error| error.to_string());
            assert_eq!(error.is_some(), want.is_some(), "{error:?}");
            assert!(error.unwrap_or_default().contains(want.unwrap_or_default()));
        };
        check(here.clone(), None);
        check(here.with_file_name("no rustc"), Some("no rustc, which is gone"));
    }
}
