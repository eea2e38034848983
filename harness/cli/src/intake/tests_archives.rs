//! Archives, honest and hostile, each with what becomes of it.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{EntryType, Header};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::archive::{Format, unpack};
use super::search::search;
use super::tests::{Handed, IDS, LIB, sources, told};
use super::{Layout, Limits, Request, take_in};

/// A zip of these files.
pub(super) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_by(CompressionMethod::Deflated, files)
}

fn zip_by(method: CompressionMethod, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A tar of these entries; a link's bytes are its target.
fn tar(entries: &[(EntryType, &str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (kind, name, bytes) in entries {
        let mut header = Header::new_gnu();
        header.set_entry_type(*kind);
        header.set_mode(0o644);
        // The crate refuses to write some names that it reads.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        let is_link = kind.is_symlink() || kind.is_hard_link();
        let bytes = if is_link {
            header.set_link_name(std::str::from_utf8(bytes).unwrap()).unwrap();
            &[]
        } else {
            *bytes
        };
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::default());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

/// The bytes as one student's archive, in a folder beside an honest submission.
#[track_caller]
fn check(name: &str, bytes: &[u8], want: &str) {
    let handed = Handed::files(&["bob/e2_joins/src/lib.rs"]);
    handed.write(name, bytes);
    let intake = handed.taken("");
    let told = told(&intake);
    assert!(told[0].starts_with(&format!("ada : {want}")), "{told:?}");
    assert_eq!(told[1], "bob : e2_joins");
    if let Some(hint) = &intake.submissions[0].refused {
        assert!(hint.contains("\nhint: "), "{hint}");
    }
    let left: Vec<_> = std::fs::read_dir(handed.path("")).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing is written: {left:?}");
}

#[test]
fn an_archive_of_each_kind_is_a_submission() {
    let file = EntryType::Regular;
    let entries: [(EntryType, &str, &[u8]); 3] = [
        (EntryType::Directory, "repo/e2_joins/", b""),
        (file, "repo/e2_joins/src/lib.rs", LIB),
        (file, "repo/e2_joins/Cargo.toml", b""),
    ];
    check("ada.zip", &zip(&[("repo/e2_joins/src/lib.rs", LIB)]), "e2_joins");
    check("ada.zip", &zip(&[("repo\\e2_joins\\src\\lib.rs", LIB)]), "e2_joins");
    check("ada.zip", &zip_by(CompressionMethod::Stored, &[("e2_joins/src/lib.rs", LIB)]), "e2_joins");
    check("ada.tar", &tar(&entries), "e2_joins");
    check("ada.tar.gz", &gz(&tar(&entries)), "e2_joins");
    check("ada.TGZ", &gz(&tar(&entries)), "e2_joins");
}

#[test]
fn a_folder_may_hold_archives_and_an_archive_another() {
    let inner = zip(&[("src/lib.rs", LIB), ("Cargo.toml", b"[package]\nname = 'e1_relationships'")]);
    let named = zip(&[("src/lib.rs", LIB)]);
    let handed = Handed::nothing();
    handed.write("ada/mine.zip", &zip(&[("a/inner.zip", &inner), ("e2_joins.zip", &named)]));
    assert_eq!(handed.told(), ["ada : e1_relationships e2_joins"]);
}

#[test]
fn archives_nested_deeper_are_refused() {
    let mut bytes = zip(&[("e2_joins/src/lib.rs", LIB)]);
    for _ in 0..2 {
        bytes = zip(&[("more.zip", &bytes)]);
    }
    check("ada.zip", &bytes, "refused: `more.zip/more.zip/`: archives are nested too deep");
}

#[test]
fn sources_of_an_archive_come_back_byte_by_byte() {
    let handed = Handed::nothing();
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    handed.write(
        "ada.zip",
        &zip(&[("e2_joins/src/lib.rs", &bytes), ("e2_joins/src/a/b.rs", b""), ("e2_joins/build.rs", LIB)]),
    );
    let intake = handed.taken("");
    let sources = sources(&intake, "e2_joins");
    assert_eq!(sources.keys().collect::<Vec<_>>(), ["a/b.rs", "lib.rs"]);
    assert_eq!((&sources["lib.rs"], &sources["a/b.rs"]), (&bytes, &Vec::new()));
    assert_eq!(intake.submissions[0].ignored, ["e2_joins/: build.rs"]);
}

#[test]
fn a_link_in_an_archive_refuses_the_submission() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("e2_joins/src/lib.rs", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let link = writer.finish().unwrap().into_inner();
    check("ada.zip", &link, "refused: `e2_joins/src/lib.rs` is a link in an archive");
    let through: [(EntryType, &str, &[u8]); 3] = [
        (EntryType::Symlink, "d", b"/tmp"),
        (EntryType::Regular, "d/through.txt", b"x"),
        (EntryType::Regular, "e2_joins/src/lib.rs", LIB),
    ];
    check("ada.tar", &tar(&through), "refused: `d` is a link in an archive");
    check("ada.tar", &tar(&[(EntryType::Link, "h", b"/etc/passwd")]), "refused: `h` is a link in an archive");
    check("ada.tar.gz", &gz(&tar(&[(EntryType::Fifo, "f", b"")])), "refused: `f` in the archive is neither");
    check("ada.tar", &tar(&[(EntryType::Char, "c", b"")]), "refused: `c` in the archive is neither");
}

#[test]
fn a_name_that_leads_out_refuses_the_submission() {
    for name in
        ["../../e2_joins/src/lib.rs", "/e2_joins/src/lib.rs", "e2_joins/src/../../../x.rs", "C:/e2_joins/src/lib.rs"]
    {
        let want = format!("refused: the name `{name}` leads out of the archive");
        check("ada.tar", &tar(&[(EntryType::Regular, name, LIB)]), &want);
        check("ada.zip", &zip(&[("e1_relationships/src/lib.rs", LIB), (name, LIB)]), &want);
    }
}

#[test]
fn an_archive_that_is_damaged_or_locked_is_refused() {
    let whole = zip(&[("e2_joins/src/lib.rs", &[b'/'; 3000])]);
    check("ada.zip", &whole[..whole.len() / 2], "refused: the archive is damaged");
    check("ada.zip", b"", "refused: the archive is damaged");
    check("ada.zip", b"not a zip at all", "refused: the archive is damaged");
    let whole = tar(&[(EntryType::Regular, "e2_joins/src/lib.rs", &[b'/'; 3000])]);
    check("ada.tar", &whole[..2000], "refused: the archive is damaged");
    let packed = gz(&whole);
    check("ada.tar.gz", &packed[..packed.len() - 12], "refused: the archive is damaged");
    check("ada.tar.gz", &whole, "refused: the archive is damaged");
    check("ada.rar", b"Rar!", "refused: it is neither a zip nor a tar");
    let mut locked = zip(&[("e2_joins/src/lib.rs", LIB)]);
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = locked.windows(4).position(|window| window == mark).unwrap();
        locked[at + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    check("ada.zip", &locked, "refused: it is encrypted");
}

#[test]
fn a_size_that_lies_is_refused() {
    let mut lies = zip(&[("e2_joins/src/lib.rs", &vec![b' '; 9 << 20])]);
    for (mark, offset) in [(&b"PK\x03\x04"[..], 22), (b"PK\x01\x02", 24)] {
        let at = lies.windows(4).position(|window| window == mark).unwrap() + offset;
        lies[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    check(
        "ada.zip",
        &lies,
        "refused: the archive is damaged or of a kind that is not read (`lib.rs`: File is larger than",
    );
}

#[test]
fn a_bomb_is_refused_and_never_unpacked() {
    let zeros = vec![0; 9 << 20];
    let bomb = zip(&[("e2_joins/src/lib.rs", LIB), ("data.bin", &zeros)]);
    check("ada.zip", &bomb, "refused: `data.bin` unpacks to far more than its size accounts for");
    let source = zip_by(CompressionMethod::Stored, &[("e2_joins/src/lib.rs", &zeros[..2 << 20])]);
    check("ada.zip", &source, "[e2_joins: src/lib.rs is too large: more than 1024 KiB]");
    let bomb = gz(&tar(&[(EntryType::Regular, "data.bin", &zeros), (EntryType::Regular, "more.bin", &zeros)]));
    check(
        "ada.tar.gz",
        &bomb,
        "refused: too large: the archive, or what it unpacks to, has more than 64 MiB, or far more",
    );
}

#[test]
fn too_many_entries_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..65_000 {
        writer
            .start_file(format!("{n}"), SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
            .unwrap();
    }
    check("ada.zip", &writer.finish().unwrap().into_inner(), "refused: too many files");
    let handed = Handed::nothing();
    let names: Vec<String> = (0..60).map(|n| format!("e2_joins/{n}")).collect();
    let files: Vec<(EntryType, &str, &[u8])> =
        names.iter().map(|name| (EntryType::Regular, name.as_str(), LIB)).collect();
    handed.write("ada.tar.gz", &gz(&tar(&files)));
    let limits = Limits { n_entries: 50, ..Limits::default() };
    let intake = take_in(&Request { limits, ..handed.request("") }, &IDS).unwrap();
    assert_eq!(told(&intake), ["ada : refused: too many files: more than 50 files and folders"]);
}

#[test]
fn one_name_twice_in_an_archive_is_refused() {
    let twice = [(EntryType::Regular, "e2_joins/src/lib.rs", LIB), (EntryType::Regular, "./e2_joins/src/lib.rs", LIB)];
    check("ada.tar", &tar(&twice), "refused: `./e2_joins/src/lib.rs` is in the archive twice");
    let both = [(EntryType::Regular, "e2_joins/src", LIB), (EntryType::Regular, "e2_joins/src/lib.rs", LIB)];
    check("ada.tar", &tar(&both), "refused: `e2_joins/src/lib.rs` is in the archive twice");
}

#[test]
fn an_archive_of_submissions_is_taken_in_like_their_folder() {
    let files: [(&str, &[u8]); 4] = [
        ("all/ada/e2_joins/src/lib.rs", LIB),
        ("all/bob.zip", &zip(&[("x/e1_relationships/src/lib.rs", LIB)])),
        ("all/eve/../../x", LIB),
        ("../outside", LIB),
    ];
    let handed = Handed::nothing();
    handed.write("all.zip", &zip(&files[..3]));
    let want = [
        "ada : e2_joins",
        "bob : e1_relationships",
        "eve : refused: the name `all/eve/../../x` leads out of the archive",
    ];
    assert_eq!(told(&handed.taken("all.zip")), want);
    let entries: Vec<_> =
        files.iter().map(|(name, bytes)| (EntryType::Regular, name.trim_start_matches("all/"), *bytes)).collect();
    handed.write("all.tar.gz", &gz(&tar(&entries)));
    let intake = handed.taken("all.tar.gz");
    assert_eq!(told(&intake)[..2], want[..2]);
    assert!(intake.notes[0].contains("the name `../outside` leads out of the archive"), "{:?}", intake.notes);
}

#[test]
fn an_archive_that_may_be_a_students_or_a_batch_of_one_is_decided_by_the_roster_or_refused() {
    let handed = Handed::nothing();
    handed.write("ada.zip", &zip(&[("repo-main/e2_joins/src/lib.rs", LIB)]));
    let error = handed.error("ada.zip");
    assert!(error.contains("may be the submission of `ada`") && error.contains("`--layout one`"), "{error}");
    let by = |layout| told(&take_in(&Request { layout: Some(layout), ..handed.request("ada.zip") }, &IDS).unwrap());
    assert_eq!(
        (by(Layout::One), by(Layout::Many)),
        (vec!["ada : e2_joins".to_owned()], vec!["repo-main : e2_joins".to_owned()])
    );
    handed.write("roster.csv", b"id\nada\n");
    let roster = Some(handed.path("roster.csv"));
    assert_eq!(told(&take_in(&Request { roster, ..handed.request("ada.zip") }, &IDS).unwrap()), ["ada : e2_joins"]);
    handed.write("e2_joins.zip", &zip(&[("e2_joins/src/lib.rs", LIB)]));
    assert_eq!(told(&handed.taken("e2_joins.zip")), ["e2_joins : e2_joins"]);
}

#[test]
fn no_archive_is_so_damaged_that_it_stops_the_batch() {
    let entries: [(EntryType, &str, &[u8]); 2] = [
        (EntryType::Regular, "e2_joins/src/lib.rs", LIB),
        (EntryType::Regular, "e1_relationships/src/lib.rs", &[b'x'; 700]),
    ];
    let files: Vec<(&str, &[u8])> = entries.iter().map(|(_, name, bytes)| (*name, *bytes)).collect();
    let archives = [(Format::Zip, zip(&files)), (Format::Tar, tar(&entries)), (Format::TarGz, gz(&tar(&entries)))];
    for (format, whole) in archives {
        let n_exercises = |bytes: Vec<u8>| {
            let tree = unpack(format, bytes, Limits::default())?;
            let submission = search(tree, "ada", 1, &IDS, Limits::default()).decide(Vec::new());
            submission.refused.map_or(Ok(submission.exercises.len()), Err)
        };
        assert_eq!(n_exercises(whole.clone()), Ok(2), "{format:?}");
        let mut n_refused = 0;
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x41;
            for bytes in [flipped, whole[..at].to_vec()] {
                match n_exercises(bytes) {
                    Ok(n) => assert!(n <= 2, "{format:?} at {at}"),
                    Err(why) => {
                        assert!(why.contains("\nhint: "), "{format:?} at {at}: {why}");
                        n_refused += 1;
                    }
                }
            }
        }
        assert!(n_refused > whole.len() / 4, "{format:?}: {n_refused} of {}", whole.len());
    }
}
