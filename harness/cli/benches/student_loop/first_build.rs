//! A student's first build, into an empty target folder, against that of SeaORM alone with the same features.

use std::collections::BTreeSet;
use std::fs;

use anyhow::Context;

use crate::Line;
use crate::cargo::{Cargo, Took};
use crate::playground::Playground;

/// The exercise that a student builds first.
const EXERCISE: &str = "e1_relationships";
/// The most crates that may be compiled.
const MOST_CRATES: f64 = 175.0;
/// How much more CPU time the exercise may take than SeaORM alone.
const MOST_CPU: f64 = 1.3;
/// How often both are built, in turn; the fastest of each counts, since a busy machine only ever adds to it.
const ROUNDS: usize = 3;

/// Crates, crates that the command alone needs, CPU time.
pub(crate) fn measure(playground: &Playground) -> anyhow::Result<Vec<Line>> {
    let json = ["--message-format", "json"];
    let cargo_alone = sea_orm_alone(playground)?;
    let cargo = playground.cargo();
    let (mut alone, mut first) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        alone.push(cargo_alone.run_from_nothing(&[&["build"], &json[..]].concat())?);
        first.push(
            cargo.run_from_nothing(&[&["build", "--locked", "--package", EXERCISE, "--tests"], &json[..]].concat())?,
        );
    }
    let (alone, first) = (least(alone)?, least(first)?);

    let compiled = compiled(&first.stdout);
    let student = tree(&cargo, EXERCISE, "normal,build,dev")?;
    let command: BTreeSet<String> =
        tree(&cargo, "harness-cli", "normal,build")?.difference(&student).cloned().collect();
    let needless: Vec<&str> =
        compiled.iter().map(|(name, _)| name.as_str()).filter(|name| command.contains(*name)).collect();
    let n_alone = self::compiled(&alone.stdout).len();
    Ok(vec![
        Line {
            what: format!("crates of a student's first build ({EXERCISE}), against SeaORM alone"),
            figures: format!("{} against {n_alone}", compiled.len()),
            value: count(compiled.len()),
            bound: MOST_CRATES,
            unit: "crates",
        },
        Line {
            what: "crates among them that harness-cli alone needs, against those that it needs".to_owned(),
            figures: format!("{} against {}: {}", needless.len(), command.len(), needless.join(", ")),
            value: count(needless.len()),
            bound: 0.0,
            unit: "crates",
        },
        Line {
            what: "CPU time of a student's first build, against SeaORM alone".to_owned(),
            figures: format!(
                "{:.1} s against {:.1} s (wall {:.1} s against {:.1} s), least of {ROUNDS}",
                first.cpu,
                alone.cpu,
                first.wall.as_secs_f64(),
                alone.wall.as_secs_f64()
            ),
            value: first.cpu / alone.cpu,
            bound: MOST_CPU,
            unit: "x",
        },
    ])
}

/// The names of the packages that `package` needs, itself among them.
fn tree(cargo: &Cargo, package: &str, edges: &str) -> anyhow::Result<BTreeSet<String>> {
    let said = cargo.run(&["tree", "--locked", "--package", package, "--edges", edges, "--prefix", "none"])?.stdout;
    Ok(said.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

/// The call that took the least CPU time.
fn least(took: Vec<Took>) -> anyhow::Result<Took> {
    took.into_iter().min_by(|a, b| a.cpu.total_cmp(&b.cpu)).context("nothing was measured")
}

/// A package that depends on SeaORM with the workspace's features and versions, and on nothing else. It is built as cargo
/// does by itself: that members alone have line tables is a choice of the workspace, and part of what is measured.
fn sea_orm_alone(playground: &Playground) -> anyhow::Result<Cargo> {
    let manifest = fs::read_to_string(playground.root().join("Cargo.toml")).context("cannot read Cargo.toml")?;
    let dependency = manifest.lines().find(|line| line.starts_with("sea-orm = ")).context("no dependency `sea-orm`")?;
    let folder = playground.folder("sea_orm_alone")?;
    let package = "[package]\nname = \"sea_orm_alone\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), format!("{package}\n[dependencies]\n{dependency}\n"))?;
    fs::copy(playground.root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "//! Nothing but its dependency.\n")?;
    Ok(Cargo::new(&folder, &playground.folder("target_alone")?))
}

/// The crates that cargo compiled, by package and version; build scripts count as parts of theirs.
fn compiled(messages: &str) -> BTreeSet<(String, String)> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let artifacts = messages.filter(|message| message["reason"] == "compiler-artifact" && message["fresh"] == false);
    artifacts.filter_map(|message| package(message["package_id"].as_str()?)).collect()
}

/// `registry+https://…#syn@3.0.10` or `path+file:///…/e1_relationships#0.1.0` as name and version.
fn package(id: &str) -> Option<(String, String)> {
    let (place, name) = id.rsplit_once('#')?;
    let (name, version) = name.split_once('@').unwrap_or_else(|| (place.rsplit('/').next().unwrap_or(place), name));
    Some((name.to_owned(), version.to_owned()))
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::INFINITY, f64::from)
}
