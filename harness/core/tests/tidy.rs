//! Rules about the repository itself: what `harness/STYLE.md` marks with **[test]**.
//!
//! What students write is theirs: in a copy without `solutions/`, `exercises/` and the top level are not looked at.

#[path = "tidy/repository.rs"]
mod repository;

use harness_core::registry::Registry;

use repository::{
    File, core_files, core_modules, dependencies, is_authors_copy, names, our_files, quoted_after, read, root,
    rust_files, words_after,
};

/// What may stand at the top level, beside dotfiles.
const TOP_LEVEL: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "checkpoints.yaml",
    "exercises",
    "harness",
    "rust-toolchain.toml",
    "solutions",
];
/// Names that say nothing about what is in a file.
const EMPTY_NAMES: [&str; 9] = ["util", "utils", "helper", "helpers", "common", "types", "error", "errors", "manager"];
/// What opens something: nothing of it has a place in `harness-core`.
const OPENERS: [&str; 6] = ["std::fs", "std::env", "std::process", "std::net", "Instant::now", "SystemTime"];
/// Crates that one module of `harness-core` uses, so that it can be replaced.
const IN_ONE_MODULE: [&str; 3] = ["similar", "serde_yaml", "colored"];
const MOST_LINES: usize = 400;

/// Nothing is wrong, or all of it is said.
#[track_caller]
fn check(wrong: &[String]) {
    assert!(wrong.is_empty(), "found:\n{}", wrong.join("\n"));
}

#[test]
fn crates_of_the_harness_point_in_one_direction() {
    let allowed: [(&str, &[&str]); 4] = [
        ("core", &[]),
        ("run", &["harness-core"]),
        ("probe", &["harness-core", "harness-run"]),
        ("cli", &["harness-core", "harness-run"]),
    ];
    let mut wrong = Vec::new();
    for (name, allowed) in allowed {
        let edges = dependencies(&read(&format!("harness/{name}/Cargo.toml")));
        let ours = edges.into_iter().filter(|(_, to)| to.starts_with("harness-") && !allowed.contains(&to.as_str()));
        wrong.extend(ours.map(|(kind, to)| format!("harness-{name} has {to} among its {kind}")));
    }
    let known: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
    let crates = names(&root().join("harness")).into_iter().filter(|name| root().join("harness").join(name).is_dir());
    wrong.extend(
        crates.filter(|name| !known.contains(&name.as_str())).map(|name| format!("harness/{name} is in no rule")),
    );
    check(&wrong);
}

#[test]
fn core_knows_neither_tokio_nor_seaorm() {
    let edges = dependencies(&read("harness/core/Cargo.toml"));
    let wrong = edges.into_iter().filter(|(_, to)| ["tokio", "sea-orm", "libsqlite3-sys"].contains(&to.as_str()));
    check(&wrong.map(|(kind, to)| format!("{to} among its {kind}")).collect::<Vec<_>>());
}

#[test]
fn exercises_see_the_probe_alone() {
    let mut wrong = Vec::new();
    let ours = our_files().into_iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    for file in ours.filter(|file| file.path.starts_with("exercises/") || file.path.starts_with("harness/cli/stubs/")) {
        for (kind, to) in dependencies(&file.text) {
            let allowed: &[&str] = match kind.as_str() {
                // A domain of the student's own lists its entities in a type of the probe's.
                "dependencies" if file.path.contains("/e8_own_domain/") => {
                    &["futures-util", "harness-probe", "sea-orm", "tokio"]
                }
                "dependencies" => &["budget", "futures-util", "sea-orm", "tokio"],
                "dev-dependencies" => &["harness-probe"],
                _ => &[],
            };
            if !allowed.contains(&to.as_str()) {
                wrong.push(format!("{}: {to} among the {kind}", file.path));
            }
        }
    }
    check(&wrong);
}

#[test]
fn lints_of_the_workspace_hold_in_the_harness_and_unsafe_code_is_forbidden_in_exercises() {
    let mut wrong = Vec::new();
    for file in our_files().iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let crates = ["core", "run", "probe", "cli"].map(|name| format!("harness/{name}/Cargo.toml"));
        let wanted = if crates.contains(&file.path) { "[lints]\nworkspace = true" } else { "unsafe_code = \"forbid\"" };
        if !file.text.replace("\r\n", "\n").contains(wanted) {
            wrong.push(format!("{} does not say {wanted:?}", file.path));
        }
    }
    check(&wrong);
}

#[test]
fn modules_of_core_use_only_modules_declared_above_them() {
    let modules = core_modules();
    let position = |name: &str| modules.iter().position(|module| module == name);
    let mut wrong = Vec::new();
    for (module, file) in core_files().iter().filter(|(module, _)| module != "lib") {
        let own = position(module);
        for (number, line) in file.code() {
            for (used, _) in words_after(line, "crate::") {
                if position(used).is_none_or(|used| own.is_none_or(|own| used > own)) {
                    wrong.push(format!("{}:{number}: `{module}` uses `{used}`", file.path));
                }
            }
        }
    }
    check(&wrong);
}

#[test]
fn imports_in_core_name_one_module_a_line() {
    let mut wrong = Vec::new();
    for (_, file) in core_files() {
        wrong.extend(file.lines_with("use crate::{"));
        let imports = file.code().filter(|(_, line)| line.starts_with("use crate::") && !line.ends_with(';'));
        wrong.extend(imports.map(|(number, line)| format!("{}:{number}: {line}", file.path)));
    }
    check(&wrong);
}

#[test]
fn core_opens_nothing() {
    let files = core_files();
    check(
        &files
            .iter()
            .flat_map(|(_, file)| OPENERS.iter().flat_map(|opener| file.lines_with(opener)))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn crates_that_may_have_to_be_replaced_are_used_in_one_module_of_core() {
    let mut wrong = Vec::new();
    for name in IN_ONE_MODULE {
        let uses = |file: &File| file.code().any(|(_, line)| line.contains(&format!("{name}::")));
        let mut modules: Vec<String> =
            core_files().into_iter().filter(|(_, file)| uses(file)).map(|(module, _)| module).collect();
        modules.dedup();
        if modules.len() != 1 {
            wrong.push(format!("{name} is used in {modules:?}"));
        }
    }
    check(&wrong);
}

#[test]
fn rust_files_begin_by_saying_what_they_are() {
    let files = rust_files().into_iter().filter(|file| !file.text.starts_with("//!"));
    check(&files.map(|file| format!("{} does not begin with //!", file.path)).collect::<Vec<_>>());
}

#[test]
fn files_of_the_harness_are_one_noun_long() {
    let files = rust_files().into_iter().filter(|file| file.path.starts_with("harness/"));
    let long = files.map(|file| (file.text.lines().count(), file.path)).filter(|(n_lines, _)| *n_lines > MOST_LINES);
    check(&long.map(|(n_lines, path)| format!("{path} has {n_lines} lines")).collect::<Vec<_>>());
}

#[test]
fn modules_are_named_for_what_is_in_them() {
    let parts = |file: &File| {
        file.path.split('/').any(|part| EMPTY_NAMES.contains(&part.split('.').next().unwrap_or_default()))
    };
    let files = rust_files().into_iter().filter(|file| file.path.starts_with("harness/") && parts(file));
    check(&files.map(|file| format!("{}: a name that says nothing", file.path)).collect::<Vec<_>>());
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let mut wrong = Vec::new();
    for file in rust_files() {
        for allow in ["#[allow(", "#![allow("] {
            wrong.extend(file.lines_with(allow));
        }
        let lines: Vec<(usize, &str)> = file.code().collect();
        for (position, (number, line)) in lines.iter().enumerate() {
            if line.trim_start().starts_with("#[expect(") {
                let attribute = lines[position..].iter().map(|(_, line)| *line).take(5).collect::<String>();
                if !attribute.split(")]").next().is_some_and(|attribute| attribute.contains("reason")) {
                    wrong.push(format!("{}:{number}: no reason", file.path));
                }
            }
        }
    }
    check(&wrong);
}

#[test]
fn tests_are_run_and_named_by_a_sentence() {
    let unwanted = ["#[ignore", "fn test_"];
    let files = rust_files();
    check(&files.iter().flat_map(|file| unwanted.iter().flat_map(|text| file.lines_with(text))).collect::<Vec<_>>());
}

#[test]
fn no_file_speaks_of_one_machine() {
    let mut wrong = Vec::new();
    for file in our_files().iter().filter(|file| file.path != "Cargo.lock") {
        for folder in [concat!("/home", "/"), concat!("/root", "/"), concat!("/work", "/"), concat!("../", "shared")] {
            let at = file.text.match_indices(folder).map(|(at, _)| at);
            // `https://a.example/home/` and `target/work/` are no folders of a machine.
            let absolute = |at: usize| !file.text[..at].ends_with(|c: char| c.is_alphanumeric() || "_-.}".contains(c));
            let lines = at.filter(|at| absolute(*at)).map(|at| file.text[..at].lines().count().max(1));
            wrong.extend(lines.map(|number| format!("{}:{number}: {folder}", file.path)));
        }
    }
    check(&wrong);
}

#[test]
fn top_level_holds_what_its_readers_expect() {
    let ignored: Vec<String> = read(".gitignore").lines().map(|line| line.trim_matches('/').to_owned()).collect();
    let names = names(&root()).into_iter().filter(|_| is_authors_copy());
    let extra =
        names.filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()) && !ignored.contains(name));
    check(&extra.map(|name| format!("{name} at the top level")).collect::<Vec<_>>());
}

#[test]
fn commands_that_are_named_exist() {
    let args = read("harness/cli/src/args.rs");
    let (_, commands) = args.split_once("enum Command {").expect("the commands stand in args.rs");
    let commands = commands.split('}').next().unwrap_or_default();
    let commands: Vec<String> = commands
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.split(['(', ',']).next().unwrap_or_default().to_lowercase())
        .collect();
    let mut wrong = Vec::new();
    for file in our_files() {
        for (command, rest) in words_after(&file.text, "cargo harness ") {
            if !commands.iter().any(|known| known == command) {
                wrong.push(format!("{}: no command `cargo harness {command}`", file.path));
            }
            let typed = rest.split(['`', '"', '|', '#']).next().unwrap_or_default();
            let flags = words_after(typed, "--")
                .into_iter()
                .filter(|(flag, _)| !args.contains(&format!("pub(crate) {}:", flag.replace('-', "_"))));
            wrong.extend(flags.map(|(flag, _)| format!("{}: `{command}` has no --{flag}", file.path)));
        }
    }
    check(&wrong);
}

#[test]
fn packages_that_are_named_exist() {
    let mut packages = names(&root().join("exercises"));
    packages.extend(["core", "run", "probe", "cli"].map(|name| format!("harness-{name}")));
    let documents =
        our_files().into_iter().filter(|file| ["md", "yml", "yaml"].iter().any(|of| file.has_extension(of)));
    let named = |file: &File| -> Vec<String> {
        let named = words_after(&file.text, "cargo test -p ").into_iter().map(|(package, _)| package);
        let unknown = named.filter(|package| !packages.iter().any(|known| known == package));
        unknown.map(|package| format!("{}: no package {package}", file.path)).collect()
    };
    check(&documents.flat_map(|file| named(&file)).collect::<Vec<_>>());
}

#[test]
fn exercises_of_the_course_have_a_folder_a_task_and_a_record() {
    let registry =
        Registry::parse(&read("checkpoints.yaml")).unwrap_or_else(|error| panic!("checkpoints.yaml:{error}"));
    let mut wrong = Vec::new();
    for id in registry.exercises.iter().map(|exercise| &exercise.id) {
        let wanted = [
            format!("exercises/{id}/Cargo.toml"),
            format!("exercises/{id}/README.md"),
            format!("exercises/{id}/tests/checkpoint.rs"),
            format!("harness/cli/stubs/{id}/Cargo.toml"),
            format!("harness/cli/stubs/{id}/src/lib.rs"),
            format!("harness/cli/stubs/{id}/tests/checkpoint.rs"),
        ];
        wrong.extend(wanted.into_iter().filter(|path| !root().join(path).is_file()).map(|path| format!("no {path}")));
        if !read(&format!("exercises/{id}/Cargo.toml")).contains(&format!("name = \"{id}\"")) {
            wrong.push(format!("exercises/{id}/Cargo.toml has another name"));
        }
    }
    check(&wrong);
}

#[test]
fn architecture_names_the_modules_of_core_in_their_order() {
    let document = read("harness/ARCHITECTURE.md");
    let (_, table) = document.split_once("| module | what it is |").expect("the table of core's modules");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with("| `"));
    let named: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    assert_eq!(named, core_modules());
}

#[test]
fn oldest_supported_rust_is_the_same_wherever_it_is_said() {
    let manifest = read("Cargo.toml");
    let version = quoted_after(&manifest, "rust-version = ").expect("the manifest says it");
    let wanted = format!("Rust {version}");
    let documents = ["README.md", ".github/workflows/ci.yml"].map(|path| (path, read(path)));
    let wrong =
        documents.iter().filter(|(_, text)| !text.contains(&wanted) && !text.contains(&format!("\"{version}\"")));
    check(&wrong.map(|(path, _)| format!("{path} does not say {wanted}")).collect::<Vec<_>>());
}
