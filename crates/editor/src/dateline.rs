//! The date of an article, where its dateline says it.

use crate::{Progress, State};
use postil_core::{ByteOffset, DocId, TextRange};
use std::sync::Arc;

/// What a day is labelled as.
const DATE: &str = "DATE";
/// A dateline begins within so many bytes.
const HEAD: u32 = 700;
/// A line of its own has so many characters at most.
const SHORT: usize = 60;

/// A day in the dateline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    pub doc: DocId,
    pub range: TextRange,
    /// `YYYY-MM-DD`.
    pub date: Arc<str>,
}

impl State {
    /// The date in the open document's dateline, if the document has none yet and nobody has said that this is not its date. It is
    /// among the suggestions, so it takes a text that was read.
    pub fn dateline(&self) -> Option<Dateline> {
        let document = self.document()?;
        let doc = document.id();
        let info = self.store.documents().get(&doc)?;
        let suggestions = self.suggestions();
        let is_open = info.dct.is_none() && suggestions.progress == Progress::Finished && self.refusal().is_none();
        if !is_open || self.undated.contains(&doc) {
            return None;
        }
        let head = TextRange::new(ByteOffset::default(), ByteOffset::new(HEAD.min(document.range().end().get())));
        let days = suggestions.touching(head).filter_map(|(_, it)| {
            let date = it.value.clone().filter(|value| it.label.as_str() == DATE && is_day(value))?;
            if self.store.get(&postil_edits::rejection_key(doc, &self.set, it)).is_some() {
                return None;
            }
            let line = document.blocks()[document.block_at(it.range.start())?].content();
            let (line, at) = (document.slice(line), it.range.start().get() - line.start().get());
            let at = at as usize..(at + it.range.len()) as usize;
            let is_it = line.get(at.clone()).is_some() && is_dateline(&line[..at.start], &line[at.end..]);
            is_it.then_some(Dateline { doc, range: it.range, date })
        });
        days.min_by_key(|it| it.range.start())
    }
}

/// A day of some year, whatever day the text was written.
fn is_day(value: &str) -> bool {
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    value.len() == 10
        && value.is_char_boundary(4)
        && value.split('-').map(str::len).eq([4, 2, 2])
        && value.split('-').all(is_digits)
}

/// Whether a date stands between these as in a dateline: nothing but names before it, and the article or its source behind;
/// or on a short line of its own.
fn is_dateline(before: &str, behind: &str) -> bool {
    let is_name = |word: &str| !word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let behind = behind.trim_start();
    let is_parted = behind.is_empty() || behind.starts_with(['—', '–', '-', '(', '|', '·', ':', '/']);
    let is_short = before.chars().count() + behind.chars().count() <= SHORT && behind.split_whitespace().count() < 4;
    before.split_whitespace().all(is_name) && (is_parted || is_short && before.len() < SHORT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_is_told_from_a_sentence() {
        for (before, behind, expected) in [
            ("LONDON, ", " (Reuters) - Shares fell", true),
            ("ALDHAVEN, England, ", " — Nearly 2,000 dock workers", true),
            ("", "", true),
            ("Published ", ", 10:30 GMT", true),
            ("By Ana Petrović, ", "", true),
            ("On ", ", the council voted for a new bridge over the river", false),
            ("The council voted on ", " for a new bridge", false),
            ("Since ", " nobody has seen the ship or heard of its crew of five men", false),
        ] {
            assert_eq!(is_dateline(before, behind), expected, "{before}…{behind}");
        }
        assert!(is_day("2024-03-12") && !is_day("XXXX-03-12") && !is_day("2024-03") && !is_day("2024-W03-1"));
    }
}
