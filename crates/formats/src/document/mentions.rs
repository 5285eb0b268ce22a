//! Mentions that a file gives by their words alone: where they stand.

use postil_core::TextRange;
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// The words of a text, by which mentions are found whatever their case is.
pub(crate) struct Words<'t> {
    all: Vec<(TextRange, String)>,
    /// Where each word stands in `all`.
    places: BTreeMap<String, Vec<usize>>,
    text: &'t str,
}

/// A mention that stands in more places is none that can be meant by its words.
pub(crate) const MAX_PLACES: usize = 100;

impl<'t> Words<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let all: Vec<(TextRange, String)> = words(text).collect();
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, (_, word)) in all.iter().enumerate() {
            places.entry(word.clone()).or_default().push(i);
        }
        Self { all, places, text }
    }

    /// The places of a mention, in order: those in which it is written just so, or else, in whatever case. One more than
    /// [`MAX_PLACES`] where there are more.
    pub(crate) fn places(&self, mention: &str) -> Vec<TextRange> {
        let wanted: Vec<String> = words(mention).map(|(_, word)| word).collect();
        let Some(starts) = wanted.first().and_then(|first| self.places.get(first)) else { return Vec::new() };
        let ranges = |is_same: &dyn Fn(TextRange) -> bool| -> Vec<TextRange> {
            let fits = |start: usize| {
                let there = self.all.get(start..start + wanted.len())?;
                let range = there[0].0.cover(there[there.len() - 1].0);
                (there.iter().map(|(_, word)| word).eq(&wanted) && is_same(range)).then_some(range)
            };
            starts.iter().filter_map(|start| fits(*start)).take(MAX_PLACES + 1).collect()
        };
        let same = ranges(&|range| self.text[range.to_usize()] == *mention.trim());
        if same.is_empty() { ranges(&|_| true) } else { same }
    }
}

/// Words and signs in lower case, as the programs that are trained on mentions cut them: letters and digits with the hyphens
/// between them are a word, and any other sign is one by itself, an apostrophe too.
fn words(text: &str) -> impl Iterator<Item = (TextRange, String)> + '_ {
    let is_word = |sign: &str| sign.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let mut signs = text.grapheme_indices(true).peekable();
    std::iter::from_fn(move || {
        let (start, first) = signs.find(|(_, sign)| !sign.trim().is_empty())?;
        let mut end = start + first.len();
        while is_word(first) {
            let hyphens = text[end..].len() - text[end..].trim_start_matches('-').len();
            let next = text[end + hyphens..].graphemes(true).next();
            let Some(next) = next.filter(|next| hyphens < 2 && is_word(next)) else { break };
            end += hyphens + next.len();
        }
        while signs.next_if(|(at, _)| *at < end).is_some() {}
        Some((TextRange::from_usize(start..end), text[start..end].to_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_as_words() {
        let text = "May met İrem in May; may Mayor O'Neil  Jr. go?";
        let words = Words::of(text);
        let found = |mention: &str| words.places(mention).iter().map(|it| it.to_usize()).collect::<Vec<_>>();
        assert_eq!(found("May"), [0..3, 17..20]);
        assert_eq!(found("MAY"), [0..3, 17..20, 22..25]);
        assert_eq!(found("İREM"), std::slice::from_ref(&(8..13)));
        assert_eq!(found("O'Neil Jr."), std::slice::from_ref(&(32..43)));
        assert!(
            found("yor").is_empty()
                && found("").is_empty()
                && found(" ").is_empty()
                && found("May met nobody").is_empty()
        );
        assert_eq!(Words::of(&"a ".repeat(1000)).places("a").len(), MAX_PLACES + 1);
    }
}
