//! What deletions have to do.

use super::*;

fn tables() -> Tables {
    let ids =
        |ids: &[i64]| Rows { columns: vec!["id".into()], rows: ids.iter().map(|id| vec![(*id).into()]).collect() };
    let cakes = [[1, 10, 20, 0], [2, 10, 21, 1], [3, 11, 21, 1]];
    let below = |n: i64| if n == 0 { Cell::Null } else { n.into() };
    let cakes = Rows {
        columns: ["id", "bakery_id", "recipe_id", "below_id"].map(str::to_owned).to_vec(),
        rows: cakes.map(|row| vec![row[0].into(), row[1].into(), row[2].into(), below(row[3])]).to_vec(),
    };
    Tables::from([("bakeries".into(), ids(&[10, 11])), ("recipes".into(), ids(&[20, 21, 22])), ("cakes".into(), cakes)])
}

/// Rows to delete by table, and cakes whose key to the one below is to be emptied.
type Done<'a> = (&'a [(&'a str, &'a [i64])], &'a [i64]);

#[track_caller]
fn check(table: &str, key: i64, want: Option<Done<'_>>) {
    let got = wanted(&tables(), &schema(), &relations(), table, &[key.into()]);
    let Some((deleted, emptied)) = want else { return assert_eq!(got, Wanted::Refused) };
    let deleted: BTreeMap<String, Vec<Cell>> = deleted
        .iter()
        .map(|(table, keys)| ((*table).to_owned(), keys.iter().map(|key| (*key).into()).collect()))
        .collect();
    let emptied: Vec<(Cell, String, Cell)> =
        emptied.iter().map(|key| ((*key).into(), "below_id".to_owned(), Cell::Null)).collect();
    let updated = if emptied.is_empty() { BTreeMap::new() } else { [("cakes".to_owned(), emptied)].into() };
    assert_eq!(got, Wanted::Done(crate::cascade::Expected { deleted, updated }));
}

#[test]
fn owned_rows_go_along_and_a_record_of_them_is_emptied() {
    check("bakeries", 11, Some((&[("bakeries", &[11]), ("cakes", &[3])], &[])));
    // Cake 2 goes with its bakery, so that its key to cake 1 need not be emptied.
    check("bakeries", 10, Some((&[("bakeries", &[10]), ("cakes", &[1, 2])], &[3])));
    check("cakes", 1, Some((&[("cakes", &[1])], &[2, 3])));
}

#[test]
fn a_shared_row_cannot_go_while_it_is_shared() {
    check("recipes", 20, None);
    check("recipes", 22, Some((&[("recipes", &[22])], &[])));
}

#[test]
fn where_the_order_of_looking_decides_nothing_is_said() {
    let mut relations = relations();
    relations[2].intent = Intent::Shared;
    // Cakes 1 and 2 go with their bakery, and 2 shares 1.
    let mut tables = tables();
    tables.get_mut("cakes").unwrap().rows.pop();
    let got = wanted(&tables, &schema(), &relations, "bakeries", &[10.into()]);
    assert_eq!(got, Wanted::Unclear);
}

#[test]
fn a_key_of_two_columns_stands_first_as_one() {
    let mut schema = schema();
    schema.tables.get_mut("cakes").unwrap().primary_key = vec!["bakery_id".into(), "recipe_id".into()];
    let keyed = keyed(&tables(), &schema);
    assert_eq!(keyed["cakes"].columns, ["(bakery_id, recipe_id)", "id", "bakery_id", "recipe_id", "below_id"]);
    assert_eq!(keyed["cakes"].rows[0][..2], [Cell::from("(10, 20)"), 1.into()]);
    assert_eq!(keyed["recipes"], tables()["recipes"]);
}
