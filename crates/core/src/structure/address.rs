//! URLs, e-mail addresses and bare domains. Each look ahead is bounded, so that no text makes it long.

/// Longest local part of an e-mail address (RFC 5321, 4.5.3.1.1), in bytes.
pub(crate) const LONGEST_LOCAL: usize = 64;

/// Longest domain that is looked at, in bytes.
const LONGEST_DOMAIN: usize = 128;

/// Ends of domains that make a word with stops an address: `dresscod.com`. Not `in`, `at`, `so` and their kin, which
/// are also words after a missing blank.
const TOP_LEVEL: [&str; 38] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "name", "co", "uk", "de", "fr", "eu", "ca", "au",
    "jp", "ru", "ch", "nl", "se", "br", "tr", "pl", "cz", "nz", "za", "ir", "kr", "cn", "gr", "tv", "io", "ly", "news",
    "fi", "dk",
];

/// Length in bytes of the e-mail address at the start of `rest`.
pub(crate) fn email(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let local = run(bytes, LONGEST_LOCAL, |b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    if local == 0 || bytes.get(local) != Some(&b'@') {
        return None;
    }
    let domain = domain(&rest[local + 1..])?;
    Some(local + 1 + domain)
}

/// Length in bytes of the URL or bare domain at the start of `rest`.
pub(crate) fn url(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let scheme = run(bytes, LONGEST_LOCAL, |b| b.is_ascii_alphabetic());
    let after = &bytes[scheme..];
    if (3..=12).contains(&scheme) && after.starts_with(b"://") && after.get(3).is_some_and(u8::is_ascii_alphanumeric) {
        return Some(path(rest));
    }
    if bytes.get(scheme) != Some(&b'.') && !after.first().is_some_and(|b| b.is_ascii_digit() || *b == b'-') {
        return None;
    }
    if rest.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."))
        && bytes.get(4).is_some_and(u8::is_ascii_alphanumeric)
    {
        return Some(path(rest));
    }
    let len = domain(rest)?;
    let last = rest[..len].rsplit('.').next()?;
    if len <= last.len() + 2 || !TOP_LEVEL.contains(&last) {
        return None;
    }
    Some(if bytes.get(len) == Some(&b'/') { path(rest) } else { len })
}

/// Length of labels parted by stops, at least two, ending in a label of two or more letters.
fn domain(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut len = run(bytes, LONGEST_DOMAIN, |b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    while len > 0 && matches!(bytes[len - 1], b'.' | b'-') {
        len -= 1;
    }
    let found = &rest[..len];
    let (labels, last) = found.rsplit_once('.')?;
    let letters = last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    (letters && !labels.is_empty() && !found.contains("..")).then_some(len)
}

/// Length of everything up to white space or a bracket, without the punctuation that ends the sentence around it.
fn path(rest: &str) -> usize {
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '\u{FEFF}');
    let whole = &rest[..rest.find(stops).unwrap_or(rest.len())];
    let mut trimmed = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '…']);
    if trimmed.ends_with(')') && !trimmed.contains('(') {
        trimmed = trimmed.trim_end_matches([')', '.', ',']);
    }
    trimmed.len()
}

fn run(bytes: &[u8], longest: usize, wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take(longest).take_while(|b| wanted(**b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, expected) in [
            ("http://a.org/b?c=d, and", "http://a.org/b?c=d"),
            ("https://en.wikipedia.org/wiki/Foo_(bar) x", "https://en.wikipedia.org/wiki/Foo_(bar)"),
            ("https://a.org/x). Then", "https://a.org/x"),
            ("www.igourmet.com, where", "www.igourmet.com"),
            ("dresscod.com", "dresscod.com"),
            ("bbc.co.uk/news is", "bbc.co.uk/news"),
        ] {
            assert_eq!(url(text), Some(expected.len()), "{text}");
        }
        for text in ["end.Next", "U.S.", "yes.no", "com", "3.5", "i.e."] {
            assert_eq!(url(text), None, "{text}");
        }
        assert_eq!(email("m.p.cock@vu.nl Vrije"), Some("m.p.cock@vu.nl".len()));
        assert_eq!(email("me@home"), None);
    }
}
