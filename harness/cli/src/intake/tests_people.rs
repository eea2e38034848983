//! Exports, rosters, groups, attempts, clashes: whose each submission is.

use super::tests::{Handed, IDS, LIB, told};
use super::tests_archives::zip;
use super::{Attempt, IdFrom, Intake, Request, take_in};

const SRC: &str = "e2_joins/src/lib.rs";

/// Folders of these names, each with an exercise in it, and archives where the name is one's.
fn class(names: &[&str]) -> Handed {
    let handed = Handed::nothing();
    for name in names {
        if super::archive::format_of(name).is_some() {
            handed.write(name, &zip(&[(SRC, LIB)]));
        } else {
            handed.write(format!("{name}/{SRC}"), LIB);
        }
    }
    handed
}

fn with_roster(handed: &Handed, roster: &str) -> Intake {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), roster).unwrap();
    take_in(&Request { roster: Some(file.path().to_owned()), ..handed.request("") }, &IDS).unwrap()
}

fn by(handed: &Handed, id_from: IdFrom) -> Vec<String> {
    told(&take_in(&Request { id_from, ..handed.request("") }, &IDS).unwrap())
}

#[track_caller]
fn check(names: &[&str], want: &[&str]) {
    let want: Vec<String> = want.iter().map(|line| format!("{line} : e2_joins")).collect();
    assert_eq!(class(names).told(), want);
}

#[test]
fn folders_of_moodle_are_known_by_the_participants_number() {
    let handed = class(&["Ada Lovelace_12_assignsubmission_file_", "Bo_b Öz_7_assignsubmission_file"]);
    handed.write("Ada Lovelace_12_assignsubmission_onlinetext/onlinetext.html", b"see the file");
    let intake = handed.taken("");
    assert_eq!(told(&intake), ["12 : e2_joins", "7 : e2_joins"]);
    assert_eq!(intake.submissions[1].people[0].name.as_deref(), Some("Bo_b Öz"));
    assert_eq!(intake.submissions[0].ignored, ["Ada Lovelace_12_assignsubmission_onlinetext (text that was typed in)"]);
    assert_eq!(by(&handed, IdFrom::Name), ["Ada Lovelace : e2_joins", "Bo_b Öz : e2_joins"]);
    assert_eq!(by(&handed, IdFrom::Whole)[0], "Ada Lovelace_12_assignsubmission_file_ : e2_joins");
}

#[test]
fn flat_files_of_moodle_are_one_submission_a_participant() {
    let handed = Handed::nothing();
    handed.write("Ada_12_assignsubmission_file_e2_joins.zip", &zip(&[("src/lib.rs", LIB)]));
    handed.write("Ada_12_assignsubmission_file_e1.zip", &zip(&[("e1_relationships/src/lib.rs", LIB)]));
    handed.write("Bob_7_assignsubmission_file_lib.rs", LIB);
    let told = handed.told();
    assert_eq!(told[0], "12 : e1_relationships e2_joins");
    assert!(told[1].starts_with("7 : refused: no exercise found"), "{told:?}");
}

#[test]
fn files_of_canvas_are_known_by_the_users_number_and_may_be_late() {
    check(
        &["lovelaceada_12_345_work.zip", "babbage_LATE_7_346_my_work_1_2.zip", "LATE_anon_x1_347_work-1.zip"],
        &["12", "7 (late)", "anon_x1 (late)"],
    );
    let handed = class(&["lovelaceada_12_345_a.zip", "lovelaceada_12_346_b.zip"]);
    let twice = "[e2_joins: it is there 2 times, `lovelaceada_12_345_a.zip: e2_joins/` and `lovelaceada_12_346_b.zip: e2_joins/`]";
    assert_eq!(handed.told(), [format!("12 : {twice}")]);
}

#[test]
fn the_latest_attempt_of_blackboard_counts_or_all_are_handed_on() {
    let handed = class(&[
        "HW_ada_attempt_2026-01-31-10-00-00_work.zip",
        "HW_ada_attempt_2026-02-01-09-00-00_work.zip",
        "HW_b_ob_attempt_2026-01-31-10-00-00_work.zip",
    ]);
    handed.write("HW_b_ob_attempt_2026-01-31-10-00-00.txt", b"Name: Bob Ob (b_ob)\nAssignment: HW\n");
    let intake = handed.taken("");
    assert_eq!(told(&intake), ["ada : e2_joins", "b_ob : e2_joins"]);
    assert_eq!(intake.submissions[0].attempt.as_deref(), Some("2026-02-01-09-00-00"));
    assert_eq!(intake.notes, ["1 earlier attempt not graded: a later one of the same student counts"]);
    let best = take_in(&Request { attempt: Attempt::Best, ..handed.request("") }, &IDS).unwrap();
    assert_eq!(told(&best), ["ada : e2_joins", "ada : e2_joins", "b_ob : e2_joins"]);
    assert!(best.submissions[0].attempt < best.submissions[1].attempt);
}

#[test]
fn folders_of_gradescope_belong_to_whom_its_metadata_name() {
    let handed = class(&[
        "assignment_9_export/submission_1",
        "assignment_9_export/submission_2",
        "assignment_9_export/submission_3",
    ]);
    let yaml = "submission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '0012'\n    :email: ada@x.org\n  - :name: Bob\n    :sid: \n    :email: bob@x.org\n\
                submission_2:\n  :submitters:\n  - :name: Eve\n    :sid: 77\n";
    handed.write("assignment_9_export/submission_metadata.yml", yaml.as_bytes());
    assert_eq!(handed.told(), ["0012 bob@x.org : e2_joins", "3 : e2_joins", "77 : e2_joins"]);
    handed.write("assignment_9_export/submission_metadata.yml", b"a: [");
    assert!(handed.error("").contains("submission_metadata.yml cannot be read"));
}

#[test]
fn clones_of_github_classroom_are_known_by_the_account() {
    check(
        &["hw-1-submissions/hw-1-ada", "hw-1-submissions/hw-1-bob-2", "hw-1-submissions/other"],
        &["ada", "bob-2", "other"],
    );
}

#[test]
fn names_that_only_look_like_an_exports_are_taken_whole() {
    check(
        &["a_1_2", "submission_x", "x_assignsubmission_file", "y_attempt_3.zip"],
        &["a_1_2", "submission_x", "x_assignsubmission_file", "y_attempt_3"],
    );
}

#[test]
fn names_that_differ_in_nothing_that_counts_are_a_clash_and_none_is_graded() {
    for names in [["Ada", "ada"], ["ada ", "ada"], ["Zo\u{eb}", "Zoe\u{308}"], ["ada", "ada.zip"]] {
        let handed = class(&[names[0], names[1], "bob"]);
        let intake = handed.taken("");
        assert_eq!(intake.submissions.len(), 2, "{names:?}: {:?}", told(&intake));
        let clash = intake.submissions.iter().find(|of| of.refused.is_some()).unwrap();
        let why = clash.refused.as_deref().unwrap();
        assert!(why.contains(&format!("`{}`", names[0])) && why.contains(&format!("`{}`", names[1])), "{why}");
        assert!(why.contains("\nhint: ") && clash.exercises.is_empty());
        assert!(told(&intake).contains(&"bob : e2_joins".to_owned()));
    }
}

#[test]
fn namesakes_clash_by_name_and_not_by_number() {
    let handed = class(&["Ada_1_assignsubmission_file_", "Ada_2_assignsubmission_file_"]);
    assert_eq!(handed.told(), ["1 : e2_joins", "2 : e2_joins"]);
    let intake = take_in(&Request { id_from: IdFrom::Name, ..handed.request("") }, &IDS).unwrap();
    assert_eq!(intake.submissions.len(), 1);
    assert!(intake.submissions[0].refused.as_deref().unwrap().contains("pass `--id-from export`"));
}

#[test]
fn one_student_in_two_paths_is_a_clash() {
    let handed = class(&["a/ada", "b/ada", "b/bob"]);
    let paths = vec![handed.path("a"), handed.path("b")];
    let intake = take_in(&Request { paths, ..Request::default() }, &IDS).unwrap();
    let clash = &intake.submissions[0];
    assert!(clash.refused.is_some() && clash.source.contains("/a/ada + ") && clash.source.ends_with("/b/ada"));
    assert!(told(&intake)[1].starts_with("bob : e2_joins"));
}

#[test]
fn who_is_on_the_roster_and_handed_in_nothing_is_listed_and_strangers_are_graded() {
    let handed = class(&["ADA", "eve"]);
    let intake = with_roster(&handed, "\u{feff}id;name;group\nbob;Bob B;\nada;Ada L;\n");
    assert_eq!(told(&intake), ["ada : e2_joins", "eve : e2_joins"]);
    assert_eq!(intake.submissions[0].people[0].name.as_deref(), Some("Ada L"));
    let absent: Vec<&str> = intake.not_submitted.iter().map(|person| person.id.as_str()).collect();
    assert_eq!(absent, ["bob"]);
    assert_eq!(intake.notes, ["handed in and not on the roster, graded all the same: `eve`"]);
}

#[test]
fn who_handed_in_what_is_refused_did_hand_in() {
    let handed = class(&["bob"]);
    handed.write("ada.zip", b"damaged");
    let intake = with_roster(&handed, "id\nada\nbob\n");
    assert!(intake.not_submitted.is_empty());
    assert!(intake.submissions[0].refused.is_some());
}

#[test]
fn members_of_a_group_share_what_one_of_them_or_the_group_handed_in() {
    let roster = "id,group\nada,red\nbob,red\neve,blue\nzoe,blue\nkim,\n";
    let handed = class(&["bob", "Blue"]);
    let intake = with_roster(&handed, roster);
    assert_eq!(told(&intake), ["ada bob : e2_joins", "eve zoe : e2_joins"]);
    assert_eq!(intake.not_submitted.len(), 1);
    assert!(intake.notes.is_empty(), "{:?}", intake.notes);
    let handed = class(&["ada", "bob", "kim"]);
    let intake = with_roster(&handed, roster);
    assert!(told(&intake)[0].starts_with("ada bob : refused: `ada` and `bob` belong to one student or group"));
    assert_eq!(told(&intake)[1], "kim : e2_joins");
}

#[test]
fn an_export_without_ids_is_joined_by_a_name_that_is_one_persons_alone() {
    let handed =
        class(&["Ada L_1_assignsubmission_file_", "Bob_2_assignsubmission_file_", "Bob_3_assignsubmission_file_"]);
    let intake = with_roster(&handed, "id,name\na1,ada l\nb1,Bob\nb2,Eve\n");
    assert_eq!(told(&intake), ["2 : e2_joins", "3 : e2_joins", "a1 : e2_joins"]);
    assert!(intake.notes[0].starts_with("1 submission found on the roster by name alone"), "{:?}", intake.notes);
    assert_eq!(intake.not_submitted.len(), 2);
}

#[test]
fn a_roster_that_cannot_be_trusted_is_the_callers_to_put_right() {
    let handed = class(&["ada"]);
    for (roster, want) in [
        ("name\nAda\n", "no column `id`"),
        ("id,name\nada,A\nADA,B\n", "are one id, and on it twice"),
        ("id,name\n,A\n", "line 2: the id is empty"),
        ("id,name\nada\n", "CSV error"),
    ] {
        handed.write("roster.csv", roster.as_bytes());
        let request = Request { roster: Some(handed.path("roster.csv")), ..handed.request("") };
        let error = take_in(&request, &IDS).unwrap_err();
        assert!(error.is::<crate::exit::Usage>() && error.to_string().contains(want), "{error:#}");
    }
}
