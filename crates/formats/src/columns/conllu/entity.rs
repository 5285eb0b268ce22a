//! What stands in MISC: the fields of an entity, and how values and white space are escaped.

/// The fields of an entity that are not attributes.
pub(super) const GROUP: &str = "GRP";
pub(super) const LABEL: &str = "etype";
pub(super) const LINK: &str = "identity";
/// A field without a value.
pub(super) const NONE: &str = "_";

/// Characters that mean something in `Entity=` stand as `%` and two hexadecimal digits.
pub(super) fn encode(value: &str) -> String {
    if value == NONE {
        return "%5F".to_owned();
    }
    value
        .chars()
        .map(|c| {
            if c.is_ascii_control() || " -()|%=".contains(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }
        })
        .collect()
}

pub(super) fn decode(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(code) => {
                out.push(char::from(code));
                rest = &rest[at + 3..];
            }
            None => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

pub(super) fn escape_spaces(gap: &str) -> String {
    gap.chars().fold(String::new(), |mut out, c| {
        match c {
            ' ' => out.push_str("\\s"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
        out
    })
}

pub(super) fn unescape_spaces(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('s') => ' ',
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('p') => '|',
                Some(other) => other,
                None => '\\',
            },
            c => c,
        });
    }
    out
}
