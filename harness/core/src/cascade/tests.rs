//! A budget of two users and two categories, each time with another thing done to it.

use super::*;
use crate::rows::Rows;

/// Tables, written as `users: 11 Ann / 12 Bo; expenses: …`; `~` is NULL.
fn tables(text: &str) -> Tables {
    let columns = |table: &str| match table {
        "expenses" => vec!["id", "user_id", "category_id"],
        "notes" => vec!["id", "user_id"],
        _ => vec!["id", "name"],
    };
    let cell = |word: &str| match word.parse::<i64>() {
        Ok(n) => Cell::Integer(n),
        Err(_) if word == "~" => Cell::Null,
        Err(_) => Cell::from(word),
    };
    let table = |part: &str| {
        let (name, rows) = part.split_once(':').unwrap();
        let rows = rows.split('/').map(|row| row.split_whitespace().map(cell).collect::<Vec<Cell>>());
        let columns = columns(name.trim()).into_iter().map(str::to_owned).collect();
        (name.trim().to_owned(), Rows { columns, rows: rows.filter(|row| !row.is_empty()).collect() })
    };
    text.split(';').map(table).collect()
}

const BEFORE: &str = "users: 11 Ann / 12 Bo; categories: 71 Food / 72 Rent; \
                      expenses: 31 11 71 / 32 11 72 / 33 12 71; notes: 51 11 / 52 12";

/// A foreign key, written as `expenses.user_id users`.
fn edge(text: &str) -> ForeignKeyEdge {
    let [child, key, parent] = text.split(['.', ' ']).collect::<Vec<_>>().try_into().unwrap();
    ForeignKeyEdge {
        child: str::to_owned(child),
        key: str::to_owned(key),
        parent: str::to_owned(parent),
        parent_key: "id".to_owned(),
    }
}

fn edges() -> Vec<ForeignKeyEdge> {
    ["expenses.user_id users", "expenses.category_id categories", "notes.user_id users"].map(edge).into()
}

/// Ann goes with her expenses, and her note outlives her.
fn ann_goes() -> Expected {
    Expected {
        deleted: [("users".into(), vec![11.into()]), ("expenses".into(), vec![31.into(), 32.into()])].into(),
        updated: [("notes".into(), vec![(51.into(), "user_id".into(), Cell::Null)])].into(),
    }
}

/// What `after` says of the tables that it names; the others are as before.
fn with(after: &str, expected: &Expected) -> CascadeDiff {
    let mut all = tables(BEFORE);
    all.append(&mut tables(after));
    compare(&tables(BEFORE), &all, expected, &edges())
}

/// `want`: the faults as `row: sentence`, and the share in per cent, rounded down.
#[track_caller]
fn check(after: &str, expected: &Expected, want: &[&str], per_cent: u32) {
    let diff = with(after, expected);
    let faults: Vec<String> = diff.faults().map(|change| format!("{}: {}", change.row(), change.sentence())).collect();
    assert_eq!(faults, want);
    assert_eq!(format!("{:.0}", (diff.share() * 100.0).floor()), per_cent.to_string());
    assert_eq!(diff.is_as_expected(), diff.share() >= 1.0);
    let n_faults = diff.tree().iter().filter(|line| line.mark == Mark::Fault).count();
    assert!(n_faults == want.len(), "every fault is a line of its own: {:#?}", diff.tree());
}

#[track_caller]
fn check_tree(after: &str, expected: &Expected, want: &[&str]) {
    let diff = with(after, expected);
    let lines: Vec<String> =
        diff.tree().into_iter().map(|line| format!("{}{}", "  ".repeat(line.depth), line.text)).collect();
    assert_eq!(lines, want);
}

#[test]
fn what_had_to_happen_and_did_is_all_of_it() {
    check("users: 12 Bo; expenses: 33 12 71; notes: 51 ~ / 52 12", &ann_goes(), &[], 100);
}

#[test]
fn untouched_tables_earn_nothing() {
    check(
        BEFORE,
        &ann_goes(),
        &[
            "expenses 31: stayed as it was; it had to be deleted",
            "expenses 32: stayed as it was; it had to be deleted",
            "notes 51: stayed as it was; user_id had to become NULL",
            "users 11 'Ann': stayed as it was; it had to be deleted",
        ],
        0,
    );
}

#[test]
fn a_deletion_that_had_to_be_refused_earns_nothing() {
    check(BEFORE, &Expected::default(), &[], 100);
    check(
        "categories: 72 Rent; expenses: 32 11 72",
        &Expected::default(),
        &[
            "categories 71 'Food': deleted, and 2 rows pointed to it; it had to stay",
            "expenses 31: deleted; it had to stay",
            "expenses 33: deleted; it had to stay",
        ],
        0,
    );
}

#[test]
fn children_whose_parent_is_gone_are_orphans() {
    check(
        "users: 12 Bo",
        &ann_goes(),
        &[
            "expenses 31: stayed, and what it points to, users 11, is gone; it had to be deleted",
            "expenses 32: stayed, and what it points to, users 11, is gone; it had to be deleted",
            "notes 51: stayed, and what it points to, users 11, is gone; user_id had to become NULL",
        ],
        40,
    );
}

#[test]
fn a_row_left_behind_by_a_wrong_deletion_is_an_orphan_too() {
    check(
        "categories: 71 Food",
        &Expected::default(),
        &[
            "categories 72 'Rent': deleted; it had to stay",
            "expenses 32: stayed, and what it points to, categories 72, is gone",
        ],
        0,
    );
}

#[test]
fn a_row_that_has_to_outlive_its_parent_unchanged_is_no_orphan() {
    let expected = Expected { updated: BTreeMap::new(), ..ann_goes() };
    check("users: 12 Bo; expenses: 33 12 71", &expected, &[], 100);
}

#[test]
fn a_row_emptied_instead_of_deleted_and_the_other_way_round_are_wrong() {
    check(
        "users: 12 Bo; expenses: 31 ~ 71 / 33 12 71; notes: 52 12",
        &ann_goes(),
        &["expenses 31: user_id 11 → NULL; it had to be deleted", "notes 51: deleted; user_id had to become NULL"],
        50,
    );
}

#[test]
fn rows_added_and_values_changed_unasked_are_wrong() {
    check(
        "users: 11 Anna / 12 Bo / 13 Cy",
        &Expected::default(),
        &["users 11 'Ann': name 'Ann' → 'Anna'; it had to stay 'Ann'", "users 13 'Cy': added; nothing had to be added"],
        0,
    );
}

#[test]
fn a_row_that_was_never_there_cannot_be_deleted() {
    let expected = Expected { deleted: [("users".into(), vec![99.into()])].into(), ..Expected::default() };
    check(BEFORE, &expected, &["users 99: was never there; it had to be deleted"], 0);
}

#[test]
fn the_tree_follows_the_foreign_keys_from_what_was_deleted() {
    check_tree(
        "users: 12 Bo; expenses: 32 11 72 / 33 12 71; notes: 51 ~ / 52 12",
        &ann_goes(),
        &[
            "users 11 'Ann': deleted, as expected",
            "  expenses 31: deleted, as expected",
            "  expenses 32: stayed, and what it points to, users 11, is gone; it had to be deleted",
            "  notes 51: user_id 11 → NULL, as expected",
        ],
    );
}

#[test]
fn the_tree_shows_kept_children_of_what_changed_and_nothing_else() {
    check_tree(
        "users: 11 Ann / 12 Bob",
        &Expected::default(),
        &["users 12 'Bo': name 'Bo' → 'Bob'; it had to stay 'Bo'", "  expenses 33: kept", "  notes 52: kept"],
    );
    check_tree(BEFORE, &Expected::default(), &[]);
}

#[test]
fn texts_of_a_candidate_are_escaped() {
    let mut after = tables(BEFORE);
    after.get_mut("users").unwrap().rows.push(vec![13.into(), "\u{202e}\u{1b}[2J".into()]);
    let diff = compare(&tables(BEFORE), &after, &Expected::default(), &edges());
    assert_eq!(diff.tree()[0].text, "users 13 '\\u{202e}\\u{1b}[2J': added; nothing had to be added");
}

#[test]
fn rows_of_equal_keys_are_matched_by_their_values() {
    let tags = |text: &str| tables(&format!("tags: {text}"));
    let diff = compare(&tags("1 a / 1 b / 1 c"), &tags("1 a / 1 c"), &Expected::default(), &[]);
    assert_eq!((diff.changes.len(), diff.changes[0].effect.clone()), (1, Effect::Deleted));
}
