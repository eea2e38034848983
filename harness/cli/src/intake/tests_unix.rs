//! What only Unix has: links, pipes, sockets, and names that are no text.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

use super::tests::{Handed, LIB, sources, told};

/// A submission in which `src/lib.rs` is made by `make`, beside an honest one.
#[track_caller]
fn check(make: impl Fn(&Handed), want: &str) {
    let handed = Handed::files(&["ada/e2_joins/src/a.rs", "bob/e2_joins/src/lib.rs"]);
    make(&handed);
    assert_eq!(handed.told(), [&format!("ada : {want}"), "bob : e2_joins"]);
}

#[test]
fn a_link_below_src_refuses_its_exercise() {
    let link = "[e2_joins: src/lib.rs is a symbolic link, which is never followed]";
    check(|handed| symlink("/etc/passwd", handed.path("ada/e2_joins/src/lib.rs")).unwrap(), link);
    check(|handed| symlink("a.rs", handed.path("ada/e2_joins/src/lib.rs")).unwrap(), link);
    check(|handed| symlink("lib.rs", handed.path("ada/e2_joins/src/lib.rs")).unwrap(), link);
    let folder = "[e2_joins: src/up is a symbolic link, which is never followed]";
    check(|handed| symlink("..", handed.path("ada/e2_joins/src/up")).unwrap(), folder);
}

#[test]
fn a_link_in_place_of_a_folder_is_not_followed() {
    let handed =
        Handed::files(&["bob/e2_joins/src/lib.rs", "ada/e1_relationships/a", "eve/e1_relationships/src/lib.rs"]);
    symlink("../../bob/e2_joins/src", handed.path("ada/e1_relationships/src")).unwrap();
    symlink("../bob/e2_joins", handed.path("ada/e2_joins")).unwrap();
    symlink("..", handed.path("eve/up")).unwrap();
    symlink("bob", handed.path("mallory")).unwrap();
    let link = "is a symbolic link, which is never followed";
    let want = [
        format!("ada : [e1_relationships: src {link}] [e2_joins: e2_joins {link}]"),
        "bob : e2_joins".to_owned(),
        "eve : e1_relationships".to_owned(),
        "mallory : refused: it is a link, which is never followed".to_owned(),
    ];
    let intake = handed.taken("");
    assert_eq!(told(&intake), want);
    assert_eq!(intake.submissions[2].ignored, ["up (a link, not followed)"]);
}

#[test]
fn a_pipe_or_socket_below_src_refuses_its_exercise_and_is_never_opened() {
    let pipe = |handed: &Handed| {
        let path = handed.path("ada/e2_joins/src/lib.rs");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RWXU).unwrap();
    };
    check(pipe, "[e2_joins: src/lib.rs is not a regular file but a named pipe, which is never opened]");
    let socket = |handed: &Handed| drop(UnixListener::bind(handed.path("ada/e2_joins/src/lib.rs")).unwrap());
    check(socket, "[e2_joins: src/lib.rs is not a regular file but a socket, which is never opened]");
}

#[test]
fn names_of_every_kind_are_graded_and_shown_escaped() {
    let handed = Handed::nothing();
    let names: [&[u8]; 6] =
        [b"-rf", b"=1+1,\"x\"", b"a\nb\tc\x1b[31m", b"latin\xe9", b"$(rm -rf ~)", "\u{202e}x".as_bytes()];
    for name in names {
        handed.write(std::path::Path::new(OsStr::from_bytes(name)).join("e2_joins/src/lib.rs"), LIB);
        handed.write(std::path::Path::new(OsStr::from_bytes(name)).join(OsStr::from_bytes(b"\xff\x1b")), LIB);
    }
    let intake = handed.taken("");
    let want = ["$(rm -rf ~)", "-rf", "=1+1,\"x\"", "\\u{202e}x", "a\\nb\\tc\\u{1b}[31m", "latin\\xE9"];
    assert_eq!(told(&intake), want.map(|id| format!("{id} : e2_joins")));
    for submission in &intake.submissions {
        assert_eq!(submission.ignored, ["\\xFF\\u{1b}"]);
        assert_eq!(submission.source, submission.people[0].id);
    }
}

#[test]
fn a_source_whose_name_is_no_text_is_no_module_and_said_to_be_ignored() {
    let handed = Handed::files(&["ada/e2_joins/src/lib.rs"]);
    handed.write(std::path::Path::new("ada/e2_joins/src").join(OsStr::from_bytes(b"\xe9.rs")), LIB);
    handed.write("ada/e2_joins/src/-a b.rs", LIB);
    let intake = handed.taken("");
    assert_eq!(sources(&intake, "e2_joins").keys().collect::<Vec<_>>(), ["-a b.rs", "lib.rs"]);
    assert_eq!(intake.submissions[0].ignored, ["e2_joins/: src/\\xE9.rs"]);
}

#[test]
fn a_path_that_the_caller_gives_may_be_a_link() {
    let handed = Handed::files(&["there/ada/e2_joins/src/lib.rs"]);
    symlink("there", handed.path("here")).unwrap();
    assert_eq!(told(&handed.taken("here")), ["ada : e2_joins"]);
    fs::remove_file(handed.path("here")).unwrap();
}

#[test]
fn a_folder_that_cannot_be_read_is_told_and_the_batch_goes_on() {
    let handed = Handed::files(&["ada/e2_joins/src/lib.rs", "bob/e2_joins/src/lib.rs"]);
    let locked = handed.path("ada/e2_joins");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads everything.
    let want = match fs::read_dir(&locked) {
        Ok(_) => "ada : e2_joins",
        Err(_) => "ada : refused: a folder in it cannot be read (Permission denied (os error 13))",
    };
    let told = handed.told();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(told, [want, "bob : e2_joins"]);
}
