//! What is measured: texts with spans, as a project file for the page and as plain data for the baselines.

use crate::prose::{Dice, Prose};
use anyhow::{Context as _, Result};
use postil_core::{
    ActorId, Author, Document, DocumentInfo, DocumentStatus, Draft, Fragments, Intent, Origin, RecordKey, SetInfo,
    SetKind, Slug, Span, Store, TextRange, Timestamp,
};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// Labels of the first schema that are drawn on the text, each with its hue.
const LABELS: [(&str, &str); 10] = [
    ("PERSON", "amber"),
    ("ORG", "sky"),
    ("GPE", "green"),
    ("NORP", "pink"),
    ("FAC", "blue"),
    ("DATE", "yellow"),
    ("EVENT", "vermillion"),
    ("LOC", "yellow"),
    ("MISC", "sky"),
    ("MONEY", "blue"),
];

/// A text and the spans on it.
pub struct Fixture {
    pub document: Document,
    title: &'static str,
    language: &'static str,
    /// In reading order: where, and which label.
    spans: Vec<(TextRange, usize)>,
}

impl Fixture {
    /// `count` spans on about `bytes` of prose: four in five lie flat beside each other, the fifth is nested in one of
    /// them or crosses it. With `is_read`, the text is marked as what it is, English, and the page extracts it when it
    /// is opened; else as a language that it leaves alone.
    pub fn new(prose: &Prose, title: &'static str, bytes: usize, count: usize, is_read: bool) -> Self {
        let seed = (bytes + count) as u64;
        let document = Document::new(prose.text(bytes, seed));
        let mut spans = spans(document.text(), count, &mut Dice::new(seed + 1));
        spans.sort_by_key(|(range, _)| (range.start(), Reverse(range.end())));
        Self { document, title, language: if is_read { "en" } else { "nl" }, spans }
    }

    pub fn bytes(&self) -> usize {
        self.document.text().len()
    }

    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// For a page of a baseline: the text, and spans as start and end in UTF-16 units and a hue.
    pub fn plain(&self) -> Value {
        let offsets = self.document.offsets();
        let row = |(range, label): &(TextRange, usize)| {
            let place = |at| offsets.to_utf16(at).get();
            json!([place(range.start()), place(range.end()), LABELS[*label].1])
        };
        json!({ "text": &**self.document.text(), "spans": self.spans.iter().map(row).collect::<Vec<_>>() })
    }
}

/// A project in which a person tagged one span after the other.
pub fn project(fixtures: &[&Fixture]) -> Result<String> {
    let mut store = Store::new();
    let name = "bench-annotator";
    let mut author =
        Author { actor: ActorId::new(7), annotator: name.parse().map_err(anyhow::Error::msg)?, next_seq: 0 };
    let set: postil_core::SetId = "bench".parse().map_err(anyhow::Error::msg)?;
    let labels: Vec<Slug> =
        LABELS.iter().map(|(label, _)| label.parse().map_err(anyhow::Error::msg)).collect::<Result<_>>()?;
    let mut now = 1_600_000_000_000;
    let mut commit = |intent, write: &dyn Fn(&mut Draft)| -> Result<()> {
        let mut draft = Draft::new(&store, &author);
        write(&mut draft);
        now += 1_000;
        let transaction = draft.finish(Timestamp(now), intent).context("each step changes something")?;
        store.commit(transaction.into()).map_err(|conflict| anyhow::anyhow!("{conflict}"))?;
        author.next_seq += 1;
        Ok(())
    };
    commit(Intent::Schema, &|draft| {
        let annotator = Some(name.parse().expect("a well-formed name"));
        draft.put(RecordKey::Set(set.clone()), SetInfo { name: "Bench".into(), kind: SetKind::Work, annotator }.into());
    })?;
    for fixture in fixtures {
        let document = &fixture.document;
        commit(Intent::AddDocument, &|draft| {
            let info = DocumentInfo {
                language: Some(fixture.language.into()),
                dct: Some("2020-09-13".into()),
                status: DocumentStatus::Begun,
                ..DocumentInfo::of(document, fixture.title)
            };
            draft.put(RecordKey::Document(document.id()), info.into());
        })?;
        for (range, label) in &fixture.spans {
            commit(Intent::Tag, &|draft| {
                let span = Span {
                    doc: document.id(),
                    set: set.clone(),
                    label: labels[*label].clone(),
                    fragments: Fragments::one(*range),
                    origin: Origin::Person,
                    link: None,
                };
                draft.add(span.into());
            })?;
        }
    }
    let documents: Vec<Document> = fixtures.iter().map(|fixture| fixture.document.clone()).collect();
    Ok(postil_project::project::write(&store, &documents))
}

/// A project of many documents of 400 bytes or so with twenty spans each; the first is called as `title` says.
pub fn many(prose: &Prose, count: usize, title: &'static str) -> Result<String> {
    let fixtures: Vec<Fixture> = (0..count)
        .map(|number| {
            let seed = 7_000 + number as u64;
            let document = Document::new(format!("{number}. {}", prose.text(400, seed)));
            let mut spans = spans(document.text(), 20, &mut Dice::new(seed + 1));
            spans.sort_by_key(|(range, _)| (range.start(), Reverse(range.end())));
            Fixture { document, title: if number == 0 { title } else { "Another" }, language: "nl", spans }
        })
        .collect();
    project(&fixtures.iter().collect::<Vec<_>>())
}

/// A word and the line that it stands on.
struct Word {
    line: usize,
    start: usize,
    end: usize,
}

fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    for (line, content) in text.split_inclusive('\n').enumerate() {
        let mut open = None;
        for (i, c) in content.char_indices() {
            match (open, c.is_alphanumeric()) {
                (None, true) => open = Some(i),
                (Some(start), false) => {
                    found.push(Word { line, start: at + start, end: at + i });
                    open = None;
                }
                _ => {}
            }
        }
        at += content.len();
    }
    found
}

fn spans(text: &str, count: usize, dice: &mut Dice) -> Vec<(TextRange, usize)> {
    let words = words(text);
    let flat = count * 4 / 5;
    // From the first word to the last, both included, kept on one line.
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(count);
    let on_line = |first: usize, wanted: usize| {
        let last = wanted.min(words.len() - 1);
        (first..=last).rev().find(|word| words[*word].line == words[first].line).unwrap_or(first)
    };
    for slot in 0..flat {
        // One to three words in a slot of its own, and one left free behind it where there is room.
        let (from, to) = (slot * words.len() / flat, (slot + 1) * words.len() / flat);
        let first = from + dice.below(((to - from) / 3).max(1));
        places.push((first, on_line(first, (first + dice.below(3)).min(to.saturating_sub(2).max(first)))));
    }
    for number in 0..count - flat {
        let (first, last) = places[number * flat / (count - flat)];
        let is_wide = last > first;
        places.push(match (number % 2 == 0, is_wide) {
            // Inside.
            (true, true) => (last, last),
            // Around.
            (true, false) => (first, on_line(first, last + 2)),
            // Across its end, or across the beginning of the next.
            (false, true) => (last, on_line(last, last + 1 + dice.below(2))),
            (false, false) => (first, on_line(first, first + 3 + dice.below(3))),
        });
    }
    let range = |(first, last): (usize, usize)| TextRange::from_usize(words[first].start..words[last].end);
    places.into_iter().map(|place| (range(place), dice.below(LABELS.len()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_words_of_a_line_and_a_fifth_overlaps() -> Result<()> {
        let fixture = Fixture::new(&Prose::new()?, "Any", 100_000, 1_000, false);
        assert!((100_000..102_000).contains(&fixture.bytes()));
        assert_eq!(fixture.count(), 1_000);
        let mut overlapping = 0;
        let mut reach = 0;
        for (range, _) in &fixture.spans {
            let text = fixture.document.slice(*range);
            assert!(!text.contains('\n') && text.starts_with(char::is_alphanumeric), "{text}");
            overlapping += u32::from(range.start().get() < reach);
            reach = reach.max(range.end().get());
        }
        assert!((150..=250).contains(&overlapping), "{overlapping}");
        Ok(())
    }

    #[test]
    fn the_project_can_be_read() -> Result<()> {
        let prose = Prose::new()?;
        let [a, b] = [("A", 3_000), ("B", 5_000)].map(|(title, bytes)| Fixture::new(&prose, title, bytes, 50, false));
        let loaded = postil_project::load(&project(&[&a, &b])?, "bench.postil.json", &|_| None)?;
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        assert_eq!(loaded.summary(&Store::new()).spans, 100);
        Ok(())
    }
}
