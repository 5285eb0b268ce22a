//! Files that hold no plain text.

/// How some files of characters begin, what they are, and what to do with them.
const CHARACTERS: [(&[u8], &str); 2] = [
    (b"%PDF-", "is a PDF. Postil reads plain text: copy the text out of it and paste it."),
    (b"{\\rtf", "is an RTF document. Save it as plain text (UTF-8), or copy and paste the text."),
];

/// The same for files of bytes that are no text in UTF-8, though a text may well begin with the same letters.
const BYTES: [(&[u8], &str); 14] = [
    (
        b"PK\x03\x04",
        "is a zipped document (Word, OpenDocument, EPUB, ZIP). Save it as plain text (UTF-8), or paste the text.",
    ),
    (b"\xd0\xcf\x11\xe0", "is an older Office document. Save it as plain text (UTF-8), or copy and paste the text."),
    (b"\x1f\x8b", "is compressed with gzip. Unpack it first."),
    (b"x\x9c", "is compressed with zlib. Unpack it first."),
    (b"x\xda", "is compressed with zlib. Unpack it first."),
    (b"BZh", "is compressed with bzip2. Unpack it first."),
    (b"\xfd7zXZ", "is compressed with xz. Unpack it first."),
    (b"7z\xbc\xaf", "is a 7z archive. Unpack it first."),
    (b"\x89PNG", "is a picture."),
    (b"\xff\xd8\xff", "is a picture."),
    (b"GIF8", "is a picture."),
    (b"SQLite format 3", "is a database. Export the text from it."),
    (b"\xff\xfe\0\0", "is in UTF-32, which hardly any program reads. Save it as UTF-8."),
    (b"\0\0\xfe\xff", "is in UTF-32, which hardly any program reads. Save it as UTF-8."),
];

/// What is wrong, if the first bytes say that this is no plain text.
pub(crate) fn known_format(bytes: &[u8]) -> Option<&'static str> {
    let find = |formats: &[(&[u8], &'static str)]| {
        formats.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, problem)| *problem)
    };
    let is_text = || std::str::from_utf8(bytes).is_ok() && looks_binary(bytes).is_none();
    find(&CHARACTERS).or_else(|| find(&BYTES).filter(|_| !is_text()))
}

/// What is wrong, if the bytes of a text say that it is none: it holds a NUL, or more than one byte in fifty is a
/// control that texts do not use. Old texts do hold a few: form feeds, escapes, a DOS end-of-file.
pub(crate) fn looks_binary(bytes: &[u8]) -> Option<String> {
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Some(format!(
            "is not text: byte {at} is NUL, which no text holds. Postil opens plain text; export the text from the \
             program that wrote the file."
        ));
    }
    let controls = bytes.iter().filter(|&&byte| is_odd(byte)).count();
    let first = bytes.iter().position(|&byte| is_odd(byte))?;
    (controls * 50 > bytes.len()).then(|| {
        format!(
            "does not look like text: it is full of control codes, the first (0x{:02X}) at byte {first}. Postil opens \
             plain text; export the text from the program that wrote the file.",
            bytes[first]
        )
    })
}

fn is_odd(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x08 | 0x0b | 0x0c | 0x1a | 0x1b)
}
