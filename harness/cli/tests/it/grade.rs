//! `harness grade`: a batch from folders to a gradebook; again, and where it must refuse.

use std::collections::BTreeMap;
use std::fs;

use crate::batch::files;
use crate::copy::{Copy, Said};

const EXERCISE: &str = "e1_relationships";
const EVERYBODYS: &str = "use sea_orm::{DatabaseConnection, DbErr, EntityTrait};\nuse crate::{expense, user};\n\
     pub async fn expenses_of_user(db: &DatabaseConnection, _: &user::Model) -> Result<Vec<expense::Model>, DbErr> {\n\
     expense::Entity::find().all(db).await\n}\n";
/// The answers on all three published data sets, and no statement.
const BY_HEART: &str = "use sea_orm::{DatabaseConnection, DbErr};\nuse crate::{category, expense};\n\
     pub async fn category_of_expense(_: &DatabaseConnection, of: &expense::Model) -> Result<Option<category::Model>, DbErr> {\n\
     let known = [(34, 22, \"Rent\"), (307, 201, \"Fuel\"), (77, 63, \"Drinks\")].into_iter().find(|known| known.0 == of.id);\n\
     Ok(known.map(|(_, id, name)| category::Model { id, name: name.to_owned() }))\n}\n";
const GRADE: [&str; 9] =
    ["grade", "submissions", "--roster", "roster.csv", "--exercise", "e1", "--seed", "a test's", "--out"];

/// Five submissions of e1, of which two are equal, one without an exercise, and one who handed in nothing: Ada and her twin are
/// right, Bob returns everybody's expenses, Cem handed in the stub, Dee has no exercise, Fay knows answers by heart.
fn batch() -> Option<Copy> {
    let copy = Copy::of_author()?;
    for (student, from) in [
        ("ada", "solutions"),
        ("twin", "solutions"),
        ("bob", "solutions"),
        ("cem", "harness/cli/stubs"),
        ("fay", "solutions"),
    ] {
        let source = format!("{from}/{EXERCISE}/src");
        for file in fs::read_dir(copy.path(&source)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            copy.write(
                &format!("submissions/{student}/exercises/{EXERCISE}/src/{name}"),
                &copy.read(&format!("{source}/{name}")),
            );
        }
    }
    copy.write(&format!("submissions/bob/exercises/{EXERCISE}/src/expenses_of_user.rs"), EVERYBODYS);
    copy.write(&format!("submissions/fay/exercises/{EXERCISE}/src/category_of_expense.rs"), BY_HEART);
    copy.write("submissions/dee/notes.txt", "I did not get to it");
    copy.write("roster.csv", "id,name\nada,Ada\ntwin,\nbob,Bob\ncem,Cem\ndee,Dee\neve,Ève\nfay,Fay\n");
    Some(copy)
}

fn grade(copy: &Copy, out: &str) -> Said {
    copy.harness(&[&GRADE[..], &[out]].concat())
}

fn scores(copy: &Copy, out: &str) -> BTreeMap<String, u64> {
    let book: serde_json::Value = serde_json::from_str(&copy.read(&format!("{out}/gradebook.json"))).unwrap();
    let of = |student: &serde_json::Value| {
        let earned = student["exercises"][0]["earned"].as_u64()?;
        Some((student["id"].as_str().unwrap().to_owned(), earned))
    };
    book["students"].as_array().unwrap().iter().filter_map(of).collect()
}

#[test]
fn a_batch_is_graded_once_and_comes_out_the_same_again() {
    let Some(copy) = batch() else { return };
    let said = grade(&copy, "graded");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stderr.contains("0 units are graded already, 4 are to be graded"), "{}", said.stderr);
    assert!(said.stderr.contains("cem   untouched stub"), "{}", said.stderr);
    assert!(copy.read("graded/gradebook.csv").contains("e1_relationships: untouched stub"));
    let scores = scores(&copy, "graded");
    assert_eq!((scores["ada"], scores["twin"], scores["cem"]), (100, 100, 0));
    assert!(scores["bob"] < 100 && scores["bob"] > 50, "{scores:?}");
    assert!(!scores.contains_key("dee") && !scores.contains_key("eve"), "{scores:?}");

    assert_eq!(scores["fay"], 93);
    let first = files(&copy.path("graded"));
    let flag = "category_of_expense, club(expense: 77): 1 of the 1 stored values that came back are not in what it read, name \
                `Drinks` say: it sent no statement; they were known by heart, kept from another call, or read past the \
                counter; the same on 2 further cases";
    let book: serde_json::Value = serde_json::from_str(&copy.read("graded/gradebook.json")).unwrap();
    let flags = |student: &serde_json::Value| student["exercises"][0]["flags"].clone();
    let flags: Vec<serde_json::Value> = book["students"].as_array().unwrap().iter().map(flags).collect();
    assert_eq!(flags.iter().filter(|flags| flags[0].is_string()).collect::<Vec<_>>(), [&serde_json::json!([flag])]);
    assert!(said.stdout.contains("1 unit to look at"), "{}", said.stdout);
    assert!(copy.harness(&["show", "graded", "fay"]).stdout.contains(flag));
    let told: Vec<&String> =
        first.keys().filter(|name| String::from_utf8_lossy(&first[*name]).contains("by heart")).collect();
    assert_eq!(told, ["gradebook.json"], "the student is told of no flag");

    let again = grade(&copy, "graded");
    assert!(again.stderr.contains("4 units are graded already, 0 are to be graded"), "{}", again.stderr);
    assert_eq!(said.stdout, again.stdout);
    assert!(first == files(&copy.path("graded")), "a run that grades nothing changes nothing");

    let torn = copy.read("graded/journal.jsonl");
    fs::write(copy.path("graded/journal.jsonl"), &torn[..torn.len() - 9]).unwrap();
    let resumed = grade(&copy, "graded");
    assert!(resumed.stderr.contains("3 units are graded already, 1 are to be graded"), "{}", resumed.stderr);
    assert!(first == files(&copy.path("graded")), "what was torn is graded again, to the same end");

    let other = copy.harness(&["grade", "submissions", "--exercise", "e1", "--seed", "another", "--out", "graded"]);
    assert_eq!(other.code, 2, "{other:?}");
    assert!(other.stderr.contains("was graded under another seed"), "{}", other.stderr);
    assert!(first == files(&copy.path("graded")));
}

#[test]
fn what_cannot_be_graded_is_said_before_anything_is_built() {
    let student = Copy::of_student();
    student.write("submissions/ada/e1_relationships/src/lib.rs", "");
    let said = student.harness(&["grade", "submissions", "--out", "graded"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("grading needs solutions/"), "{}", said.stderr);
    let said = student.harness(&["grade", "submissions", "--exercise", "e0", "--out", "graded"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("no exercise `e0`"), "{}", said.stderr);
}
