//! Character references of HTML, which annotations carry over into texts and quotes.

use html5gum::Tokenizer;
use html5gum::emitters::default::Token;

/// Bytes of the longest that is looked for, from `&` to `;`.
const MAX_BYTES: usize = 34;

/// The characters that a reference such as `&amp;` or `&#233;` at the beginning of a text means, and its bytes.
pub(crate) fn entity(text: &str) -> Option<(String, usize)> {
    let head = &text.as_bytes()[..text.len().min(MAX_BYTES)];
    let len = head.iter().position(|byte| *byte == b';')? + 1;
    let reference = text.get(..len)?;
    let name = reference.strip_prefix('&')?.strip_suffix(';')?;
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
        return None;
    }
    let meant = Tokenizer::new(reference).filter_map(Result::ok).find_map(|token| match token {
        Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    })?;
    // Of `&nothing;` HTML reads the beginning alone, as a reference that nobody closed.
    (!meant.ends_with(';')).then_some((meant, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_what_html_means() {
        let means = |text: &str| entity(text).map(|(meant, len)| format!("{meant} {len}"));
        assert_eq!(means("&amp; Co").as_deref(), Some("& 5"));
        assert_eq!(means("&eacute;t&eacute;").as_deref(), Some("é 8"));
        assert_eq!(means("&#x1F1F9;").as_deref(), Some("🇹 9"));
        assert_eq!((means("& Co;"), means("&nothing;"), means("&"), means("a&amp;")), (None, None, None, None));
    }
}
