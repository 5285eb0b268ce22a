//! What there is to say of a text before anybody has worked on it.

use crate::{Document, DocumentInfo, DocumentStatus};
use unicode_segmentation::UnicodeSegmentation;

/// A title for a text that came without one: the first line that has any letters, cut at a word.
pub fn first_words(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| line.chars().any(char::is_alphanumeric)).unwrap_or("Untitled");
    if line.chars().count() <= 90 {
        return line.to_owned();
    }
    let cut = line.char_indices().nth(90).map_or(line.len(), |(at, _)| at);
    let end = line[..cut].rfind(' ').filter(|at| *at > 20).unwrap_or(cut);
    format!("{}…", line[..end].trim_end_matches([',', ';', ' ']))
}

/// Words as people count them: what stands between blanks, and in scripts without blanks the words of UAX 29.
fn words(text: &str) -> u32 {
    let is_unspaced = |c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let count = |part: &str| if part.contains(is_unspaced) { part.unicode_words().count() } else { 1 };
    text.split_whitespace().map(count).sum::<usize>() as u32
}

impl DocumentInfo {
    /// What there is to say of a text before anybody has worked on it.
    pub fn of(document: &Document, title: &str) -> Self {
        Self {
            title: title.into(),
            language: None,
            dct: None,
            bytes: document.range().len(),
            words: words(document.text()),
            status: DocumentStatus::New,
            source: None,
            supersedes: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_counted_as_people_do() {
        assert_eq!(words("The rebel-held town – Turkey’s – fell."), 7);
        assert_eq!(words("北京 and 東京"), 5);
        assert_eq!(words(" \r\n"), 0);
    }
}
