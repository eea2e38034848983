//! A log as an application with an N+1 leaves it, of any length and the same in every run.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;

/// Where the values of a log are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Beside the texts.
    Bound,
    /// In them.
    Literals,
}

impl Kind {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Bound, Self::Literals];

    /// What an argument calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bound => "bound",
            Self::Literals => "literals",
        }
    }

    /// What it is.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Bound => "with bound values",
            Self::Literals => "with values in the texts",
        }
    }
}

/// The statements, from where, and how many in 16 are so. Of the marks, `#` is a whole number and `$` a text.
const STATEMENTS: [(&str, &str, usize); 7] = [
    ("SELECT * FROM posts WHERE author_id = #", "src/feed.rs:41", 5),
    (
        r#"SELECT "author"."id", "author"."name", "author"."country" FROM "author" WHERE "author"."id" = # LIMIT #"#,
        "src/feed.rs:52",
        3,
    ),
    (r#"SELECT "tag"."id", "tag"."name" FROM "tag" WHERE "tag"."post_id" IN (#, #, #)"#, "src/tags.rs:9", 2),
    ("SELECT id FROM sessions WHERE token = $", "src/session.rs:17", 2),
    (r#"INSERT INTO "comment" ("post_id", "author_id", "body") VALUES (#, #, $)"#, "src/comments.rs:88", 2),
    ("UPDATE posts SET title = $, seen = # WHERE id = #", "src/posts.rs:120", 1),
    ("SELECT COUNT(*) FROM posts", "src/feed.rs:30", 1),
];
/// Numbers are below it: so many parameters of a statement are told apart to the end, which is what costs most.
const MOST: u64 = 60_000;

/// Writes `n_statements` lines to `path`.
pub(crate) fn write(path: &Path, kind: Kind, n_statements: u64) -> anyhow::Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut log = BufWriter::with_capacity(1 << 18, file);
    let turns: Vec<(String, &str)> = STATEMENTS
        .iter()
        .flat_map(|(sql, site, often)| std::iter::repeat_n((sql.replace('"', "\\\""), *site), *often))
        .collect();
    let mut dice = Dice(1);
    let (mut text, mut params) = (Vec::new(), Vec::new());
    for _ in 0..n_statements {
        let (sql, site) = &turns[usize::try_from(dice.below(turns.len() as u64))?];
        text.clear();
        params.clear();
        for part in sql.split_inclusive(['#', '$']) {
            let (plain, mark) = part.split_at(part.len() - usize::from(part.ends_with(['#', '$'])));
            text.extend_from_slice(plain.as_bytes());
            if mark.is_empty() {
                continue;
            }
            let value = dice.below(MOST);
            match kind {
                Kind::Literals if mark == "#" => write!(text, "{value}")?,
                Kind::Literals => write!(text, "'text {value}'")?,
                Kind::Bound => {
                    text.push(b'?');
                    if !params.is_empty() {
                        params.extend_from_slice(b", ");
                    }
                    if mark == "#" { write!(params, "{value}")? } else { write!(params, "\"text {value}\"")? }
                }
            }
        }
        log.write_all(b"{\"sql\": \"")?;
        log.write_all(&text)?;
        log.write_all(b"\", \"params\": [")?;
        log.write_all(&params)?;
        writeln!(log, "], \"site\": \"{site}\"}}")?;
    }
    log.flush().with_context(|| format!("cannot write {}", path.display()))
}

/// Numbers that look like chance.
struct Dice(u64);

impl Dice {
    /// The next number, below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
