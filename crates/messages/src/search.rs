//! What is looked for over all documents, and what was found, packed for the way.

use crate::Garbled;
use postil_core::TextRange;
use serde::{Deserialize, Serialize};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    pub kind: QueryKind,
    /// The words, the expression, or the lines of the dictionary.
    pub text: String,
    /// Whole words alone.
    pub whole_word: bool,
    /// Capital and small letters are different.
    pub match_case: bool,
    /// Accents and their like matter.
    pub match_marks: bool,
    /// Other forms of the word are the same, in English.
    pub inflect: bool,
}

/// How the text of a [`Query`] is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryKind {
    /// As words, in texts.
    #[default]
    Words,
    /// As a regular expression, in texts.
    Expression,
    /// As a dictionary, in texts: a line each, with an optional label behind a tab or, in CSV, behind a comma or a semicolon.
    Dictionary,
    /// As words, in the labels, notes and values of annotations.
    Annotations,
    /// Not at all: what is looked for is what a corrected text has otherwise than the one that it supersedes, where something was
    /// annotated. Hits have the labels of these annotations.
    Changes,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHit {
    /// The document, by its place in the request.
    pub doc: u32,
    pub range: TextRange,
    /// The label that a dictionary has for it, by its place in the answer.
    pub label: Option<u32>,
    /// What stands around it: before, the hit itself, after; on one line. Only the first hits have any.
    pub excerpt: Option<[String; 3]>,
}

/// document, start, end, label, and the bytes of each part of the excerpt
const ROW: usize = 7;
/// Of a label, or of the first part of an excerpt, that is not there.
const NONE: u32 = u32::MAX;

/// As words for a typed array, and the text of all excerpts.
pub fn pack_hits(hits: &[FoundHit]) -> (Vec<u32>, String) {
    let mut words = Vec::with_capacity(hits.len() * ROW);
    let mut text = String::new();
    for FoundHit { doc, range, label, excerpt } in hits {
        words.extend([*doc, range.start().get(), range.end().get(), label.unwrap_or(NONE)]);
        match excerpt {
            Some(parts) => {
                for part in parts {
                    words.push(part.len() as u32);
                    text.push_str(part);
                }
            }
            None => words.extend([NONE, 0, 0]),
        }
    }
    (words, text)
}

/// Reads what [`pack_hits`] wrote.
///
/// # Errors
/// If it was written by another version. Never panics, whatever is given.
pub fn unpack_hits(words: &[u32], text: &str) -> Result<Vec<FoundHit>, Garbled> {
    let garbled = Garbled::new("what was found");
    let mut rest = text;
    let mut take = |length: u32| {
        let (part, behind) = rest.split_at_checked(length as usize).ok_or(garbled)?;
        rest = behind;
        Ok(part.to_owned())
    };
    let (rows, []) = words.as_chunks::<ROW>() else { return Err(garbled) };
    let hit = |&[doc, start, end, label, before, hit, after]: &[u32; ROW]| {
        if start > end {
            return Err(garbled);
        }
        let excerpt = match before {
            NONE => None,
            before => Some([take(before)?, take(hit)?, take(after)?]),
        };
        let range = TextRange::from_usize(start as usize..end as usize);
        Ok(FoundHit { doc, range, label: (label != NONE).then_some(label), excerpt })
    };
    rows.iter().map(hit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hits() -> impl Strategy<Value = Vec<FoundHit>> {
        let excerpt = prop::option::of(prop::array::uniform3("[a-zé北 ]{0,6}"));
        let hit = (0u32..9, 0u32..99, 0u32..9, prop::option::of(0u32..4), excerpt).prop_map(
            |(doc, start, length, label, excerpt)| {
                let range = TextRange::from_usize(start as usize..(start + length) as usize);
                FoundHit { doc, range, label, excerpt }
            },
        );
        prop::collection::vec(hit, 0..12)
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(hits in hits()) {
            let (words, text) = pack_hits(&hits);
            prop_assert_eq!(unpack_hits(&words, &text), Ok(hits));
        }

        #[test]
        fn nothing_garbled_panics(words in prop::collection::vec(prop_oneof![0u32..9, Just(NONE), any::<u32>()], 0..30), text in ".{0,9}") {
            let _ = unpack_hits(&words, &text);
        }
    }
}
