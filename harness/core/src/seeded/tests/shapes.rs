//! Shapes of tables that the course does not have yet: links, partners, rows that point to their own table, keys of text.

use std::collections::BTreeSet;

use super::*;
use crate::seeded::layout::Role;
use crate::spec::Args;

const PUBLISHED: &str = "
- id: shop
  tables:
    - table: units
      columns: [code, since, open, phone]
      rows: [[kg, '2024-01-31', '2024-01-31T09:30:00Z', '555-0199'], [pc, '2024-01-31', '09:30', '555-0199']]
    - table: staff
      columns: [id, name, boss_id]
      rows: [[1, Kim, ~], [2, Ada, 1], [3, Ada, 1]]
    - table: badges
      columns: [id, staff_id]
      rows: [[11, 1], [12, 3]]
    - table: goods
      columns: [id, name, unit, price, in_stock]
      rows: [[21, Rye, kg, 250, 1], [22, Rye bread, pc, 400, 0], [23, rye, kg, 250, 1]]
    - table: sales
      columns: [id, staff_id, at]
      rows: [[31, 2, noon], [32, 2, night]]
    - table: lines
      columns: [sale_id, good_id, pieces]
      rows: [[31, 21, 2], [31, 22, 12], [32, 21, 12]]
";

/// An exercise on these tables.
fn shop() -> Exercise {
    Exercise {
        data: crate::locate::parse(PUBLISHED).expect("YAML"),
        relations: Vec::new(),
        ..exercise("e2_joins", &["payments_of_person"])
    }
}

/// The small and the large data set.
fn data(seed: &str) -> [DataSet; 2] {
    let mut made = made(&shop(), seed).into_iter().map(|made| made.data);
    [made.next().expect("small data"), made.next().expect("large data")]
}

#[test]
fn columns_point_where_all_of_their_values_are_keys() {
    let layout = Layout::of(&shop());
    for (of, column, parent) in [
        ("staff", "boss_id", "staff"),
        ("badges", "staff_id", "staff"),
        ("lines", "sale_id", "sales"),
        ("lines", "good_id", "goods"),
    ] {
        assert_eq!(layout.role(of, column), Role::Reference(parent.to_owned()), "{of}.{column}");
    }
    assert_eq!(layout.role("goods", "price"), Role::Value { unique: false });
    assert_eq!(layout.role("goods", "name"), Role::Value { unique: true });
    assert_eq!(layout.role("lines", "pieces"), Role::Value { unique: false });
    assert_eq!(layout.role("units", "code"), Role::Key);
}

#[test]
fn what_points_somewhere_points_to_a_row_that_is_there() {
    for data in SEEDS.iter().flat_map(|seed| data(seed)) {
        for (of, name, parent) in [
            ("staff", "boss_id", "staff"),
            ("badges", "staff_id", "staff"),
            ("goods", "unit", "units"),
            ("sales", "staff_id", "staff"),
            ("lines", "sale_id", "sales"),
            ("lines", "good_id", "goods"),
        ] {
            let parents = keys(table(&data, parent));
            for cell in column(table(&data, of), name) {
                assert!(*cell == Cell::Null || parents.contains(cell), "{}: {of}.{name} is {cell}", data.id);
            }
        }
    }
}

#[test]
fn pairs_and_partners_stay_unique() {
    let [_, large] = data("plum");
    let lines = table(&large, "lines");
    let pairs: BTreeSet<(&Cell, &Cell)> = lines.rows.iter().map(|row| (&row[0], &row[1])).collect();
    assert_eq!(pairs.len(), lines.rows.len());
    let partners = column(table(&large, "badges"), "staff_id");
    assert_eq!(partners.iter().collect::<BTreeSet<_>>().len(), partners.len());
    assert!(lines.rows.len() > 30, "{}", lines.rows.len());
}

#[test]
fn words_keep_their_beginnings_and_capitals_and_dates_stay() {
    let [small, _] = data("plum");
    let names: Vec<String> = column(table(&small, "goods"), "name").into_iter().map(ToString::to_string).collect();
    assert!(names[1].starts_with(&names[0]) && names[1].len() == "Rye bread".len(), "{names:?}");
    assert_eq!(names[0].to_lowercase(), names[2]);
    assert!(names[0].starts_with(char::is_uppercase), "{names:?}");
    let units = table(&small, "units");
    assert_eq!(column(units, "since"), [&Cell::from("2024-01-31"); 2]);
    assert_eq!(column(units, "open"), [&Cell::from("2024-01-31T09:30:00Z"), &Cell::from("09:30")]);
    let phone = column(units, "phone")[0].to_string();
    assert!(phone.len() == 8 && phone.as_bytes()[3] == b'-' && phone != "555-0199", "{phone}");
    assert_eq!(phone[0..1], phone[1..2]);
}

#[test]
fn amounts_grow_alike_and_small_numbers_stay() {
    let [small, _] = data("plum");
    let prices: Vec<i64> = column(table(&small, "goods"), "price").into_iter().filter_map(layout::integer).collect();
    assert_eq!((prices[0] * 400, prices[0]), (prices[1] * 250, prices[2]));
    assert!(prices[0] > 250);
    assert_eq!(column(table(&small, "goods"), "in_stock"), [&Cell::from(1), &Cell::from(0), &Cell::from(1)]);
    let pieces = column(table(&small, "lines"), "pieces");
    assert_eq!(*pieces[0], Cell::from(2));
    assert!(*pieces[1] > Cell::from(12) && pieces[1] == pieces[2], "{pieces:?}");
}

#[test]
fn an_argument_that_begins_a_value_begins_it_still() {
    let made = &made(&shop(), "plum")[0];
    let args: Args =
        [("like", "Rye b"), ("one", "R"), ("other", "Barley")].map(|(a, b)| (a.to_owned(), b.into())).into();
    let [like, one, other] = ["like", "one", "other"].map(|name| made.args(&args)[name].to_string());
    let bread = column(table(&made.data, "goods"), "name")[1].to_string();
    assert!(bread.starts_with(&like) && like.len() == 5, "{like}, {bread}");
    assert_eq!((one.as_str(), other.as_str()), ("R", "Barley"));
}
