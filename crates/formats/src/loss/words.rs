//! Words that spans begin or end within.

use crate::document::tokens::is_blank;
use crate::document::{Annotated, excerpt};
use crate::loss::{Losses, TextRule};
use postil_core::filled;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// Cut words that are told one by one.
const NAMED: usize = 5;

/// Names the words that are written in parts, since a span begins or ends within them. A part that begins with a mark, as in
/// `Turkey’s`, is a word in most corpora too: those who read the file hardly miss it.
pub(super) fn cut(document: &Annotated, rule: TextRule, losses: &mut Losses) {
    if !matches!(rule, TextRule::Words | TextRule::Lines | TextRule::SomeWords | TextRule::Tsv) {
        return;
    }
    let text = document.text();
    let (mut inner, mut marked) = (Vec::new(), Vec::new());
    let ends = ends(document);
    for word in words(document) {
        let mut within = ends.range(word.start + 1..word.end).peekable();
        if within.peek().is_some() {
            let is_marked = within.all(|at| !is_inner(text, *at));
            if is_marked { &mut marked } else { &mut inner }.push(word);
        }
    }
    let named = |words: &[std::ops::Range<usize>]| {
        let mut names: Vec<String> =
            words.iter().take(NAMED).map(|word| format!("“{}”", excerpt(&text[word.clone()]))).collect();
        names.extend((words.len() > NAMED).then(|| "…".to_owned()));
        names.join(", ")
    };
    let fate = "written in parts";
    losses.remarks("words that a span cuts", inner.len(), fate, || named(&inner));
    losses.aside(|losses| {
        losses.remarks("words that a span parts from a mark or an ending", marked.len(), fate, || named(&marked));
    });
}

/// Spans of which an end lies between letters or digits of one word.
pub(super) fn within(document: &Annotated) -> Vec<usize> {
    let text = document.text();
    let mut bounds: BTreeSet<usize> = BTreeSet::new();
    let mut is_within = |at: usize| {
        if !is_inner(text, at) {
            return false;
        }
        if bounds.is_empty() {
            bounds.extend(text.split_word_bound_indices().map(|(at, _)| at));
        }
        !bounds.contains(&at)
    };
    let ends = |i: &usize| document.spans[*i].cover().to_usize();
    (0..document.spans.len()).filter(|i| is_within(ends(i).start) || is_within(ends(i).end)).collect()
}

/// Whether letters or digits stand on both sides of a place.
fn is_inner(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    is_word(before.chars().next_back()) && is_word(after.chars().next())
}

/// Where parts of spans begin and end, in bytes.
fn ends(document: &Annotated) -> BTreeSet<usize> {
    let parts = document.spans.iter().flat_map(|span| span.fragments.as_slice());
    filled(parts.flat_map(|range| [range.start().to_usize(), range.end().to_usize()]))
}

/// The words of the document's file, or else those of UAX 29.
fn words(document: &Annotated) -> Vec<std::ops::Range<usize>> {
    match &document.layout {
        Some(layout) => layout.iter().flat_map(|sentence| &sentence.tokens).map(|token| token.to_usize()).collect(),
        None => {
            let words = document.text().split_word_bound_indices();
            let words = words.filter(|(_, word)| !word.chars().all(is_blank));
            words.map(|(at, word)| at..at + word.len()).collect()
        }
    }
}
