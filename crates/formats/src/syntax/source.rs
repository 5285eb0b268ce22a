//! Files as bytes: in, with what their encoding says; out, by name.

use crate::syntax::Error;
use postil_core::MAX_TEXT_BYTES;

/// A file to read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, with folders between slashes.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The number of its first line, when this is a piece of a longer file; 1 otherwise.
    pub first_line: usize,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Source {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), first_line: 1 }
    }

    /// The name without folders and ending.
    pub fn stem(&self) -> &str {
        let base = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
    }

    /// The name without its ending, with folders.
    pub fn path_stem(&self) -> &str {
        let stem = self.stem();
        let base = self.name.len() - self.name.rsplit(['/', '\\']).next().unwrap_or_default().len();
        &self.name[..base + stem.len()]
    }

    /// The ending in lower case, without its dot.
    pub fn extension(&self) -> String {
        let base = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        base.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_ascii_lowercase())
    }

    /// The text: UTF-8, or UTF-16 where a byte-order mark says so. Marks are taken off; nothing else is changed. What is in
    /// another encoding goes through [`in_utf8`](crate::in_utf8) first.
    ///
    /// # Errors
    /// With the line and the byte that is not of the encoding.
    pub fn text(&self) -> Result<String, Error> {
        let bytes = &self.bytes[..];
        if bytes.len() > MAX_TEXT_BYTES {
            return Err(Error::new(&self.name, "", format!("{} bytes are too many", bytes.len())));
        }
        postil_decode::unicode(bytes).map_err(|damage| {
            let line = self.first_line + damage.place.line - 1;
            let whole = if self.first_line > 1 { "line" } else { "file" };
            let at = damage.byte.unwrap_or_default();
            Error::new(
                &self.name,
                format!("line {line}"),
                format!("not {} at byte {at} of the {whole}", damage.encoding),
            )
        })
    }
}

/// The byte-order mark.
pub(crate) const MARK: char = '\u{feff}';

/// A file of a text alone. Of a mark at its beginning one is taken off when it is read: a text that has one is written with
/// two.
pub(crate) fn text_file(name: String, text: &str) -> File {
    File::new(name, if text.starts_with(MARK) { format!("{MARK}{text}") } else { text.to_owned() })
}

impl File {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// Characters of the name of a file that is written, without its ending.
pub(crate) const MAX_FILE_NAME: usize = 80;

/// A name as a file's: without folders, without what file systems refuse, and not empty.
pub(crate) fn file_name(name: &str) -> String {
    let is_bad = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let clean: String = name.trim().chars().map(|c| if is_bad(c) { '_' } else { c }).take(MAX_FILE_NAME).collect();
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() { "document".to_owned() } else { clean.to_owned() }
}

/// Line and column of a byte of a text, both from 1; columns count code points.
pub(crate) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_what_marks_say() {
        let read = |bytes: &[u8]| Source::new("a/b.c.txt", bytes).text().map_err(|error| error.to_string());
        assert_eq!(read(b"\xEF\xBB\xBFa\r\n"), Ok("a\r\n".to_owned()));
        assert_eq!(read(b"\xFF\xFE\x3C\xD8\xF9\xDD\x0A\x00"), Ok("🇹\n".to_owned()));
        assert_eq!(read(b"\xFE\xFF\xD8\x3C\xDD\xF9"), Ok("🇹".to_owned()));
        assert_eq!(read(b"\xFF\xFE\x3C\xD8"), Err("a/b.c.txt: line 1: not UTF-16LE at byte 2 of the file".to_owned()));
        assert_eq!(read(b"a\nb\xFF"), Err("a/b.c.txt: line 2: not UTF-8 at byte 3 of the file".to_owned()));
    }

    #[test]
    fn names_have_stems() {
        let source = Source::new("a/b.c.TXT", *b"");
        assert_eq!((source.stem(), source.path_stem(), source.extension().as_str()), ("b.c", "a/b.c", "txt"));
        assert_eq!(file_name(" ../a:b "), "_a_b");
        assert_eq!(file_name(".."), "document");
        assert_eq!(line_column("ab\ncé", 6), (2, 3));
    }
}
