//! What is read, and what is refused with its line.

use harness_core::rows::Cell;

use super::*;

/// The cells of the actual table in `text`.
#[track_caller]
fn cells(text: &str, null: Option<&str>) -> Vec<Vec<Cell>> {
    parse(text.as_bytes(), None, Side::Actual, null).unwrap().rows.rows
}

/// The expected table in `bytes` is refused with these words.
#[track_caller]
fn check(bytes: impl AsRef<[u8]>, want: &str) {
    let wrong = parse(bytes.as_ref(), None, Side::Expected, None).unwrap_err().to_string();
    assert!(wrong.starts_with(want), "{wrong}");
}

#[test]
fn cells_of_json_are_what_they_are_written_as() {
    let json = r#"{"rows": [[null, 1, 1.5, "1", true, 18446744073709551615, "é\n"]], "columns": ["a","b","c","d","e","f","g"]}"#;
    let want: Vec<Cell> =
        vec![Cell::Null, 1.into(), 1.5.into(), "1".into(), 1.into(), "18446744073709551615".into(), "é\n".into()];
    assert_eq!(cells(json, None), [want]);
}

#[test]
fn cells_of_a_csv_are_texts_but_for_the_one_that_names_null() {
    assert_eq!(cells("a,b\n,NULL\n", None), [[Cell::from(""), "NULL".into()]]);
    assert_eq!(cells("a,b\n,NULL\n", Some("NULL")), [[Cell::from(""), Cell::Null]]);
    assert_eq!(cells("\u{feff}a;b\r\n \"1\" ;\"2;\"\"\n\"\r\n", None), [[Cell::from(" \"1\" "), "2;\"\n".into()]]);
    assert_eq!(cells("a\tb\n1\t2", Some("")), [[Cell::from("1"), "2".into()]]);
    assert_eq!(cells("a\r\n1\r\n\"\"\r\n2\r\n\r\n", None), [[Cell::from("1")], ["".into()], ["2".into()]]);
}

#[test]
fn what_is_no_table_is_refused() {
    check("", "1: the file is empty");
    check(b"id\n1\n\xff\xfe", "3: this is no text in UTF-8");
    check(b"SQLite format 3\0\x10", "1: this is an SQLite database");
    check("id\n1\0", "2: a NUL byte");
    check("[[1]]", "1: expected an object");
}

#[test]
fn a_json_document_is_refused_with_line_and_field() {
    check("{\"columns\": [\"id\"],\n\"rows\": [[1], [2", "2:16: EOF while parsing a list");
    check("{\"columns\": [\"id\"]}", "1:19: the document has no `rows`");
    check("{\"rows\": []}", "1:12: the document has no `columns`");
    check("{\"columns\": [\"id\"], \"rows\": [\n[1],\n[1, 2]]}", "3:6: rows[1]: more cells");
    check("{\"rows\": [\n[1],\n[]], \"columns\": [\"id\"]}", "3:2: rows[1]: cells in this row: 0, and columns: 1");
    check(
        "{\"columns\": [\"id\"], \"rows\": [[[1]]]}",
        "1:31: invalid type: sequence, expected rows[0], `id`, to be null",
    );
    check("{\"columns\": [\"id\", \"ID\"], \"rows\": []}", "1:24: columns: two columns are named `ID`");
    check(
        "{\"columns\": [\n{\"name\": \"t\", \"type\": \"money\"}], \"rows\": []}",
        "2:30: columns: `t`: unknown type `money`",
    );
    check("{\"columns\": [{\"nam\": \"t\"}], \"rows\": []}", "1:19: unknown field `nam`");
    check("{\"columns\": [7], \"rows\": []}", "1:14: invalid type: integer `7`, expected a column");
    check("{\"columns\": [], \"rows\": [], \"rows\": []}", "1:34: `rows` stands here twice");
    check("{\"columns\": [], \"rows\": []} x", "1:29: trailing characters");
}

#[test]
fn a_csv_is_refused_with_its_line() {
    check("id,v\n1,a\n\n2\n", "4: fields in this row: 1, and in the header: 2");
    check("id,v\n1,\"a\nb\"\n2,b,c\n", "4: fields in this row: 3");
    check("id,Id\n", "1: two columns are named `Id`");
    check("\u{1b}[2J,\u{1b}[2J\n", "1: two columns are named `\\u{1b}[2J`");
    check("v\na\n\nb\n", "4: an empty line before this row");
    check("v\r\na\r\n\r\nb\r\n", "4: an empty line before this row");
    check("id,v\n1,a\n2,\"b\n", "3: a quotation mark that is never closed");
}

#[test]
fn two_columns_that_came_under_one_name_are_a_finding_and_no_error() {
    assert_eq!(cells("id,id\n1,2\n", None), [[Cell::from("1"), "2".into()]]);
}
