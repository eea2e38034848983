//! Files that are no text, told by their first bytes.

/// How such files begin, what they are, and what to do about it.
const BEGINNINGS: [(&[u8], &str, &str); 8] = [
    (b"\x1f\x8b", "packed by gzip", "unpack it: gunzip"),
    (b"BZh91AY&SY", "packed by bzip2", "unpack it: bunzip2"),
    (b"\xfd7zXZ\0", "packed by xz", "unpack it: unxz"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd", "unpack it: unzstd"),
    (b"PK\x03\x04", "a zip archive or a workbook", "unpack it, or save the workbook as CSV"),
    (b"SQLite format 3\0", "an SQLite database", "write the rows into a file: sqlite3 -header -csv FILE 'SELECT …'"),
    (b"\xff\xfe", "in UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "in UTF-16", "save it as UTF-8"),
];

/// What is wrong with a file that begins with `bytes`; `None` if it may be text.
pub(crate) fn told_by(bytes: &[u8]) -> Option<String> {
    let (_, what, hint) = BEGINNINGS.iter().find(|(beginning, _, _)| bytes.starts_with(beginning))?;
    Some(format!("this is {what}, and no plain text in UTF-8\nhint: {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named_and_text_is_left_alone() {
        assert_eq!(
            told_by(b"\x1f\x8b\x08\0").as_deref(),
            Some("this is packed by gzip, and no plain text in UTF-8\nhint: unpack it: gunzip")
        );
        for text in ["", "{\"sql\": \"BZh9\"}", "PK", "SQLite format 3", "\u{feff}id\n"] {
            assert_eq!(told_by(text.as_bytes()), None, "{text}");
        }
    }
}
