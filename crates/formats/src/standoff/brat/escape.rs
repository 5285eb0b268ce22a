//! What stands on a line of its own although it has several, or blanks: notes and references.

use std::fmt::Write as _;

/// Where Python's `readlines` ends a line, as brat's server does.
pub(super) const LINE_ENDS: [char; 10] =
    ['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];

/// The note that marks a span that goes over the end of a line: how many pieces each of its parts was cut into.
pub(super) const TEXT_BREAK: &str = "over the end of a line, pieces of each part:";

/// The knowledge base that is named where a link names none: brat wants `DB:ID`, without blanks.
const NO_BASE: &str = "KB:";

pub(super) fn reference(id: &str) -> String {
    if id.contains(':') && !id.starts_with(NO_BASE) && !id.contains(char::is_whitespace) {
        return id.to_owned();
    }
    let coded = |c: char| if c.is_whitespace() || c == '%' { format!("%{:X}%", u32::from(c)) } else { c.to_string() };
    NO_BASE.chars().map(String::from).chain(id.chars().map(coded)).collect()
}

pub(super) fn link_id(reference: &str) -> String {
    let Some(id) = reference.strip_prefix(NO_BASE) else { return reference.to_owned() };
    let parts: Vec<&str> = id.split('%').collect();
    if parts.len().is_multiple_of(2) {
        return id.to_owned();
    }
    let decode = |(i, part): (usize, &&str)| match (i % 2, u32::from_str_radix(part, 16).ok().and_then(char::from_u32))
    {
        (1, Some(c)) => c.to_string(),
        _ => (*part).to_owned(),
    };
    parts.iter().enumerate().map(decode).collect()
}

/// A note stands on one line: line ends and tabs are written `\n`, `\r` and `\t`, a backslash twice before these letters.
pub(super) fn escape(note: &str) -> String {
    let mut out = String::new();
    for c in note.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if LINE_ENDS.contains(&c) => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

pub(super) fn unescape(note: &str) -> String {
    let mut out = String::new();
    let mut rest = note;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let coded = rest.strip_prefix("u{").and_then(|rest| rest.split_once('}'));
        let coded = coded.and_then(|(hex, after)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, after)));
        let (c, after) = match (rest.chars().next(), coded) {
            (_, Some((c, after))) => (c, after),
            (Some('n'), _) => ('\n', &rest[1..]),
            (Some('t'), _) => ('\t', &rest[1..]),
            (Some('\\'), _) => ('\\', &rest[1..]),
            _ => ('\\', rest),
        };
        out.push(c);
        rest = after;
    }
    out + rest
}
