//! Trackers with one fault each: the correct statements, one of them changed.

use e5_contract::Tracker;
use sea_orm::DatabaseConnection;

use super::by_sql::{BySql, Fetch, RIGHT, Sql};

/// The broken tracker of this name over `db`, if there is one.
pub fn build(name: &str, db: &DatabaseConnection) -> Option<Box<dyn Tracker>> {
    Some(Box::new(BySql::new(db, sql(name)?)))
}

fn sql(name: &str) -> Option<Sql> {
    creating(name).or_else(|| navigating(name)).or_else(|| reporting(name)).or_else(|| removing(name))
}

fn creating(name: &str) -> Option<Sql> {
    Some(match name {
        "latest_tag" => Sql {
            create_payment: &["INSERT INTO payments (id, payer_id, tag_id, note, amount_cents)
                SELECT COALESCE(MAX(id), 300) + 1, ?1, (SELECT MAX(id) FROM tags), ?3, ?4 FROM payments RETURNING id"],
            ..RIGHT
        },
        "merged_namesakes" => Sql {
            create_person: &[
                "INSERT INTO people (id, name, email) SELECT COALESCE(MAX(id), 10) + 1, ?1, ?2 FROM people
                 HAVING NOT EXISTS (SELECT 1 FROM people WHERE name = ?1)",
                "SELECT id FROM people WHERE name = ?1",
            ],
            ..RIGHT
        },
        "stray_payer" => Sql {
            create_payment: &["INSERT INTO payments (id, payer_id, tag_id, note, amount_cents)
                SELECT COALESCE(MAX(id), 300) + 1, (SELECT id FROM people ORDER BY id = ?1 DESC, id), ?2, ?3, ?4
                FROM payments RETURNING id"],
            ..RIGHT
        },
        _ => return None,
    })
}

fn navigating(name: &str) -> Option<Sql> {
    Some(match name {
        "list_by_name" => Sql {
            payments_of: "SELECT payments.* FROM payments JOIN people ON people.id = payments.payer_id
                WHERE people.name = (SELECT name FROM people WHERE id = ?1)",
            ..RIGHT
        },
        "neighbours_total" => Sql {
            total_of: "SELECT COALESCE(SUM(amount_cents), 0) FROM payments WHERE payer_id =
                (SELECT id FROM people ORDER BY id > ?1 DESC, id LIMIT 1)",
            ..RIGHT
        },
        "one_way" => Sql {
            payer_of: "SELECT people.* FROM people JOIN payments ON payments.id = people.id WHERE payments.id = ?1",
            ..RIGHT
        },
        "payers_only" => {
            Sql { overview_people: "SELECT * FROM people WHERE id IN (SELECT payer_id FROM payments)", ..RIGHT }
        }
        "person_by_person" => Sql { fetch: Fetch::ByPerson, ..RIGHT },
        "payment_by_payment" => Sql { fetch: Fetch::ByPayment, ..RIGHT },
        _ => return None,
    })
}

fn reporting(name: &str) -> Option<Sql> {
    Some(match name {
        "tag_begins_with" => Sql {
            payments_in_tag: "SELECT payments.* FROM payments JOIN tags ON tags.id = payments.tag_id
                WHERE tags.name LIKE ?1 || '%'",
            ..RIGHT
        },
        "through_the_payer" => Sql {
            payments_in_tag: "SELECT * FROM payments WHERE payer_id IN
                (SELECT payer_id FROM payments JOIN tags ON tags.id = payments.tag_id WHERE tags.name = ?1)",
            ..RIGHT
        },
        "used_tags_only" => Sql {
            tag_report: "SELECT name AS tag, COUNT(payments.id) AS n_payments, SUM(amount_cents) AS total_cents
                FROM tags JOIN payments ON payments.tag_id = tags.id GROUP BY tags.id",
            ..RIGHT
        },
        "distinct_amounts" => Sql {
            tag_report: "SELECT name AS tag, COUNT(payments.id) AS n_payments,
                COALESCE(SUM(DISTINCT amount_cents), 0) AS total_cents
                FROM tags LEFT JOIN payments ON payments.tag_id = tags.id GROUP BY tags.id",
            ..RIGHT
        },
        _ => return None,
    })
}

fn removing(name: &str) -> Option<Sql> {
    Some(match name {
        "stale_list" => Sql { fetch: Fetch::Once, ..RIGHT },
        "hidden_only" => Sql {
            remove_payment: &["UPDATE payments SET note = note || ' (removed)' WHERE id = ?1"],
            payments_of: "SELECT * FROM payments WHERE payer_id = ?1 AND note NOT LIKE '% (removed)'",
            ..RIGHT
        },
        "tag_takes_payments" => {
            Sql { delete_tag: &["DELETE FROM payments WHERE tag_id = ?1", "DELETE FROM tags WHERE id = ?1"], ..RIGHT }
        }
        "inherited" => Sql {
            delete_person: &[
                "UPDATE payments SET payer_id = (SELECT id FROM people WHERE id <> ?1 ORDER BY id) WHERE payer_id = ?1",
                "DELETE FROM people WHERE id = ?1",
            ],
            ..RIGHT
        },
        _ => return None,
    })
}
