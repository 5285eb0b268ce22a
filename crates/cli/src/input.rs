//! Documents, one after the other, from files of text or of JSON Lines.

use crate::args::{From, parse_day};
use crate::encoding;
use postil_decode::{Decoder, Encoding, Native, Refusal, decode, mark};
use postil_extract::Date;
use serde::Deserialize;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A text to read.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub text: String,
    /// The day on which it was written.
    pub dct: Option<Date>,
}

/// Why a document could not be read.
#[derive(Debug)]
pub enum Trouble {
    /// With its place: `file:line: what`.
    Document(String),
    /// Why the bytes of a file are no text, or nobody knows which.
    File(String, Refusal),
}

/// The documents of one file, or of standard input for `-`, in an encoding that a person said, if they did. `visit` gets each in order, or the trouble in its place; its
/// own errors, from writing, end the walk.
pub fn documents(
    path: &Path, from: From, encoding: Option<Encoding>,
    mut visit: impl FnMut(Result<Document, Trouble>) -> io::Result<()>,
) -> io::Result<()> {
    let name = path.to_string_lossy().into_owned();
    let reader: Box<dyn BufRead> = if name == "-" {
        Box::new(io::stdin().lock())
    } else {
        match File::open(path) {
            Ok(file) => Box::new(BufReader::with_capacity(1 << 16, file)),
            Err(error) => return visit(Err(Trouble::Document(format!("{name}: {error}")))),
        }
    };
    match from {
        From::Text => visit(text(name, reader, encoding)),
        From::Jsonl => lines(&name, reader, encoding, visit),
    }
}

fn text(name: String, reader: impl Read, encoding: Option<Encoding>) -> Result<Document, Trouble> {
    let text = whole(&name, reader, Vec::new(), encoding)?;
    short_enough(&text).map_err(|why| Trouble::Document(format!("{name}: {why}")))?;
    Ok(Document { id: name, text, dct: None })
}

/// The text of all bytes, the first of which were read already.
fn whole(name: &str, mut reader: impl Read, mut bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<String, Trouble> {
    reader.read_to_end(&mut bytes).map_err(|error| Trouble::Document(format!("{name}: {error}")))?;
    match decode(bytes, &encoding::reading(encoding)) {
        Ok(decoded) => Ok(decoded.text),
        Err(refusal) => Err(Trouble::File(name.to_owned(), refusal)),
    }
}

/// Offsets are 32 bits wide.
fn short_enough(text: &str) -> Result<(), &'static str> {
    if u32::try_from(text.len()).is_ok() { Ok(()) } else { Err("a text is longer than 4 GiB") }
}

fn lines(
    name: &str, mut reader: impl BufRead, encoding: Option<Encoding>,
    mut visit: impl FnMut(Result<Document, Trouble>) -> io::Result<()>,
) -> io::Result<()> {
    let mut line = Vec::new();
    let mut before = 0;
    for number in 1.. {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => return visit(Err(Trouble::Document(format!("{name}:{number}: {error}")))),
        }
        let marked = mark(&line).filter(|_| number == 1);
        let has_lines = encoding.or(marked.map(|(marked, _)| marked)).is_none_or(Encoding::has_ascii_blanks);
        if number == 1 && !has_lines {
            return match whole(name, reader, line, encoding) {
                Ok(text) => lines(name, text.as_bytes(), None, visit),
                Err(trouble) => visit(Err(trouble)),
            };
        }
        // A mark is metadata: it belongs to no text, and no offset counts it.
        let skip = marked.map_or(0, |(_, skip)| skip);
        let bytes = &line[skip..];
        let start = before + skip;
        before += line.len();
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let read = match encoding {
            None => document(bytes, start),
            Some(encoding) => match Native.strict(encoding, bytes) {
                Some(text) => document(text.as_bytes(), start),
                None => Err(format!("not {encoding}")),
            },
        };
        visit(read.map_err(|why| Trouble::Document(format!("{name}:{number}: {why}"))))?;
    }
    Ok(())
}

/// One line of JSON Lines; `start` is its first byte in the file.
fn document(bytes: &[u8], start: usize) -> Result<Document, String> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        text: String,
        dct: Option<String>,
    }
    let line = str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        format!("not UTF-8 at byte {at} of the line, {} of the file", start + at)
    })?;
    if !line.trim_start().starts_with('{') {
        return Err("a document is an object with `id` and `text`".to_owned());
    }
    let Row { id, text, dct } = serde_json::from_str(line).map_err(|error| {
        if let Some((column, escape)) = lone_surrogate(line) {
            return format!("{escape} is half of a surrogate pair, at column {column}");
        }
        let told = error.to_string();
        let what = told.split(" at line ").next().unwrap_or(&told);
        format!("{what} at column {}", error.column())
    })?;
    short_enough(&text)?;
    let dct = dct.map(|day| parse_day(&day)).transpose().map_err(|why| format!("dct: {why}"))?;
    Ok(Document { id, text, dct })
}

/// The first escape such as `\ud83d` that has no other half beside it, with its column, counted in bytes from 1.
fn lone_surrogate(line: &str) -> Option<(usize, &str)> {
    let unit = |at: usize| {
        let digits = line.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut at = 0;
    while let Some(found) = line[at..].find('\\') {
        at += found;
        match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => return Some((at + 1, &line[at..at + 6])),
            _ => at = line.ceil_char_boundary(at + 2).min(line.len()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &[u8], expected: &[Result<&str, &str>]) {
        let mut found = Vec::new();
        let done = lines("in", input, None, |document| {
            found.push(document.map(|d| d.text).map_err(|trouble| match trouble {
                Trouble::Document(why) => why,
                Trouble::File(name, refusal) => format!("{name} {}", refusal.problem),
            }));
            Ok(())
        });
        done.expect("nothing is written");
        let found: Vec<_> = found.iter().map(|f| f.as_deref().map_err(String::as_str)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_documents() {
        check(b"\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"x\\r\\ny\"}\r\n\r\n{\"id\":\"b\",\"text\":\"z\",\"dct\":null,\"more\":[1]}", &[
            Ok("x\r\ny"),
            Ok("z"),
        ]);
    }

    #[test]
    fn trouble_has_a_place() {
        check(
            b"{\"id\":\"a\",\"text\":\"\\ud83d\"}\n{\"id\":\"b\"}\n\n{\"id\":\"c\",\"text\":\"ok\"}\n\"\xFF\"\n",
            &[
                Err("in:1: \\ud83d is half of a surrogate pair, at column 19"),
                Err("in:2: missing field `text` at column 10"),
                Ok("ok"),
                Err("in:5: not UTF-8 at byte 1 of the line, 63 of the file"),
            ],
        );
        check(
            b"{\"id\":\"a\",\"text\":\"\",\"dct\":\"May\"}",
            &[Err("in:1: dct: \"May\" is no day of the form YYYY-MM-DD")],
        );
        check(b"[\"a\",\"text\",null]\n", &[Err("in:1: a document is an object with `id` and `text`")]);
    }
}
