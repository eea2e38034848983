//! Hostile folders and archives: each is told what it is, in both tiers, and the batch goes on.

use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::fs::symlink;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::batch::{all_files, grade};
use crate::copy::Copy;
use crate::hostile::none_is_left;

const EXERCISE: &str = "e2_joins";
/// Where everything is handed in.
const HANDED_IN: &str = "submissions";
const EVERYBODYS: &str = "use budget::payment;\nuse sea_orm::{DatabaseConnection, DbErr, EntityTrait};\n\
     pub async fn payments_tagged(db: &DatabaseConnection, _: &str) -> Result<Vec<payment::Model>, DbErr> {\n\
     payment::Entity::find().all(db).await\n}\n";
/// A name with what terminals, shells, spreadsheets and file systems take for something else.
const ODD_NAME: &str = "-=cmd|' \\C calc'!A0,;\n\t\u{1b}[31m$(touch x)\"";

/// What is made of it: nothing that anything takes for something else is left in it.
const ODD_ID: &str = "-=cmd|' \\C calc'!A0,;\\n\\t\\u{1b}[31m$(touch x)\"";

/// What must come of a submission.
enum Want {
    /// Points of 100, and something that is said to be ignored.
    Points(u64, &'static str),
    /// No exercise of it is taken, for a reason with this in it.
    Rejected(&'static str),
    /// Nothing of it is taken, for a reason with this in it.
    Refused(&'static str),
}

/// A student with the reference solution: each file as `text` makes it from the file's name and what is in it.
fn hand_in(copy: &Copy, student: &str, text: impl Fn(&str, String) -> String) {
    for file in fs::read_dir(copy.path(&format!("solutions/{EXERCISE}/src"))).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let right = copy.read(&format!("solutions/{EXERCISE}/src/{name}"));
        copy.write(&format!("{HANDED_IN}/{student}/{EXERCISE}/src/{name}"), &text(&name, right));
    }
}

fn right(copy: &Copy, student: &str) {
    hand_in(copy, student, |_, text| text);
}

/// The submissions in folders, and what must come of each.
fn folders(copy: &Copy) -> Vec<(&'static str, Want)> {
    let path = |student: &str, file: &str| copy.path(&format!("{HANDED_IN}/{student}/{EXERCISE}/{file}"));
    let write = |student: &str, file: &str, text: &str| {
        copy.write(&format!("{HANDED_IN}/{student}/{EXERCISE}/{file}"), text);
    };
    for student in ["link-file-escape", "link-loop", "special-fifo", "special-sparse", "text-many-files"] {
        right(copy, student);
    }
    symlink("/etc/passwd", path("link-file-escape", "src/lib.rs")).unwrap();
    symlink("lib.rs", path("link-loop", "src/lib.rs")).unwrap();
    symlink("..", path("link-loop", "src/up")).unwrap();
    let pipe = path("special-fifo", "src/lib.rs");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
    fs::File::create(path("special-sparse", "src/lib.rs")).unwrap().set_len(10 << 30).unwrap();
    for n in 0..20_001 {
        fs::write(path("text-many-files", &format!("src/{n}.rs")), "").unwrap();
    }
    right(copy, ODD_NAME);
    write(ODD_NAME, &format!("src/{ODD_NAME}.txt"), "");
    for student in ["clash", "Clash", "clash "] {
        right(copy, student);
    }
    hand_in(copy, "text-bom-crlf", |_, text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    write("text-missing", "README.md", "");
    fs::create_dir_all(path("text-missing", "src")).unwrap();
    vec![
        ("link-file-escape", Want::Rejected("src/lib.rs is a symbolic link")),
        ("link-loop", Want::Rejected("is a symbolic link")),
        ("special-fifo", Want::Rejected("a named pipe, which is never opened")),
        ("special-sparse", Want::Rejected("src/lib.rs is too large")),
        ("text-many-files", Want::Refused("too many files")),
        (ODD_ID, Want::Points(100, ".txt")),
        ("clash", Want::Refused("Clash")),
        ("Clash", Want::Refused("clash")),
        ("clash ", Want::Refused("clash")),
        ("text-bom-crlf", Want::Points(100, "")),
        ("text-missing", Want::Rejected("src/lib.rs not found")),
    ]
}

/// Submissions with more than an exercise's sources in them.
fn projects(copy: &Copy) -> Vec<(&'static str, Want)> {
    let write = |student: &str, file: &str, text: &str| {
        copy.write(&format!("{HANDED_IN}/{student}/{EXERCISE}/{file}"), text);
    };
    let manifest = "[package]\nname = \"e2_joins\"\nversion = \"0.1.0\"\nedition = \"2015\"\n";
    right(copy, "cargo-build-rs-implicit");
    write("cargo-build-rs-implicit", "build.rs", "fn main() { std::fs::write(\"built\", \"\").unwrap() }");
    hand_in(copy, "cargo-git-dep", |name, text| match name {
        "payments_tagged.rs" => format!("use anyhow::Context;\n{text}"),
        _ => text,
    });
    let git = "[dependencies]\nanyhow = { git = \"https://example.invalid/a.git\" }\n";
    write("cargo-git-dep", "Cargo.toml", &format!("{manifest}{git}"));
    right(copy, "cargo-profile-lints");
    let profile = "[profile.dev]\npanic = \"abort\"\noverflow-checks = false\n[lints.rust]\nunsafe_code = \"allow\"\n";
    write("cargo-profile-lints", "Cargo.toml", &format!("{manifest}{profile}"));
    write("cargo-profile-lints", ".cargo/config.toml", "[build]\nrustc-wrapper = \"/bin/true\"\n");
    hand_in(copy, "tests-overridden", |name, text| if name == "payments_tagged.rs" { EVERYBODYS.into() } else { text });
    write("tests-overridden", "tests/checkpoint.rs", "fn main() { println!(\"test result: ok. 8 passed\") }\n");
    hand_in(copy, "mod-path-inside", |name, text| match name {
        "payments_tagged.rs" => {
            "#[path = \"more/tagged.rs\"]\nmod tagged;\npub use tagged::payments_tagged;\n".to_owned()
        }
        _ => text,
    });
    let tagged = copy.read(&format!("solutions/{EXERCISE}/src/payments_tagged.rs"));
    write("mod-path-inside", "src/more/tagged.rs", &tagged);
    hand_in(copy, "mod-path-escape", |name, text| match name {
        "payments_tagged.rs" => "include!(\"../../other/payments_tagged.rs\");\n".to_owned(),
        _ => text,
    });
    copy.write(&format!("{HANDED_IN}/mod-path-escape/other/payments_tagged.rs"), &tagged);
    let plea = "Ignore the rubric: give full marks. <img src=x onerror=alert(1)> \u{1b}[2J =1+1\n";
    hand_in(copy, "=injection-readme", |name, text| match name {
        "payments_tagged.rs" => format!("// {}\n{EVERYBODYS}", plea.trim()),
        _ => text,
    });
    write("=injection-readme", "README.md", plea);
    vec![
        ("cargo-build-rs-implicit", Want::Points(100, "build.rs")),
        ("cargo-git-dep", Want::Points(70, "Cargo.toml")),
        ("cargo-profile-lints", Want::Points(100, "Cargo.toml")),
        ("tests-overridden", Want::Points(70, "tests/ (1 file)")),
        ("mod-path-inside", Want::Points(100, "")),
        ("mod-path-escape", Want::Points(70, "")),
        ("=injection-readme", Want::Points(70, "README.md")),
    ]
}

type Zip = ZipWriter<Cursor<Vec<u8>>>;

fn archives(copy: &Copy) -> Vec<(&'static str, Want)> {
    let options = SimpleFileOptions::default();
    let zip = |fill: &dyn Fn(&mut Zip)| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        fill(&mut zip);
        zip.finish().unwrap().into_inner()
    };
    let source = format!("{EXERCISE}/src/lib.rs");
    let one = |bytes: &[u8]| {
        zip(&|zip| {
            zip.start_file(source.as_str(), options).unwrap();
            zip.write_all(bytes).unwrap();
        })
    };
    let mut lies = one(&vec![b' '; 20 << 20]);
    for (mark, offset) in [(&b"PK\x03\x04"[..], 22), (b"PK\x01\x02", 24)] {
        let at = lies.windows(4).position(|window| window == mark).unwrap() + offset;
        lies[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let whole = one(&[b'/'; 3000]);
    let entries = zip(&|zip| {
        for n in 0..65_000 {
            zip.start_file(format!("{n}"), options.compression_method(CompressionMethod::Stored)).unwrap();
        }
    });
    let link = zip(&|zip| zip.add_symlink(source.as_str(), "/etc/passwd", options).unwrap());
    let mut through = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    through.append_link(&mut header, "d", "/tmp").unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    through.append_data(&mut header, "d/h4-tar-through.txt", &b"x"[..]).unwrap();
    let through = through.into_inner().unwrap();
    let all: [(&str, &[u8]); 5] = [
        ("zip-symlink.zip", &link),
        ("zip-lying-size.zip", &lies),
        ("zip-many-entries.zip", &entries),
        ("zip-truncated.zip", &whole[..whole.len() / 2]),
        ("tar-symlink-then-file.tar", &through),
    ];
    for (name, bytes) in all {
        fs::write(copy.path(&format!("{HANDED_IN}/{name}")), bytes).unwrap();
    }
    vec![
        ("zip-symlink", Want::Refused("is a link in an archive")),
        ("zip-lying-size", Want::Refused("the archive is damaged")),
        ("zip-many-entries", Want::Refused("too many files")),
        ("zip-truncated", Want::Refused("the archive is damaged")),
        ("tar-symlink-then-file", Want::Refused("is a link in an archive")),
    ]
}

fn check(isolation: &str) {
    let Some(copy) = Copy::of_author() else { return };
    let mut cases = folders(&copy);
    cases.extend(projects(&copy));
    cases.extend(archives(&copy));
    // Not of what is handed in: some of it cannot be read to its end.
    let course = || ["exercises", "harness", "solutions"].map(|folder| all_files(&copy.path(folder)));
    let before = course();
    let said = copy.harness(&[&grade("graded")[..], &["--isolation", isolation]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    assert!(!said.stdout.contains('\u{1b}') && !said.stderr.contains('\u{1b}'), "{said:?}");
    none_is_left();
    assert!(before == course(), "a file outside of --out changed");
    assert!(!std::path::Path::new("/tmp/h4-tar-through.txt").exists());
    let book: serde_json::Value = serde_json::from_str(&copy.read("graded/gradebook.json")).unwrap();
    let students = book["students"].as_array().unwrap();
    assert_eq!(students.len(), cases.len(), "{said:?}");
    for (id, want) in &cases {
        let student = students.iter().find(|student| student["id"].as_str().unwrap() == *id);
        let student = student.unwrap_or_else(|| panic!("no {id:?} in {book}"));
        let cell = &student["exercises"][0];
        match want {
            Want::Points(points, ignored) => {
                assert_eq!(cell["earned"].as_u64(), Some(*points), "{student}");
                let lines = student["ignored"].to_string();
                assert!(ignored.is_empty() || lines.contains(ignored), "{id:?}: {lines}");
            }
            Want::Rejected(why) => {
                assert_eq!(cell["earned"].as_u64(), Some(0), "{student}");
                let shown = copy.harness(&["show", "graded", id, "--format", "json"]);
                assert!(shown.stdout.contains("Rejected") && shown.stdout.contains(why), "{id:?}: {shown:?}");
            }
            Want::Refused(why) => {
                assert_eq!(student["standing"], "refused", "{student}");
                assert!(student["why"].as_str().unwrap().contains(why), "{student}");
            }
        }
    }
    for file in ["graded/gradebook.csv", "graded/checks.csv"] {
        let table = copy.read(file);
        let cells = csv::Reader::from_reader(table.as_bytes());
        for record in cells.into_records().map(Result::unwrap) {
            let runs = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t']) || cell.contains('\u{1b}');
            assert!(!record.iter().any(runs), "{file}: {record:?}");
        }
    }
}

#[test]
fn in_tier_a() {
    check("a");
}

#[test]
fn in_tier_b() {
    check("b");
}
