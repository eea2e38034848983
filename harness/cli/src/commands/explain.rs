//! `harness explain [CODE]`: what a finding means.

use harness_core::explain;
use harness_core::locate::nearest;

use crate::args::Explain;
use crate::exit::{Exit, usage};
use crate::terminal::Terminal;

pub(super) fn run(args: &Explain, terminal: &Terminal) -> anyhow::Result<Exit> {
    let codes = explain::codes();
    let Some(code) = &args.code else {
        for page in codes.iter().filter_map(|code| explain::page(code)) {
            terminal.say(&format!("{:<24} {}", page.code, page.title))?;
        }
        terminal.note("one of them: cargo harness explain CODE");
        return Ok(Exit::Done);
    };
    let Some(page) = explain::page(code) else {
        return Err(usage(match nearest(&code.to_uppercase(), codes.iter().copied()) {
            Some(near) => format!("no page `{code}`: did you mean `{near}`?"),
            None => format!("no page `{code}`: `cargo harness explain` lists them"),
        }));
    };
    terminal.say(&format!("{}: {}\n\n{}", page.code, page.title, page.text.trim_end()))?;
    Ok(Exit::Done)
}
