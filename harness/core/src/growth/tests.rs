//! Laws, formulas and projections of made-up counts.

use super::*;

/// Authors, posts an author, tags: the sizes of most tests. Posts are authors × each.
const SIZES: [(u32, u32, u32); 5] = [(2, 1, 2), (4, 1, 2), (2, 3, 2), (2, 1, 5), (12, 2, 3)];

fn rows((authors, each, tags): (u32, u32, u32)) -> BTreeMap<String, u64> {
    let rows = [("authors", authors), ("posts", authors * each), ("tags", tags)];
    rows.into_iter().map(|(table, n)| (table.to_owned(), n.into())).collect()
}

fn size((authors, each, tags): (u32, u32, u32), sent: u64) -> Size {
    let axes = [("authors", authors), ("each", each), ("tags", tags)];
    let axes = axes.into_iter().map(|(axis, n)| (axis.to_owned(), n)).collect();
    Size { axes, rows: rows((authors, each, tags)), sent }
}

/// Fits what `sent` makes of authors, posts and tags at each of `SIZES`, projected to 1000 authors of 2 posts and 7 tags.
#[track_caller]
fn check(sent: fn(u64, u64, u64) -> u64, law: Law, formula: &str, projected: Option<u64>) {
    let at = |size: (u32, u32, u32)| sent(size.0.into(), (size.0 * size.1).into(), size.2.into());
    let sizes = SIZES.into_iter().map(|here| size(here, at(here))).collect();
    let growth = fit(sizes, "authors", &[(1000, rows((1000, 2, 7)))], 2);
    assert_eq!((growth.law, growth.formula().as_str()), (law, formula));
    assert_eq!(growth.projected, projected.map(|n| (1000, n)).into_iter().collect::<Vec<_>>());
    let written = serde_json::to_string(&growth).unwrap();
    assert_eq!(serde_json::from_str::<Growth>(&written).unwrap(), growth);
}

/// Fits counts at the given numbers of authors, the only table and the only axis.
#[track_caller]
fn check_line(points: &[(u32, u64)], law: Law, formula: &str) {
    let name = "authors".to_owned();
    let size = |&(n, sent)| Size { axes: [(name.clone(), n)].into(), rows: [(name.clone(), n.into())].into(), sent };
    let growth = fit(points.iter().map(size).collect(), "authors", &[], 2);
    assert_eq!((growth.law, growth.formula().as_str()), (law, formula));
}

#[test]
fn equal_counts_are_constant_whatever_the_rows() {
    check(|_, _, _| 2, Law::Constant, "queries = 2", Some(2));
    check(|_, _, _| 0, Law::Constant, "queries = 0", Some(0));
}

#[test]
fn one_statement_a_row_names_the_table_whose_rows_they_are() {
    check(|authors, _, _| 1 + authors, Law::Linear, "queries = 1 + 1 × authors", Some(1001));
    check(|_, posts, _| 1 + posts, Law::Linear, "queries = 1 + 1 × posts", Some(2001));
    check(|_, _, tags| 2 + 2 * tags, Law::Linear, "queries = 2 + 2 × tags", Some(16));
    check(|authors, _, _| authors - 1, Law::Linear, "queries = -1 + 1 × authors", Some(999));
    check(|authors, _, _| authors / 2, Law::Linear, "queries = 1/2 × authors", Some(500));
}

#[test]
fn nested_loops_over_children_are_linear_in_each_table() {
    check(|authors, posts, _| 1 + authors + posts, Law::Linear, "queries = 1 + 1 × authors + 1 × posts", Some(3001));
    let all = "queries = 1 + 1 × authors + 1 × posts + 1 × tags";
    check(|authors, posts, tags| 1 + authors + posts + tags, Law::Linear, all, Some(3008));
}

#[test]
fn loops_inside_one_another_are_a_product() {
    check(|authors, _, tags| 1 + authors * tags, Law::Superlinear, "queries = 1 + 1 × authors × tags", Some(7001));
    let squares = "queries = 1 + 1 × authors + 1 × authors × authors";
    check(|authors, _, _| 1 + authors + authors * authors, Law::Superlinear, squares, Some(1_001_001));
}

#[test]
fn faster_growth_without_a_formula_is_superlinear_and_not_projected() {
    let range = "queries from 8 to 1728, by no simple formula";
    check(|authors, _, _| authors.pow(3), Law::Superlinear, range, None);
    check_line(&[(2, 3), (4, 6), (6, 11), (8, 16)], Law::Superlinear, "queries from 3 to 16, by no simple formula");
}

#[test]
fn steps_are_chunked_and_projected_where_one_chunk_alone_fits() {
    check_line(&[(10, 2), (100, 2), (500, 2), (501, 3), (1000, 3)], Law::Chunked, "queries = 1 + ⌈authors / 500⌉");
    check_line(&[(2, 2), (4, 2), (12, 3)], Law::Chunked, "queries from 2 to 3, by no simple formula");
    check_line(&[(0, 1), (4, 2), (12, 2)], Law::Chunked, "queries from 1 to 2, by no simple formula");
}

#[test]
fn slope_below_a_twentieth_is_chunked() {
    check_line(&[(20, 2), (40, 3), (60, 4)], Law::Linear, "queries = 1 + 1/20 × authors");
    check_line(&[(21, 2), (42, 3), (63, 4)], Law::Chunked, "queries = 1 + ⌈authors / 21⌉");
}

#[test]
fn counts_that_only_fall_are_non_increasing() {
    check_line(&[(2, 3), (4, 3), (6, 2)], Law::NonIncreasing, "queries from 2 to 3, by no simple formula");
}

#[test]
fn counts_without_a_rule_are_inconclusive() {
    check_line(&[(2, 3), (4, 9), (6, 2)], Law::Inconclusive, "queries from 2 to 9, by no simple formula");
}

#[test]
fn sizes_that_are_all_alike_say_nothing() {
    check_line(&[], Law::Inconclusive, "queries from 0 to 0, by no simple formula");
    check_line(&[(2, 3), (2, 3)], Law::Inconclusive, "queries from 3 to 3, by no simple formula");
}

#[test]
fn two_sizes_are_enough_for_one_table() {
    check_line(&[(2, 3), (4, 5)], Law::Linear, "queries = 1 + 1 × authors");
}

#[test]
fn of_tables_that_grow_together_the_axis_wins() {
    let sizes = [2, 4, 6].map(|n| size((n, 1, 2), 1 + u64::from(n))).to_vec();
    assert_eq!(fit(sizes.clone(), "authors", &[], 2).offenders(), ["authors"]);
    assert_eq!(fit(sizes, "posts", &[], 2).offenders(), ["posts"]);
}

#[test]
fn offenders_are_named_steepest_first() {
    let sizes = SIZES.map(|here| size(here, u64::from(here.0 + 3 * here.2))).to_vec();
    assert_eq!(fit(sizes, "authors", &[], 2).offenders(), ["tags", "authors"]);
}

#[test]
fn projection_saturates() {
    let sizes = SIZES.map(|here| size(here, u64::from(here.0) * u64::from(here.2))).to_vec();
    let huge = BTreeMap::from([("authors".to_owned(), u64::MAX), ("tags".to_owned(), u64::MAX)]);
    assert_eq!(fit(sizes, "authors", &[(9, huge)], 2).projected, [(9, u64::MAX)]);
    check_line(
        &[(1, u64::MAX), (2, 0), (3, u64::MAX)],
        Law::Inconclusive,
        &format!("queries from 0 to {}, by no simple formula", u64::MAX),
    );
}
