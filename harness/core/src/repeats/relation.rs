//! The relation that a repeat walks along, read from the foreign keys.

use std::collections::BTreeSet;

use super::Repeat;
use crate::fingerprint::key;
use crate::spec::Relation;

/// The relation that `repeat` walks along: `authors → posts` from one row to those that point to it, `posts → authors`
/// from one row to the one that it points to.
///
/// The table whose key is given stands first, that whose rows come back second; they are told apart by the foreign key
/// that the statement's key is, or is pointed to by, or that lies between its tables where it is a join. `None` where
/// there is no such key, or more than one relation that it could be.
///
/// # Examples
///
/// ```
/// use harness_core::query_log::{QueryLog, Statement};
/// use harness_core::repeats::{relation_of, repeats};
/// use harness_core::spec::Relation;
///
/// let posts = Relation {
///     child: "posts".into(),
///     key: "author_id".into(),
///     parent: "authors".into(),
///     parent_key: "id".into(),
///     on_delete: None,
/// };
/// let sql = "SELECT * FROM posts WHERE author_id = 4";
/// let statement = Statement { sql: sql.into(), params: None, site: None, failed: false, reported: false, n_rows: 0 };
/// let found = repeats(&QueryLog { statements: vec![statement; 3] });
///
/// assert_eq!(relation_of(&found[0], &[posts]).as_deref(), Some("authors → posts"));
/// ```
#[must_use]
pub fn relation_of(repeat: &Repeat, foreign_keys: &[Relation]) -> Option<String> {
    let key = key(&repeat.sql)?;
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let only = |steps: BTreeSet<(&str, &str)>| {
        let mut steps = steps.into_iter();
        steps.next().filter(|_| steps.next().is_none()).map(|(from, to)| format!("{from} → {to}"))
    };
    let is_child = |relation: &&Relation| same(&relation.child, &key.table) && same(&relation.key, &key.column);
    let is_parent =
        |relation: &&Relation| same(&relation.parent, &key.table) && same(&relation.parent_key, &key.column);
    if same(&key.table, &repeat.table) {
        let down = foreign_keys.iter().filter(is_child).map(|relation| (&*relation.parent, &*relation.child));
        let up = foreign_keys.iter().filter(is_parent).map(|relation| (&*relation.child, &*relation.parent));
        return only(down.collect()).or_else(|| only(up.collect()));
    }
    // A join: the key is that of the row at hand, or points to it, and the main table's rows come back.
    let from = foreign_keys.iter().find(is_child).map_or(key.table.as_str(), |relation| &relation.parent);
    let between = foreign_keys.iter().filter_map(|relation| {
        let ends = (relation.child.as_str(), relation.parent.as_str());
        let down = same(ends.1, from) && same(ends.0, &repeat.table);
        let up = same(ends.0, from) && same(ends.1, &repeat.table);
        if down { Some((ends.1, ends.0)) } else { up.then_some(ends) }
    });
    only(between.collect()).or_else(|| only(across(from, &repeat.table, foreign_keys)))
}

/// The step from one table to another over a third that points to both.
fn across<'a>(from: &str, to: &str, foreign_keys: &'a [Relation]) -> BTreeSet<(&'a str, &'a str)> {
    let to_table = |table: &str| {
        let table = table.to_lowercase();
        foreign_keys.iter().filter(move |relation| relation.parent.to_lowercase() == table)
    };
    let pairs = to_table(from).flat_map(|first| to_table(to).map(move |second| (first, second)));
    pairs
        .filter(|(first, second)| first.child == second.child)
        .map(|(first, second)| (&*first.parent, &*second.parent))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::repeats;
    use super::*;
    use crate::query_log::{QueryLog, Statement};

    #[track_caller]
    fn check_relation(sql: &str, want: Option<&str>) {
        let relation = |child: &str, key: &str, parent: &str| Relation {
            child: child.into(),
            key: key.into(),
            parent: parent.into(),
            parent_key: "id".into(),
            on_delete: None,
        };
        let foreign_keys = [
            relation("posts", "author_id", "authors"),
            relation("post_tags", "post_id", "posts"),
            relation("post_tags", "tag_id", "tags"),
            relation("letters", "sender_id", "people"),
            relation("letters", "reader_id", "people"),
            relation("gifts", "giver_id", "people"),
        ];
        let sent = Statement { sql: sql.into(), params: None, site: None, failed: false, reported: true, n_rows: 0 };
        let found = repeats(&QueryLog { statements: vec![sent; 3] });
        assert_eq!(relation_of(&found[0], &foreign_keys).as_deref(), want);
    }

    #[test]
    fn foreign_key_leads_from_parent_to_child_and_the_key_it_points_to_back() {
        check_relation("SELECT * FROM posts WHERE author_id = ?", Some("authors → posts"));
        check_relation("SELECT * FROM `Posts` p WHERE p.`author_id` IN (?)", Some("authors → posts"));
        check_relation("SELECT * FROM authors WHERE id = ? LIMIT 1", Some("posts → authors"));
        check_relation("SELECT * FROM posts WHERE title = ?", None);
    }

    #[test]
    fn join_leads_from_the_table_of_its_key_to_its_main_table() {
        let join = "INNER JOIN authors ON authors.id = posts.author_id";
        check_relation(&format!("SELECT posts.* FROM posts {join} WHERE authors.id = ?"), Some("authors → posts"));
        let join = "INNER JOIN posts ON authors.id = posts.author_id";
        check_relation(&format!("SELECT authors.* FROM authors {join} WHERE posts.id = ?"), Some("posts → authors"));
    }

    #[test]
    fn join_over_a_third_table_leads_across_it() {
        let joins = "JOIN post_tags pt ON pt.tag_id = tags.id JOIN posts ON posts.id = pt.post_id";
        check_relation(&format!("SELECT tags.* FROM tags {joins} WHERE posts.id = ?"), Some("posts → tags"));
        check_relation("SELECT tags.* FROM tags JOIN post_tags pt ON 1 WHERE pt.post_id = ?", Some("posts → tags"));
    }

    #[test]
    fn key_that_several_tables_point_to_names_no_relation() {
        check_relation("SELECT * FROM people WHERE id = ?", None);
    }
}
