//! Names of files made from ids of students: safe on every system, and no two alike.

use std::collections::BTreeMap;
use std::fmt::Write;

/// How long a name may be, bytes; endings and the name of a file being written come on top.
const LONGEST: usize = 120;

/// A name for each of `ids`, which are different from one another, in their order.
///
/// Letters, digits and a few signs of ASCII stay; every other byte becomes `%` and two digits. Names that would be one and
/// the same where capitals do not count, and names that were cut, get a number.
pub(super) fn file_names<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let names: Vec<String> = ids.map(escaped).collect();
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        alike.entry(cut(name).to_ascii_lowercase()).or_default().push(at);
    }
    let mut found = names.clone();
    for members in alike.values() {
        let needs_number = members.len() > 1 || members.iter().any(|at| names[*at].len() > LONGEST);
        for (number, at) in (1..).zip(members).filter(|_| needs_number) {
            // `~` stands in no escaped id; two of them, since `ANA~1` may be Windows' own short name of another file.
            found[*at] = format!("{}~~{number}", cut(&names[*at]));
        }
    }
    found
}

fn cut(name: &str) -> &str {
    &name[..name.len().min(LONGEST)]
}

fn escaped(id: &str) -> String {
    let last = id.len().saturating_sub(1);
    let mut name = String::with_capacity(id.len());
    for (at, byte) in id.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || byte == b'_';
        // At either end: hidden files, options of commands, formulas, endings that Windows drops.
        let is_plain_inside = b"-. @+=,".contains(&byte) && at != 0 && at != last;
        if (is_plain || is_plain_inside) && !(at == 0 && is_reserved(id)) {
            name.push(char::from(byte));
        } else {
            let _ = write!(name, "%{byte:02X}");
        }
    }
    if name.is_empty() { "%".to_owned() } else { name }
}

/// Whether Windows takes the name for a device, whatever its ending.
fn is_reserved(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[track_caller]
    fn check(ids: &[&str], want: &[&str]) {
        assert_eq!(file_names(ids.iter().copied()), want);
    }

    #[test]
    fn plain_ids_stay_as_they_are() {
        check(&["ana", "b.berg-2@example.org", "Team 4"], &["ana", "b.berg-2@example.org", "Team 4"]);
    }

    #[test]
    fn what_a_system_may_refuse_or_act_on_is_escaped() {
        check(&["../../x", r"a\b:c*?"], &["%2E.%2F..%2Fx", "a%5Cb%3Ac%2A%3F"]);
        check(&["\"<>|\n\u{7f}~%", ""], &["%22%3C%3E%7C%0A%7F%7E%25", "%"]);
        check(&["-rf", " x ", ".x.", "a"], &["%2Drf", "%20x%20", "%2Ex%2E", "a"]);
        check(
            &["con", "Nul.txt", "com1", "com", "lpt9.a.b", "console"],
            &["%63on", "%4Eul.txt", "%63om1", "com", "%6Cpt9.a.b", "console"],
        );
        check(&["Zoë 💥"], &["Zo%C3%AB %F0%9F%92%A5"]);
    }

    #[test]
    fn names_that_differ_in_capitals_alone_are_numbered() {
        check(&["ANA", "Ana", "bo"], &["ANA~~1", "Ana~~2", "bo"]);
    }

    #[test]
    fn long_ids_are_cut_and_still_differ() {
        let long = |end: &str| format!("{}{end}", "x".repeat(300));
        let ids = [long("a"), long("b"), "x".repeat(LONGEST), "💥".repeat(100), "~1".to_owned(), "%7E1".to_owned()];
        let names = file_names(ids.iter().map(String::as_str));
        let different: BTreeSet<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        assert_eq!(different.len(), ids.len(), "{names:?}");
        assert!(names.iter().all(|name| name.len() <= LONGEST + 5), "{names:?}");
    }
}
