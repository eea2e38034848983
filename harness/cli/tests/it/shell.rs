//! The command behind what a shell does to it: closed files, pipes, little memory.

use std::path::Path;
use std::process::{Command, Output};

use crate::copy::Said;

/// Runs `script` in `folder`, with the path of `harness` as `$0`.
#[expect(clippy::disallowed_methods, reason = "a test of a command has to start it")]
pub(crate) fn in_shell(folder: &Path, script: &str) -> Said {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_harness")]).current_dir(folder);
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
}
