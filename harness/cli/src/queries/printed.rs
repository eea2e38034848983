//! A line of text as an application prints it through tracing or log: the statement in it, if sqlx has written it.
//!
//! `… DEBUG sqlx::query: summary="SELECT id, name FROM …" db.statement="\n\nSELECT …\n" rows_affected=0 …`: where the statement
//! is of four words or fewer, it is the summary, and `db.statement` is empty. What was bound is not in it.

use std::borrow::Cow;

use super::line::{Found, Line, Wrong};

/// Reads `text` into `line`. Lines of others are passed over.
///
/// # Errors
///
/// A line of sqlx's that breaks off in its statement.
pub(super) fn read(text: &str, line: &mut Line) -> Result<Found, Wrong> {
    line.clear();
    let text = without_colour(text);
    let mut rest = &*text;
    while let Some((_, after)) = rest.split_once("summary") {
        rest = after;
        let Some(quoted) = value(after) else { continue };
        // Into `site`, which is not needed here, so that nothing is allocated for a line.
        let Some(after) = unquote(quoted, &mut line.site) else { return breaks_off(&text, "summary") };
        let Some(after) = after.trim_start_matches([' ', ',']).strip_prefix("db.statement") else { continue };
        let Some(quoted) = value(after) else { return breaks_off(&text, "db.statement") };
        if unquote(quoted, &mut line.sql).is_none() {
            return breaks_off(&text, "db.statement");
        }
        if line.sql.is_empty() {
            std::mem::swap(&mut line.sql, &mut line.site);
        }
        line.site.clear();
        return Ok(if line.sql.is_empty() { Found::Other } else { Found::Statement });
    }
    line.site.clear();
    Ok(Found::Other)
}

/// The text of a field whose name ends before `after`, from its opening quote on: `="…"`, or `: "…"` in tracing's pretty
/// format.
fn value(after: &str) -> Option<&str> {
    let value = after.strip_prefix('=').or_else(|| after.strip_prefix(": "))?;
    value.starts_with('"').then_some(value)
}

/// A statement that does not come to its end: wrong in a line of sqlx's, and nobody's concern elsewhere.
fn breaks_off(text: &str, field: &'static str) -> Result<Found, Wrong> {
    if text.contains("sqlx::query") {
        return Err(Wrong::field(field, "the line breaks off before the closing quote"));
    }
    Ok(Found::Other)
}

/// Reads a text as Rust's `{:?}` writes it; what follows it. `None`: it has no end.
fn unquote<'t>(quoted: &'t str, into: &mut String) -> Option<&'t str> {
    into.clear();
    let mut rest = quoted.strip_prefix('"')?;
    loop {
        let at = rest.find(['"', '\\'])?;
        into.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        if chars.next() == Some('"') {
            return Some(chars.as_str());
        }
        match chars.next()? {
            'n' => into.push('\n'),
            'r' => into.push('\r'),
            't' => into.push('\t'),
            '0' => into.push('\0'),
            'u' => {
                let (code, after) = chars.as_str().strip_prefix('{')?.split_once('}')?;
                into.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                chars = after.chars();
            }
            other => into.push(other),
        }
        rest = chars.as_str();
    }
}

/// `text` without what colours it in a terminal.
fn without_colour(text: &str) -> Cow<'_, str> {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default();
    if first.len() == text.len() {
        return text.into();
    }
    let mut plain = first.to_owned();
    // What follows is numbers and semicolons, and a letter that ends them.
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        plain.push_str(rest.get(1..).unwrap_or_default());
    }
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Result<Option<&str>, &str>) {
        let mut line = Line::default();
        let read = read(text, &mut line).map_err(|wrong| wrong.to_string());
        let read = read.map(|found| {
            assert_eq!((line.site.as_str(), line.has_params), ("", false));
            (found == Found::Statement).then_some(line.sql.as_str())
        });
        assert_eq!(read.as_ref().map_err(String::as_str), want.as_ref().map_err(|wrong| *wrong));
    }

    const LONG: &str = r#"summary="SELECT id, name FROM …" db.statement="\n\nSELECT id,\n name FROM \"t\" WHERE a = 'b\\c'\n" rows_affected=0"#;
    const WHOLE: &str = "\n\nSELECT id,\n name FROM \"t\" WHERE a = 'b\\c'\n";

    #[test]
    fn statement_is_read_however_the_line_is_laid_out() {
        for start in [
            "2026-01-01T00:00:00.000000Z DEBUG sqlx::query: ",
            "2026-01-01T00:00:00Z DEBUG request{summary=\"a\"}: sqlx::query: ",
            "[2026-01-01T00:00:00Z DEBUG sqlx::query] ",
            "WARN sqlx::query: slow statement: execution time exceeded alert threshold ",
        ] {
            check(&format!("{start}{LONG} rows_returned=1 elapsed=1.5ms"), Ok(Some(WHOLE)));
        }
        check(r#"  DEBUG sqlx::query: summary: "SELECT 1", db.statement: "", rows_affected: 0"#, Ok(Some("SELECT 1")));
    }

    #[test]
    fn short_statement_is_its_summary() {
        check(
            r#"DEBUG sqlx::query: summary="PRAGMA foreign_keys" db.statement="" rows_affected=0"#,
            Ok(Some("PRAGMA foreign_keys")),
        );
    }

    #[test]
    fn colours_are_left_out() {
        let coloured = "\u{1b}[2m2026\u{1b}[0m \u{1b}[34mDEBUG\u{1b}[0m \u{1b}[2msqlx::query\u{1b}[0m\u{1b}[2m:\u{1b}[0m \
            \u{1b}[3msummary\u{1b}[0m\u{1b}[2m=\u{1b}[0m\"SELECT 1\" \u{1b}[3mdb.statement\u{1b}[0m\u{1b}[2m=\u{1b}[0m\"\"";
        check(coloured, Ok(Some("SELECT 1")));
        check("\u{1b}[31", Ok(None));
    }

    #[test]
    fn lines_of_others_are_passed_over() {
        for line in
            ["INFO app: started", "INFO app: summary=\"a\" of=2", "summary=", "INFO app: summary=\"a", "%PDF-1.7"]
        {
            check(line, Ok(None));
        }
    }

    #[test]
    fn line_that_breaks_off_is_refused() {
        check(
            r#"DEBUG sqlx::query: summary="SEL"#,
            Err("field `summary`: the line breaks off before the closing quote"),
        );
        check(
            r#"DEBUG sqlx::query: summary="SELECT id" db.statement="\n\nSEL"#,
            Err("field `db.statement`: the line breaks off before the closing quote"),
        );
    }
}
