//! Further broken trackers, which students are not given: the correct statements, one of them changed.

use e5_contract::Tracker;
use sea_orm::DatabaseConnection;

use crate::trackers::by_sql::{BySql, RIGHT, Sql};

/// The further tracker of this name over `db`, if there is one.
pub fn build(name: &str, db: &DatabaseConnection) -> Option<Box<dyn Tracker>> {
    Some(Box::new(BySql::new(db, sql(name)?)))
}

fn sql(name: &str) -> Option<Sql> {
    Some(match name {
        "no_twins" => Sql {
            create_payment: &[
                "INSERT INTO payments (id, payer_id, tag_id, note, amount_cents)
                 SELECT COALESCE(MAX(id), 300) + 1, ?1, ?2, ?3, ?4 FROM payments
                 HAVING NOT EXISTS (SELECT 1 FROM payments
                    WHERE payer_id = ?1 AND tag_id = ?2 AND note = ?3 AND amount_cents = ?4)",
                "SELECT id FROM payments WHERE payer_id = ?1 AND tag_id = ?2 AND note = ?3 AND amount_cents = ?4",
            ],
            ..RIGHT
        },
        "way_back_by_tag" => Sql {
            payer_of: "SELECT people.* FROM people JOIN payments ON payments.payer_id = people.id
                WHERE payments.tag_id = (SELECT tag_id FROM payments WHERE id = ?1) ORDER BY people.id LIMIT 1",
            ..RIGHT
        },
        "counts_one_for_none" => Sql {
            tag_report: "SELECT name AS tag, COUNT(*) AS n_payments, COALESCE(SUM(amount_cents), 0) AS total_cents
                FROM tags LEFT JOIN payments ON payments.tag_id = tags.id GROUP BY tags.id",
            ..RIGHT
        },
        "twins_go" => Sql {
            remove_payment: &["DELETE FROM payments WHERE (note, amount_cents) =
                (SELECT note, amount_cents FROM payments WHERE id = ?1)"],
            ..RIGHT
        },
        "unused_tags_go" => Sql {
            delete_person: &[
                "DELETE FROM people WHERE id = ?1",
                "DELETE FROM tags WHERE id NOT IN (SELECT tag_id FROM payments)",
            ],
            ..RIGHT
        },
        _ => return None,
    })
}
