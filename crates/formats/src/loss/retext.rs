//! Texts that a format writes otherwise: as words with a rule for what stands between them, or with blanks at the
//! beginning.

use crate::document::tokens::{Joined, is_blank, sentences};
use crate::document::{Annotated, Sentence, excerpt};
use crate::loss::{Losses, TextRule};
use postil_core::{Document, Fragments, TextRange};
use std::sync::Arc;

/// Another text for the same words, and where each place went.
pub(super) struct Retext {
    text: String,
    /// Ranges of the old text with their new place, in order.
    places: Vec<(TextRange, TextRange)>,
    layout: Option<Arc<[Sentence]>>,
}

impl Retext {
    /// None where the text stays; Some(None) where it has no words.
    pub(super) fn new(document: &Annotated, rule: TextRule) -> Option<Option<Self>> {
        let text = document.text();
        let is_lines = match rule {
            TextRule::Exact | TextRule::Xml | TextRule::Html => return None,
            TextRule::SomeWords => return text.chars().all(is_blank).then_some(None),
            TextRule::Words => false,
            TextRule::Lines => true,
            TextRule::Tsv => {
                let rest = text.trim_start_matches(is_blank);
                let lead = &text[..text.len() - rest.len()];
                if rest.is_empty() {
                    return Some(None);
                }
                if lead.chars().all(|c| c == ' ') {
                    return None;
                }
                let blanks = " ".repeat(lead.encode_utf16().count());
                let mut places = Vec::new();
                for (n, (at, c)) in lead.char_indices().enumerate() {
                    let n = n.min(blanks.len());
                    places.push((TextRange::from_usize(at..at + c.len_utf8()), TextRange::from_usize(n..n + 1)));
                }
                let (old, new) = (lead.len()..text.len(), blanks.len()..blanks.len() + rest.len());
                places.push((TextRange::from_usize(old), TextRange::from_usize(new)));
                return Some(Some(Self { text: blanks + rest, places, layout: None }));
            }
        };
        let mut joined = Joined::new();
        let mut places = Vec::new();
        for (i, sentence) in sentences(document).iter().enumerate() {
            joined.begin();
            for (j, token) in sentence.tokens.iter().enumerate() {
                let before = if i + j == 0 {
                    ""
                } else if j == 0 && is_lines {
                    "\n"
                } else {
                    " "
                };
                places.push((*token, joined.push(before, document.document.slice(*token))));
            }
        }
        if places.is_empty() {
            return Some(None);
        }
        let layout = joined.layout();
        if joined.text == text && layout == document.layout {
            None
        } else {
            Some(Some(Self { text: joined.text, places, layout }))
        }
    }

    pub(super) fn apply(self, document: &mut Annotated, losses: &mut Losses) {
        if self.text == document.text() {
            document.layout = self.layout;
            return;
        }
        losses.aside(|losses| {
            losses.add("texts", 1, "written with other white space", Some(format!("“{}”", excerpt(&document.name))));
        });
        // Where an old place begins or ends, so does a new one.
        let start = |at| {
            let i = self.places.partition_point(|(old, _)| old.end() <= at).min(self.places.len() - 1);
            let (old, new) = self.places[i];
            let inner = if old.contains(at) { at.get() - old.start().get() } else { 0 };
            new.start().get() + inner.min(new.len())
        };
        let end = |at| {
            let i = self.places.partition_point(|(old, _)| old.start() < at).saturating_sub(1);
            let (old, new) = self.places[i];
            let inner = if at <= old.end() { at.get() - old.start().get() } else { old.len() };
            new.start().get() + inner.min(new.len())
        };
        for span in &mut document.spans {
            let is_empty = span.fragments.is_zero_width();
            let moved = span.fragments.as_slice().iter().map(|range| {
                let from = start(range.start());
                let to = if is_empty { from } else { end(range.end()) };
                TextRange::from_usize(from as usize..to.max(from) as usize)
            });
            if let Some(moved) = Fragments::new(moved.collect()) {
                span.fragments = moved;
            }
        }
        document.document = Document::new(self.text);
        document.layout = self.layout;
    }
}
