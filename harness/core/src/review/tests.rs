//! Rows of the review: a small schema, one thing wrong with it, what is found.

use super::*;
use crate::tables::Column;
use crate::tables::ForeignKey;
use crate::tables::Index;
use crate::tables::Table;

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn column(name: &str, not_null: bool) -> Column {
    Column { name: name.to_owned(), declared_type: "INTEGER".to_owned(), not_null, has_default: false }
}

fn index(columns: &[&str], unique: bool, partial: bool) -> Index {
    Index { columns: columns.iter().map(|name| Some((*name).to_owned())).collect(), unique, partial }
}

/// Authors and posts, with relations in both directions and nothing wrong.
fn blog() -> Document {
    let authors = Table { columns: vec![column("id", true)], primary_key: texts(&["id"]), ..Table::default() };
    let key = ForeignKey {
        columns: texts(&["author_id"]),
        parent: "authors".to_owned(),
        parent_columns: vec![],
        on_delete: "CASCADE".to_owned(),
    };
    let posts = Table {
        columns: vec![column("id", true), column("author_id", true)],
        primary_key: texts(&["id"]),
        foreign_keys: vec![key],
        indexes: vec![index(&["author_id"], false, false)],
    };
    let relation = |from: &str, name: &str, to: &str, kind, inverse: &str, on_delete| Relation {
        from: from.to_owned(),
        name: name.to_owned(),
        to: to.to_owned(),
        kind,
        key: texts(&["author_id"]),
        inverse: Some(inverse.to_owned()),
        optional: None,
        on_delete,
    };
    let cascade = OnDelete::Declared("CASCADE".to_owned());
    Document {
        schema: Schema { tables: [("authors".to_owned(), authors), ("posts".to_owned(), posts)].into() },
        relations: vec![
            relation("posts", "author", "authors", Kind::BelongsTo, "posts", cascade),
            relation("authors", "posts", "posts", Kind::HasMany, "author", OnDelete::Unknown),
        ],
        ..Document::default()
    }
}

/// After `change`, exactly these are found.
#[track_caller]
fn check(change: impl FnOnce(&mut Document, &mut Table), want: &[&str]) {
    let mut document = blog();
    let mut posts = document.schema.tables.remove("posts").unwrap();
    change(&mut document, &mut posts);
    document.schema.tables.insert("posts".to_owned(), posts);
    let mut found: Vec<String> =
        review(&document).iter().map(|finding| format!("{} {}", finding.rule, finding.subject)).collect();
    let mut want: Vec<String> = texts(want);
    found.sort();
    want.sort();
    assert_eq!(found, want);
}

#[test]
fn right_document_has_no_finding() {
    check(|_, _| {}, &[]);
}

#[test]
fn key_without_its_table_has_no_other_finding_of_a_key() {
    check(
        |document, posts| {
            posts.indexes.clear();
            posts.foreign_keys[0].parent = "writers".to_owned();
            document.relations.clear();
        },
        &["FK_PARENT_TABLE_MISSING posts(author_id)"],
    );
}

#[test]
fn key_to_a_table_that_was_not_read_is_not_judged() {
    check(
        |document, posts| {
            posts.foreign_keys[0].parent = "Search".to_owned();
            document.unread.insert("search".to_owned());
            document.relations.clear();
        },
        &[],
    );
}

#[test]
fn key_to_a_primary_key_that_is_not_there_has_no_column_to_point_to() {
    check(
        |document, posts| {
            posts.indexes.clear();
            document.schema.tables.get_mut("authors").unwrap().primary_key.clear();
        },
        &["FK_PARENT_COLUMN_MISSING posts(author_id)"],
    );
}

#[test]
fn key_to_a_column_that_is_partly_unique_points_to_nothing_unique() {
    check(
        |document, posts| {
            let authors = document.schema.tables.get_mut("authors").unwrap();
            authors.primary_key.clear();
            authors.indexes.push(index(&["id"], true, true));
            posts.foreign_keys[0].parent_columns = texts(&["ID"]);
        },
        &["FK_PARENT_NOT_UNIQUE posts(author_id)"],
    );
}

#[test]
fn what_sqlite_says_counts_more_than_what_the_schema_looks_like() {
    let asked = |is_served, is_accepted| Asked { is_served, is_accepted, collations: texts(&["NOCASE"]) };
    let at = ("posts".to_owned(), 0);
    check(
        |document, _| _ = document.asked.insert(at.clone(), asked(Some(false), Some(false))),
        &["FK_NO_INDEX posts(author_id)", "FK_PARENT_NOT_UNIQUE posts(author_id)"],
    );
    check(
        |document, posts| {
            posts.indexes = vec![index(&["author_id"], false, true)];
            document.asked.insert(at.clone(), asked(Some(true), None));
        },
        &[],
    );
}

#[test]
fn default_is_needed_for_set_default() {
    check(
        |document, posts| {
            posts.foreign_keys[0].on_delete = "SET DEFAULT".to_owned();
            document.policy.insert("Authors".to_owned(), Policy::Owner);
            document.relations.remove(0);
            document.relations.clear();
        },
        &["SET_DEFAULT_WITHOUT_DEFAULT posts(author_id)", "OWNED_CHILD_NOT_CASCADED posts(author_id)"],
    );
}

#[test]
fn inverse_that_is_not_there_is_told_from_a_relation_without_one() {
    check(
        |document, _| document.relations[0].inverse = Some("articles".to_owned()),
        &["INVERSE_NAME_UNKNOWN posts.author"],
    );
    check(
        |document, _| document.relations.truncate(1),
        &["INVERSE_MISSING posts.author", "INVERSE_NAME_UNKNOWN posts.author"],
    );
}

#[test]
fn crossed_inverses_are_on_other_columns() {
    check(
        |document, posts| {
            posts.columns.push(column("editor_id", true));
            let key = ForeignKey { columns: texts(&["editor_id"]), ..posts.foreign_keys[0].clone() };
            posts.foreign_keys.push(key);
            posts.indexes.push(index(&["editor_id"], false, false));
            let [author, wrote] = [0, 1].map(|at| document.relations[at].clone());
            let editor = Relation { name: "editor".to_owned(), key: texts(&["editor_id"]), ..author };
            let edited = Relation { name: "edited".to_owned(), key: texts(&["editor_id"]), ..wrote };
            document.relations.extend([editor, edited]);
            document.relations[0].inverse = Some("edited".to_owned());
            document.relations[2].inverse = Some("edited".to_owned());
            document.relations[3].inverse = Some("editor".to_owned());
        },
        &["INVERSE_COLUMNS_DIFFER posts.author"],
    );
}

#[test]
fn two_relations_of_one_name_are_one_finding() {
    check(
        |document, _| {
            let again = document.relations[1].clone();
            document.relations.push(again);
        },
        &["DUPLICATE_ACCESSOR authors.posts"],
    );
}

#[test]
fn relation_whose_column_is_missing_has_no_other_finding() {
    check(
        |document, _| {
            document.relations.truncate(1);
            document.relations[0].key = texts(&["writer_id"]);
        },
        &["REL_COLUMN_MISSING posts.author"],
    );
}

#[test]
fn policy_of_the_model_is_compared_with_the_one_of_the_database() {
    check(
        |document, _| document.relations[0].on_delete = OnDelete::Declared("RESTRICT".to_owned()),
        &["ON_DELETE_MODEL_VS_DB posts.author"],
    );
}

#[test]
fn optional_relation_needs_a_key_that_may_be_null() {
    check(|document, _| document.relations[0].optional = Some(true), &["NULLABILITY_MISMATCH posts.author"]);
    check(|document, _| document.relations[0].optional = Some(false), &[]);
}

#[test]
fn one_needs_a_key_that_is_unique_without_a_condition() {
    check(|document, _| document.relations[1].kind = Kind::HasOne, &["HAS_ONE_NOT_UNIQUE authors.posts"]);
    check(
        |document, posts| {
            document.relations[1].kind = Kind::HasOne;
            posts.indexes.push(index(&["AUTHOR_ID"], true, false));
        },
        &[],
    );
}

#[test]
fn table_that_cascades_to_itself_is_a_cycle_and_one_behind_a_cycle_is_not() {
    check(
        |document, posts| {
            posts.columns.push(column("parent_id", false));
            posts.indexes.push(index(&["parent_id"], false, false));
            let key = ForeignKey {
                parent: "Posts".to_owned(),
                columns: texts(&["parent_id"]),
                ..posts.foreign_keys[0].clone()
            };
            posts.foreign_keys.push(key);
            document.relations.clear();
        },
        &["CASCADE_CYCLE posts"],
    );
}

#[test]
fn pair_is_unique_by_an_index_over_exactly_its_columns() {
    check(
        |document, posts| {
            document.junctions.push("POSTS".to_owned());
            posts.indexes.push(index(&["author_id", "id"], true, false));
        },
        &["JUNCTION_PAIR_NOT_UNIQUE posts"],
    );
}
