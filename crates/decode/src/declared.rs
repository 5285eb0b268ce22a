//! What a page or a document in XML says of its own encoding.

use crate::{Decoder, Encoding};

/// Bytes that are looked at, as the Encoding Standard's readers of HTML do.
const HEAD: usize = 1024;

/// The encoding that markup says it is in, if that can be.
pub(crate) fn encoding(bytes: &[u8], decoder: &dyn Decoder) -> Option<Encoding> {
    match label(bytes)?.as_str() {
        // As the standard has it: browsers read pages of this name so.
        "x-user-defined" => Some(Encoding::WINDOWS_1252),
        // It could not have been read there.
        label => decoder.encoding(label).filter(|encoding| !encoding.is_utf16()),
    }
}

/// The label in `<?xml encoding="…"?>`, `<meta charset="…">` or the longer form of that, of bytes that begin with markup.
fn label(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(HEAD)];
    // Every encoding that can be told so has the letters of ASCII.
    let head: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let start = head.trim_start_matches(['\t', '\n', '\r', '\u{c}', ' ']);
    if let Some(rest) = start.strip_prefix("<?xml") {
        let declaration = &rest[..rest.find("?>")?];
        return value(declaration, "encoding");
    }
    if !start.starts_with('<') {
        return None;
    }
    let mut rest = start;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        let tag = &rest[..rest.find(end).map_or(rest.len(), |at| at + end.len())];
        if tag.starts_with("<meta")
            && let Some(label) = value(tag, "charset")
        {
            return Some(label);
        }
        rest = &rest[tag.len()..];
    }
    None
}

/// What stands behind a name and its `=`, within quotes or up to what ends it.
fn value(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        rest = &rest[rest.find(name)? + name.len()..];
        let Some(behind) = rest.trim_start().strip_prefix('=') else { continue };
        let behind = behind.trim_start();
        let label = match behind.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next(),
            None => behind.split(|c: char| c.is_ascii_whitespace() || matches!(c, ';' | '>' | '"' | '\'')).next(),
        };
        return label.map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_where_they_count() {
        for (bytes, expected) in [
            (&b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>"[..], Some("iso-8859-1")),
            (b"<?xml version=\"1.0\"?><meta charset=koi8-r>", None),
            (b"<!DOCTYPE html>\n<html><head><META CharSet = \"Windows-1251\">", Some("windows-1251")),
            (b"<html><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">", Some("gb2312")),
            (b"<html><meta charset=euc-jp><meta charset=big5>", Some("euc-jp")),
            (b"<html><!-- <meta charset=big5> --><meta charset=euc-kr>", Some("euc-kr")),
            (b"<html><meta name=charset content=x><p charset=big5>", None),
            (b"An article about <meta charset=big5>", None),
            (b"<p>", None),
            (b"", None),
        ] {
            assert_eq!(label(bytes).as_deref(), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
