//! Which files a boxed-in program may open, kept by the kernel's Landlock.

use std::path::Path;

use anyhow::{Context, bail};
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetStatus, Scope,
};

use super::rules::{Files, Landlock};

/// What must be there: files, among them that none is cut short. Kernel 6.2.
const LEAST: ABI = ABI::V3;
/// What is taken where it is there: the network, devices, signals. Kernel 6.12.
const MOST: ABI = ABI::V6;

/// The files, opened; not yet in force.
pub(crate) struct Guard {
    rules: Option<RulesetCreated>,
    landlock: Landlock,
}

impl Guard {
    /// Opens what `files` names.
    pub(crate) fn new(files: &Files, landlock: Landlock) -> anyhow::Result<Self> {
        if landlock == Landlock::Off {
            return Ok(Self { rules: None, landlock });
        }
        let level = match landlock {
            Landlock::Required => CompatLevel::HardRequirement,
            Landlock::WhereThere | Landlock::Off => CompatLevel::BestEffort,
        };
        let context = "cannot guard files: does the kernel have Landlock, as Linux 6.2 and later do?";
        let mut rules = Ruleset::default()
            .set_compatibility(level)
            .handle_access(AccessFs::from_all(LEAST))
            .context(context)?
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(MOST))?
            .handle_access(AccessNet::from_all(MOST))?
            .scope(Scope::from_all(MOST))?
            .create()
            .context(context)?;
        let read = AccessFs::ReadFile | AccessFs::ReadDir;
        let run = read | AccessFs::Execute;
        let write = read
            | AccessFs::WriteFile
            | AccessFs::Truncate
            | AccessFs::MakeReg
            | AccessFs::MakeDir
            | AccessFs::RemoveFile
            | AccessFs::RemoveDir
            | AccessFs::Refer;
        for (paths, access) in [(&files.read, read), (&files.run, run), (&files.write, write)] {
            for path in paths {
                rules = allow(rules, path, access)?;
            }
        }
        Ok(Self { rules: Some(rules), landlock })
    }

    /// From now on nothing else is opened.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        let Some(rules) = self.rules else { return Ok(()) };
        let status = rules.restrict_self().context("cannot guard files")?;
        if self.landlock == Landlock::Required && status.ruleset == RulesetStatus::NotEnforced {
            bail!("the kernel does not guard files");
        }
        Ok(())
    }
}

/// Allows `access` to what is at `path`, if something is.
fn allow(rules: RulesetCreated, path: &Path, access: BitFlags<AccessFs>) -> anyhow::Result<RulesetCreated> {
    let Ok(opened) = PathFd::new(path) else { return Ok(rules) };
    let access = if path.is_dir() { access } else { access & AccessFs::from_file(MOST) };
    rules.add_rule(PathBeneath::new(opened, access)).with_context(|| format!("cannot allow {}", path.display()))
}
