//! Tables as a student reads them.

use super::*;
use crate::row_diff::diff;
use crate::rows::Cell;
use crate::rows::Rows;

fn rows(columns: &[&str], rows: Vec<Row>) -> Rows {
    Rows { columns: columns.iter().map(|&name| name.to_owned()).collect(), rows }
}

#[track_caller]
fn check(expected: &Rows, actual: &Rows, key: &[&str], ordered: bool, want: &[&str]) {
    let key: Vec<String> = key.iter().map(|&name| name.to_owned()).collect();
    let lines = lines(&diff(expected, actual, &key, ordered), usize::MAX);
    let texts: Vec<String> = lines.into_iter().map(|line| line.text).collect();
    assert_eq!(texts, want, "\n{}", texts.join("\n"));
}

#[test]
fn every_kind_of_difference_has_its_sign_and_its_word() {
    let expense = |id: i64, owner: &str, cents: i64| vec![id.into(), owner.into(), cents.into()];
    let columns = ["id", "owner", "amount_cents"];
    check(
        &rows(&columns, vec![expense(31, "alice", 900), expense(32, "alice", 70000), expense(33, "bob", 1200)]),
        &rows(
            &columns,
            vec![
                expense(31, "alice", 900),
                expense(31, "alice", 900),
                expense(33, "bobby", 1250),
                expense(34, "bob", 45000),
            ],
        ),
        &["id"],
        false,
        &[
            "matched 1 · missing 1 · unexpected 1 · too often 1 · changed 1",
            "  id  owner  amount_cents",
            "- 32  alice         70000   missing",
            "~ 33  bob            1200   expected",
            "~ 33  bobby          1250   actual",
            "         ^^          ^^^^",
            "+ 31  alice           900   once too often",
            "+ 34  bob           45000   unexpected",
        ],
    );
}

#[test]
fn null_is_not_a_text_and_a_text_is_not_a_number() {
    check(
        &rows(&["id", "v", "w"], vec![vec![1.into(), Cell::Null, "7".into()]]),
        &rows(&["id", "v", "w"], vec![vec![1.into(), "NULL".into(), 7.into()]]),
        &["id"],
        false,
        &[
            "matched 0 · changed 1",
            "  id  v       w",
            "~  1  NULL    '7'   expected",
            "~  1  'NULL'  7     actual",
            "      ^^^^^^  ^",
        ],
    );
}

#[test]
fn pointers_stand_under_escaped_characters() {
    check(
        &rows(&["name"], vec![vec!["Food".into()]]),
        &rows(&["NAME"], vec![vec!["Fo\u{200b}od".into()]]),
        &[],
        false,
        &[
            "matched 0 · missing 1 · unexpected 1",
            "  name",
            "- Food             missing",
            "+ 'Fo\\u{200b}od'   unexpected",
        ],
    );
    let marks = pointed(&"Food".into(), &"Fo\u{200b}od".into());
    let marks: String = marks.iter().map(|&is_pointed| if is_pointed { '^' } else { ' ' }).collect();
    assert_eq!(marks, "   ^^^^^^^^   ");
    assert_eq!(shown(&"Fo\u{200b}od".into()), "'Fo\\u{200b}od'");
}

#[test]
fn a_difference_is_never_cut_and_what_is_none_may_be() {
    let (long, other) = ("x".repeat(60), "y".repeat(60));
    let table = |last: &str| rows(&["id", "a", "b"], vec![vec![1.into(), long.as_str().into(), last.into()]]);
    let lines = lines(&diff(&table(&long), &table(&other), &["id".into()], false), usize::MAX);
    assert!(lines[2].text.contains(&long) && lines[3].text.contains(&other), "{lines:#?}");
    assert!(lines[2].text.contains(&format!("{}…", &long[..MOST_CHARACTERS])), "{lines:#?}");
    let all_pointed = format!("{}{}", " ".repeat(2 + 2 + 2 + 33 + 2), "^".repeat(60));
    assert_eq!(lines[4].text, all_pointed);
}

#[test]
fn columns_and_order_are_told_in_words() {
    let numbers = |order: [i64; 3]| order.map(|n| vec![n.into()]).into();
    check(
        &rows(&["n"], numbers([1, 2, 3])),
        &rows(&["n", "n"], numbers([3, 1, 2])),
        &[],
        true,
        &[
            "matched 3 · in another place 1",
            "column n was not expected",
            "more than one column is named n",
            "  n",
            "↕ 3   in another place",
        ],
    );
}

#[test]
fn more_differences_than_are_asked_for_are_counted() {
    let ids = |ids: std::ops::Range<i64>| rows(&["id"], ids.map(|id| vec![id.into()]).collect());
    let lines = lines(&diff(&ids(0..5), &ids(0..0), &["id".into()], false), 2);
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["matched 0 · missing 5", "  id", "-  0   missing", "-  1   missing", "… and 3 more"]);
}
