//! The data: what it keeps of the published data, and what it has not.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::*;
use crate::seeded::layout::integer;
use crate::seeded::layout::text;
use crate::seeded::maps::is_moment;

/// Calls `check` with every exercise that has data, its seeded data, and the published data set that it is made of.
fn each(check: impl Fn(&Exercise, Size, &Made, &DataSet)) {
    let mut n = 0;
    for exercise in course().exercises.iter().filter(|exercise| !exercise.data.is_empty()) {
        for seed in SEEDS {
            for (size, made) in Size::ALL.into_iter().zip(made(exercise, seed)) {
                let base = exercise.data.iter().find(|data| data.id == made.base()).expect("a published data set");
                check(exercise, size, &made, base);
                n += 1;
            }
        }
    }
    assert!(n >= 4 * SEEDS.len() * Size::ALL.len(), "{n}");
}

#[test]
fn keys_of_different_tables_never_coincide_nor_do_they_with_published_ones() {
    each(|exercise, _, made, _| {
        let mut all: BTreeSet<Cell> = exercise.data.iter().flat_map(|data| &data.tables).flat_map(keys).collect();
        for table in &made.data.tables {
            for row in &table.rows {
                assert!(all.insert(row[0].clone()), "{}: {} twice, or published", table.table, row[0]);
            }
        }
    });
}

#[test]
fn keys_fit_into_32_bits() {
    each(|_, _, made, _| {
        for key in made.data.tables.iter().flat_map(keys) {
            assert!(integer(&key).is_some_and(|key| i32::try_from(key).is_ok()), "{key}");
        }
    });
}

#[test]
fn foreign_keys_hold() {
    each(|exercise, _, made, _| {
        for relation in &exercise.relations {
            let parents = keys(table(&made.data, &relation.parent));
            for cell in column(table(&made.data, &relation.child), &relation.key) {
                assert!(*cell == Cell::Null || parents.contains(cell), "{relation:?}: {cell}");
            }
        }
    });
}

#[test]
fn small_data_is_a_published_data_set_with_other_values_one_for_one() {
    each(|_, size, made, base| {
        let pairs = base.tables.iter().zip(&made.data.tables).filter(|_| size == Size::Small);
        for (was, is) in pairs {
            assert_eq!((&was.table, &was.columns, was.rows.len()), (&is.table, &is.columns, is.rows.len()));
            for name in &was.columns {
                let (mut there, mut back) = (BTreeMap::new(), BTreeMap::new());
                for (was, is) in column(was, name).into_iter().zip(column(is, name)) {
                    assert_eq!(there.insert(was, is).unwrap_or(is), is, "{was} becomes two values");
                    assert_eq!(back.insert(is, was).unwrap_or(was), was, "two values become {is}");
                }
            }
        }
    });
}

#[test]
fn what_is_unique_stays_unique_when_there_are_many_copies() {
    each(|exercise, _, made, _| {
        let unique =
            [("users", "email"), ("categories", "name"), ("people", "email"), ("tags", "name"), ("customers", "email")];
        for (of, name) in unique {
            let of = made.data.tables.iter().filter(|table| table.table == of);
            for values in of.map(|table| column(table, name)) {
                assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), values.len(), "{}: {name}", exercise.id);
            }
        }
    });
}

#[test]
fn no_text_is_a_published_one_but_for_dates() {
    each(|exercise, _, made, _| {
        let mut published = Layout::of(exercise).texts;
        published.retain(|text| !is_moment(text)); // a day is a day for everybody
        let mut cells = made.data.tables.iter().flat_map(|table| table.rows.iter().flatten());
        assert_eq!(cells.find_map(|cell| text(cell).filter(|text| published.contains(*text))), None);
    });
}

#[test]
fn large_data_has_hundreds_of_rows_and_more_children_of_a_parent() {
    each(|exercise, size, made, base| {
        if size == Size::Small {
            return;
        }
        let largest = made.data.tables.iter().map(|table| table.rows.len()).max().unwrap_or(0);
        let wanted = if size::large(exercise) == 400 { 300..=1000 } else { 75..=250 };
        assert!(wanted.contains(&largest), "{}: {largest}", exercise.id);
        for relation in &exercise.relations {
            let most = |data: &DataSet| {
                let child = table(data, &relation.child);
                keys(table(data, &relation.parent)).iter().map(|key| rows_with(child, &relation.key, key).len()).max()
            };
            assert!(most(&made.data) > most(base), "{relation:?}");
        }
    });
}

#[test]
fn parents_without_children_are_there_at_both_sizes() {
    each(|exercise, _, made, base| {
        for relation in &exercise.relations {
            let without = |data: &DataSet| {
                let has = column(table(data, &relation.child), &relation.key);
                keys(table(data, &relation.parent)).iter().filter(|key| !has.contains(key)).count()
            };
            assert!(without(&made.data) >= without(base), "{relation:?}");
        }
    });
}

#[test]
fn namesakes_stay_and_amounts_stay_above_0() {
    each(|_, _, made, base| {
        let groups = |data: &DataSet, of: &str, name: &str| {
            let tables = data.tables.iter().filter(|table| table.table == of);
            let values: Vec<Cell> = tables.flat_map(|table| column(table, name).into_iter().cloned()).collect();
            values.len() - values.iter().collect::<BTreeSet<_>>().len()
        };
        for of in ["users", "people", "customers", "products"] {
            assert!(groups(&made.data, of, "name") >= groups(base, of, "name"), "{of}");
        }
        for table in made.data.tables.iter().filter(|table| table.columns.iter().any(|name| name == "amount_cents")) {
            assert!(column(table, "amount_cents").into_iter().all(|cell| *cell > Cell::Integer(0)));
        }
    });
}

#[test]
fn arguments_follow_the_data() {
    let exercise = exercise("e2_joins", &["payments_of_person", "payments_tagged"]);
    for seed in SEEDS {
        let questions = questions(&exercise, seed);
        for (check, published) in questions.checks.iter().zip(&exercise.checks) {
            let (Claim::Rows(asked), Claim::Rows(published)) = (&check.claim, &published.claim) else {
                panic!("{} is about rows", check.id);
            };
            assert_eq!(asked.spec.cases.len(), 2);
            // On small data as many rows are right as on the published data that it is made of.
            let (small, data) = (&asked.spec.cases[0], &questions.data[0]);
            let base = made(&exercise, seed)[0].base().to_owned();
            let n_rows = published.spec.cases.iter().find(|case| case.data == base).expect("its case").rows.len();
            let payments = table(data, "payments");
            let found = match small.args.first_key_value().expect("an argument") {
                (name, person) if name == "person" => rows_with(payments, "payer_id", person).len(),
                (_, tag) => {
                    let tags = rows_with(table(data, "tags"), "name", tag);
                    assert_eq!(tags.len(), 1, "{tag}");
                    rows_with(payments, "tag_id", &tags[0][0]).len()
                }
            };
            assert_eq!(found, n_rows, "{}, {seed:?}", check.id);
        }
    }
}

#[test]
fn arguments_that_are_no_values_stay() {
    let exercise = exercise("e1_relationships", &["join_expenses_users"]);
    let Claim::Rows(claim) = &questions(&exercise, "plum").checks[0].claim else { panic!("rows") };
    for case in &claim.spec.cases {
        let args = ["from", "to", "column"].map(|name| case.args[name].to_string());
        assert_eq!(args, ["expenses", "users", "email"]);
        assert!(case.args["value"].to_string().contains('@'));
    }
}

#[test]
fn the_same_seed_gives_the_same_data_and_another_one_other_values() {
    for exercise in &course().exercises {
        let data = |seed| questions(exercise, seed).data;
        assert_eq!(data("plum"), data("plum"));
        let values = |seed| -> BTreeSet<String> {
            let data = data(seed);
            let rows = data.iter().flat_map(|data| &data.tables).flat_map(|table| &table.rows);
            rows.map(|row| format!("{row:?}")).collect()
        };
        assert!(values("plum").is_disjoint(&values("pear")), "{}", exercise.id);
    }
}

#[test]
fn only_what_depends_on_data_is_asked_and_nothing_is_expected_yet() {
    for exercise in &course().exercises {
        for check in questions(exercise, "plum").checks {
            let n_expected = match &check.claim {
                Claim::Rows(claim) => claim.spec.cases.iter().map(|case| case.rows.len()).sum::<usize>(),
                Claim::Budget(claim) => {
                    assert_eq!(claim.spec.growth, None);
                    claim.rows.spec.cases.iter().map(|case| case.rows.len()).sum()
                }
                Claim::Cascade(claim) => {
                    claim.spec.cases.iter().map(|case| case.deleted.len() + case.updated.len()).sum()
                }
                Claim::Given(_) | Claim::Contract(_) | Claim::Answer(_) | Claim::Suite(_) | Claim::Domain(_) => {
                    usize::MAX
                }
            };
            assert_eq!(n_expected, 0, "{}: {}", exercise.id, check.id);
        }
    }
}

#[test]
fn an_exercise_without_data_has_nothing_to_ask() {
    let exercise = Exercise { data: Vec::new(), ..exercise("e2_joins", &["payments_of_person"]) };
    assert!(questions(&exercise, "plum").checks.is_empty());
}

#[test]
fn a_law_is_asked_for_by_the_numbers_of_rows_of_seeded_data() {
    let course = course();
    let e6 = course.exercise("e6_blog").expect("an exercise with a law");
    let questions = questions(e6, SEEDS[0]);
    let check = questions.checks.iter().find(|check| check.id == "naive_statements").expect("asked on seeded data");
    let Claim::Budget(claim) = &check.claim else { panic!("{check:?}") };
    for data in &questions.data {
        let n =
            |table: &str| data.tables.iter().find(|rows| rows.table == table).map_or(0, |rows| rows.rows.len() as u64);
        assert_eq!(claim.allowed_on(&data.id), 1 + n("authors") + n("posts"), "{}", data.id);
    }
}
