//! A finding by itself, in the form of rustc's messages.

use super::Style;
use super::paint::Ink;
use super::paint::paint;

/// What is said of one thing. Its texts are escaped for a terminal already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// `error` or `warning`.
    pub level: &'a str,
    /// Whether it is an error.
    pub is_error: bool,
    /// Its code, which has a page.
    pub code: &'a str,
    /// What is wrong: one sentence.
    pub text: &'a str,
    /// Where.
    pub place: &'a str,
    /// What follows from it.
    pub note: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

/// The lines of `message`, without a line end at the end.
///
/// # Examples
///
/// ```
/// use harness_core::report::{Message, Style, message};
///
/// let said = Message {
///     level: "warning",
///     is_error: false,
///     code: "FK_NO_INDEX",
///     text: "no index of `posts` begins with `author_id`",
///     place: "blog.sql:4: posts(author_id)",
///     note: None,
///     help: Some("CREATE INDEX posts_author_id ON posts(author_id);".into()),
/// };
/// assert_eq!(
///     message(&said, Style { colour: false }),
///     "warning[FK_NO_INDEX]: no index of `posts` begins with `author_id`\n  \
///      --> blog.sql:4: posts(author_id)\n   \
///      = help: CREATE INDEX posts_author_id ON posts(author_id);"
/// );
/// ```
#[must_use]
pub fn message(message: &Message<'_>, style: Style) -> String {
    let head = format!("{}[{}]", message.level, message.code);
    let ink = if message.is_error { Ink::Bad } else { Ink::Help };
    let mut lines = vec![
        format!("{}: {}", paint(&head, ink, style), paint(message.text, Ink::Name, style)),
        format!("  {} {}", paint("-->", Ink::Dim, style), paint(message.place, Ink::Place, style)),
    ];
    for (name, text) in [("note", &message.note), ("help", &message.help)] {
        lines.extend(text.iter().map(|text| format!("   {} {text}", paint(&format!("= {name}:"), Ink::Dim, style))));
    }
    lines.join("\n")
}
