//! What stands in cells, and how it is escaped: one way for values, another for `#Text`.

/// A value in a cell.
pub(super) fn escape(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '-' if chars.peek() == Some(&'>') => {
                chars.next();
                out.push_str("\\->");
            }
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => out.extend(['\\', c]),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out
}

pub(super) fn unescape(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else { break };
        out.push(match c {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            // `\->` escapes both.
            c => c,
        });
        rest = &rest[c.len_utf8()..];
    }
    out + rest
}

/// A line of the text.
pub(super) fn escape_text(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{c}' => out.push_str("\\f"),
            '\u{8}' => out.push_str("\\b"),
            c => out.push(c),
        }
        out
    })
}

/// What a line of the text is, from version 3.2 on. A backslash before what is never escaped is one.
pub(super) fn unescape_text(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else { return out + "\\" };
        match c {
            't' => out.push('\t'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            'f' => out.push('\u{c}'),
            'b' => out.push('\u{8}'),
            '\\' | '\0'..='\u{1f}' => out.push(c),
            c => out.extend(['\\', c]),
        }
        rest = &rest[c.len_utf8()..];
    }
    out + rest
}

/// What a line of the text is up to version 3.1, which escapes as Java does: `\u00e4`, a UTF-16 unit. One that is half of a
/// pair alone becomes U+FFFD, and is counted in `halves`.
pub(super) fn unescape_java(text: &str, halves: &mut usize) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        units.extend(rest[..at].encode_utf16());
        rest = &rest[at..];
        // There may be several of `u`.
        let code = rest[1..].trim_start_matches('u');
        let is_code = code.len() + 1 < rest.len();
        match code.get(..4).filter(|_| is_code).and_then(|hex| u16::from_str_radix(hex, 16).ok()) {
            Some(unit) => {
                units.push(unit);
                rest = &code[4..];
            }
            None => {
                let c = rest[1..].chars().next();
                let len = 1 + c.map_or(0, char::len_utf8);
                let plain = if matches!(c, Some('"' | '\'' | '/')) {
                    rest[1..len].to_owned()
                } else {
                    unescape_text(&rest[..len])
                };
                units.extend(plain.encode_utf16());
                rest = &rest[len..];
            }
        }
    }
    units.extend(rest.encode_utf16());
    let decoded = char::decode_utf16(units).map(|c| {
        c.unwrap_or_else(|_| {
            *halves += 1;
            char::REPLACEMENT_CHARACTER
        })
    });
    decoded.collect()
}

/// Parts at a sign that is not escaped.
pub(super) fn split(cell: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in cell.char_indices() {
        if c == sign && !escaped {
            parts.push(&cell[start..at]);
            start = at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(&cell[start..]);
    parts
}

/// `value[3]` as value and number.
pub(super) fn marked(value: &str) -> (&str, Option<u32>) {
    let found = value.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match found.and_then(|(value, number)| Some((value, number.parse().ok()?))) {
        // An escaped bracket belongs to the value.
        Some((rest, number)) if (rest.len() - rest.trim_end_matches('\\').len()).is_multiple_of(2) => {
            (rest, Some(number))
        }
        _ => (value, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        for value in ["plain", "PER[1]", "a|b;c", "_", "*", "a->b", "tab\tline\n", "\\", "\\n", "日本"] {
            assert_eq!(unescape(&escape(value)), value);
            assert_eq!(unescape_text(&escape_text(value)), value);
        }
        assert_eq!(unescape_text("a\\u00e4\\x \\\u{1} \\"), "a\\u00e4\\x \u{1} \\");
        let mut halves = 0;
        assert_eq!(
            unescape_java("\\u00E4\\uu00f6\\t\\\"\\\\u \\ud83d\\ude00 \\ud83d. \\u12", &mut halves),
            "äö\t\"\\u 😀 \u{fffd}. \\u12"
        );
        assert_eq!(halves, 1);
        assert_eq!(escape("PER[1]|a->b"), "PER\\[1\\]\\|a\\->b");
        assert_eq!(split("a\\|b|c", '|'), ["a\\|b", "c"]);
        assert_eq!(marked("PER[12]"), ("PER", Some(12)));
        assert_eq!(marked("PER\\[1\\]"), ("PER\\[1\\]", None));
    }
}
