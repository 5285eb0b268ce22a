//! Suggestions as numbers, for a typed array that moves between threads without being copied or parsed.
//!
//! All words are 32 bits. A header of ten counts; a row of eight for each span, of seven for each relation, of six for
//! each member of a cluster, of eight for each event, of six for each argument and of two for each attribute of one; the
//! reasons, as indices of strings; the strings, as the place where each ends and then their UTF-8 bytes, four to a
//! word, the first in the lowest bits. Strings are written once, however often they are used.

use super::Garbled;
use postil_core::{
    Provenance, Score, Slug, SuggestedArgument, SuggestedEvent, SuggestedMember, SuggestedRelation, SuggestedSpan,
    Suggestions, TextRange,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The first word; counts up when the layout changes.
const LAYOUT: u32 = 0x706f_7303;
const HEADER: usize = 10;
/// Each row of what has a provenance ends with it: extractor, version, score, end of its reasons.
const PROVENANCE: usize = 4;
/// start, end, label, value
const SPAN: usize = 4 + PROVENANCE;
/// label, head, tail
const RELATION: usize = 3 + PROVENANCE;
/// cluster, span
const MEMBER: usize = 2 + PROVENANCE;
/// label, trigger, end of its arguments, end of its attributes
const EVENT: usize = 4 + PROVENANCE;
/// role, span
const ARGUMENT: usize = 2 + PROVENANCE;
/// name, value
const ATTRIBUTE: usize = 2;
/// In place of the index of a value that is not there.
const NONE: u32 = u32::MAX;

/// As words; O(n log n) in the number of strings.
pub fn pack(suggestions: &Suggestions) -> Vec<u32> {
    let Suggestions { spans, relations, members, events } = suggestions;
    let mut strings = Strings::default();
    let mut reasons = Vec::new();
    let mut rows = Vec::with_capacity(spans.len() * SPAN + relations.len() * RELATION + members.len() * MEMBER);
    for span in spans {
        rows.extend([
            span.range.start().get(),
            span.range.end().get(),
            strings.index(span.label.as_str()),
            span.value.as_deref().map_or(NONE, |value| strings.index(value)),
        ]);
        rows.extend(strings.provenance(&span.provenance, &mut reasons));
    }
    for relation in relations {
        rows.extend([strings.index(relation.label.as_str()), relation.head, relation.tail]);
        rows.extend(strings.provenance(&relation.provenance, &mut reasons));
    }
    for member in members {
        rows.extend([member.cluster, member.span]);
        rows.extend(strings.provenance(&member.provenance, &mut reasons));
    }
    let (mut arguments, mut attributes) = (0, 0);
    for event in events {
        arguments += event.arguments.len();
        attributes += event.attributes.len();
        rows.extend([strings.index(event.label.as_str()), event.trigger, arguments as u32, attributes as u32]);
        rows.extend(strings.provenance(&event.provenance, &mut reasons));
    }
    for argument in events.iter().flat_map(|event| &event.arguments) {
        rows.extend([strings.index(argument.role.as_str()), argument.span]);
        rows.extend(strings.provenance(&argument.provenance, &mut reasons));
    }
    for (name, value) in events.iter().flat_map(|event| &event.attributes) {
        rows.extend([strings.index(name.as_str()), strings.index(value)]);
    }
    let suggested = [spans.len(), relations.len(), members.len(), events.len(), arguments, attributes];
    let strung = [reasons.len(), strings.ends.len(), strings.bytes.len()];
    let mut words = vec![LAYOUT];
    words.extend(suggested.iter().chain(&strung).map(|count| *count as u32));
    words.extend(rows);
    words.extend(reasons);
    words.extend(strings.ends);
    words.extend(strings.bytes.chunks(4).map(|chunk| {
        let mut four = [0; 4];
        four[..chunk.len()].copy_from_slice(chunk);
        u32::from_le_bytes(four)
    }));
    words
}

/// Reads what [`pack`] wrote.
///
/// # Errors
/// If it was written by another version. Never panics, whatever the words.
pub fn unpack(words: &[u32]) -> Result<Suggestions, Garbled> {
    let mut input = Input(words);
    let &[LAYOUT, spans, relations, members, events, arguments, attributes, reasons, ends, bytes] =
        input.take(HEADER)?
    else {
        return Err(Garbled("the layout of suggestions"));
    };
    let spans = input.rows(spans, SPAN)?;
    let relations = input.rows(relations, RELATION)?;
    let members = input.rows(members, MEMBER)?;
    let events = input.rows(events, EVENT)?;
    let arguments = input.rows(arguments, ARGUMENT)?;
    let attributes = input.rows(attributes, ATTRIBUTE)?;
    let reasons = input.rows(reasons, 1)?;
    let ends = input.rows(ends, 1)?;
    let bytes: Vec<u8> = input.rows(bytes.div_ceil(4), 1)?.iter().copied().flat_map(u32::to_le_bytes).collect();
    let mut table = Table { strings: strings(ends, &bytes)?, labels: BTreeMap::new(), reasons, reason: 0 };
    let spans = spans.chunks_exact(SPAN).map(|row| table.span(row)).collect::<Result<_, _>>()?;
    let relations = relations.chunks_exact(RELATION).map(|row| table.relation(row)).collect::<Result<_, _>>()?;
    let members = members.chunks_exact(MEMBER).map(|row| table.member(row)).collect::<Result<_, _>>()?;
    let mut told = Vec::with_capacity(events.len() / EVENT);
    for row in events.chunks_exact(EVENT) {
        told.push(table.event(row)?);
    }
    let arguments: Vec<_> =
        arguments.chunks_exact(ARGUMENT).map(|row| table.argument(row)).collect::<Result<_, _>>()?;
    let attributes: Vec<_> =
        attributes.chunks_exact(ATTRIBUTE).map(|row| table.attribute(row)).collect::<Result<_, _>>()?;
    let (mut arguments, mut attributes) = (Shares::of(arguments), Shares::of(attributes));
    let events = told.into_iter().map(|(event, [ends, of])| {
        let (arguments, attributes) = (arguments.up_to(ends)?, attributes.up_to(of)?);
        Ok(SuggestedEvent { arguments, attributes, ..event })
    });
    Ok(Suggestions { spans, relations, members, events: events.collect::<Result<_, Garbled>>()? })
}

/// A list of which each event has the next few.
struct Shares<T> {
    rest: std::vec::IntoIter<T>,
    taken: u32,
}

impl<T> Shares<T> {
    fn of(all: Vec<T>) -> Self {
        Self { rest: all.into_iter(), taken: 0 }
    }

    fn up_to(&mut self, end: u32) -> Result<Vec<T>, Garbled> {
        let count = end.checked_sub(self.taken).filter(|count| *count as usize <= self.rest.len());
        let count = count.ok_or(Garbled("what an event has"))?;
        self.taken = end;
        Ok(self.rest.by_ref().take(count as usize).collect())
    }
}

#[derive(Default)]
struct Strings<'a> {
    known: BTreeMap<&'a str, u32>,
    /// Where each string ends in `bytes`.
    ends: Vec<u32>,
    bytes: Vec<u8>,
    /// Strings that were met last, by the place where they lie, and their indices: labels and extractors are shared.
    last: [Option<(&'a str, u32)>; LAST],
}

/// Strings that are known by the place where they lie.
const LAST: usize = 32;

impl<'a> Strings<'a> {
    fn index(&mut self, string: &'a str) -> u32 {
        let last = string.as_ptr().addr() / 8 % LAST;
        if let Some((known, index)) = self.last[last]
            && std::ptr::eq(known, string)
        {
            return index;
        }
        let index = *self.known.entry(string).or_insert_with(|| {
            self.bytes.extend(string.as_bytes());
            self.ends.push(self.bytes.len() as u32);
            self.ends.len() as u32 - 1
        });
        self.last[last] = Some((string, index));
        index
    }

    /// The end of a row; the reasons go to the others.
    fn provenance(&mut self, of: &'a Provenance, reasons: &mut Vec<u32>) -> [u32; PROVENANCE] {
        reasons.extend(of.reasons.iter().map(|reason| self.index(reason)));
        [self.index(&of.extractor), self.index(&of.version), u32::from(of.score.parts()), reasons.len() as u32]
    }
}

struct Input<'a>(&'a [u32]);

impl<'a> Input<'a> {
    fn take(&mut self, words: usize) -> Result<&'a [u32], Garbled> {
        let (taken, rest) = self.0.split_at_checked(words).ok_or(Garbled("the length of suggestions"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn rows(&mut self, count: u32, width: usize) -> Result<&'a [u32], Garbled> {
        self.take((count as usize).checked_mul(width).ok_or(Garbled("the number of suggestions"))?)
    }
}

fn strings(ends: &[u32], bytes: &[u8]) -> Result<Vec<Arc<str>>, Garbled> {
    let mut start = 0;
    let mut made = Vec::with_capacity(ends.len());
    for &end in ends {
        let bytes = bytes.get(start..end as usize).ok_or(Garbled("the length of a string"))?;
        made.push(std::str::from_utf8(bytes).map_err(|_| Garbled("the bytes of a string"))?.into());
        start = end as usize;
    }
    Ok(made)
}

struct Table<'a> {
    strings: Vec<Arc<str>>,
    /// Labels met so far, by the index of their string.
    labels: BTreeMap<u32, Slug>,
    reasons: &'a [u32],
    /// The first reason of the next row.
    reason: usize,
}

impl Table<'_> {
    fn span(&mut self, row: &[u32]) -> Result<SuggestedSpan, Garbled> {
        let &[start, end, label, value, ref provenance @ ..] = row else {
            return Err(Garbled("a suggestion"));
        };
        if start > end {
            return Err(Garbled("the range of a suggestion"));
        }
        Ok(SuggestedSpan {
            range: TextRange::from_usize(start as usize..end as usize),
            label: self.label(label)?,
            value: if value == NONE { None } else { Some(self.string(value)?) },
            provenance: self.provenance(provenance)?,
        })
    }

    fn relation(&mut self, row: &[u32]) -> Result<SuggestedRelation, Garbled> {
        let &[label, head, tail, ref provenance @ ..] = row else {
            return Err(Garbled("a relation"));
        };
        Ok(SuggestedRelation { label: self.label(label)?, head, tail, provenance: self.provenance(provenance)? })
    }

    fn member(&mut self, row: &[u32]) -> Result<SuggestedMember, Garbled> {
        let &[cluster, span, ref provenance @ ..] = row else {
            return Err(Garbled("a member of a cluster"));
        };
        Ok(SuggestedMember { cluster, span, provenance: self.provenance(provenance)? })
    }

    /// An event without its arguments and attributes, and where these end.
    fn event(&mut self, row: &[u32]) -> Result<(SuggestedEvent, [u32; 2]), Garbled> {
        let &[label, trigger, arguments, attributes, ref provenance @ ..] = row else {
            return Err(Garbled("an event"));
        };
        let (label, provenance) = (self.label(label)?, self.provenance(provenance)?);
        let event = SuggestedEvent { label, trigger, arguments: Vec::new(), attributes: Vec::new(), provenance };
        Ok((event, [arguments, attributes]))
    }

    fn argument(&mut self, row: &[u32]) -> Result<SuggestedArgument, Garbled> {
        let &[role, span, ref provenance @ ..] = row else {
            return Err(Garbled("an argument of an event"));
        };
        Ok(SuggestedArgument { role: self.label(role)?, span, provenance: self.provenance(provenance)? })
    }

    fn attribute(&mut self, row: &[u32]) -> Result<(Slug, Arc<str>), Garbled> {
        let &[name, value] = row else {
            return Err(Garbled("an attribute of an event"));
        };
        Ok((self.label(name)?, self.string(value)?))
    }

    fn provenance(&mut self, row: &[u32]) -> Result<Arc<Provenance>, Garbled> {
        let &[extractor, version, score, reasons] = row else {
            return Err(Garbled("a provenance"));
        };
        Ok(Arc::new(Provenance {
            extractor: self.string(extractor)?,
            version: self.string(version)?,
            score: score_of(score)?,
            reasons: self.reasons(reasons)?,
        }))
    }

    fn string(&self, index: u32) -> Result<Arc<str>, Garbled> {
        self.strings.get(index as usize).cloned().ok_or(Garbled("the index of a string"))
    }

    fn label(&mut self, index: u32) -> Result<Slug, Garbled> {
        if let Some(label) = self.labels.get(&index) {
            return Ok(label.clone());
        }
        let label: Slug = self.string(index)?.parse().map_err(|_| Garbled("a label"))?;
        self.labels.insert(index, label.clone());
        Ok(label)
    }

    fn reasons(&mut self, end: u32) -> Result<Vec<Arc<str>>, Garbled> {
        let of_row = self.reasons.get(self.reason..end as usize).ok_or(Garbled("the reasons of a suggestion"))?;
        self.reason = end as usize;
        of_row.iter().map(|&index| self.string(index)).collect()
    }
}

fn score_of(parts: u32) -> Result<Score, Garbled> {
    let parts = u16::try_from(parts).ok().filter(|&parts| parts <= Score::ONE.parts());
    parts.map(Score::from_parts).ok_or(Garbled("a score"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    fn slug() -> impl Strategy<Value = Slug> {
        prop_oneof![Just("PERSON"), Just("ORG"), Just("日付")].prop_map(|name| name.parse().unwrap())
    }

    fn text() -> impl Strategy<Value = Arc<str>> {
        "\\PC{0,12}".prop_map(Arc::from)
    }

    fn score() -> impl Strategy<Value = Score> {
        (0u16..=10_000).prop_map(Score::from_parts)
    }

    prop_compose! {
        fn provenance()(
            extractor in text(), version in text(), score in score(), reasons in vec(text(), 0..4),
        ) -> Arc<Provenance> {
            Arc::new(Provenance { extractor, version, score, reasons })
        }
    }

    prop_compose! {
        fn span()(
            start in any::<u32>(), len in any::<u32>(), label in slug(), value in option::of(text()),
            provenance in provenance(),
        ) -> SuggestedSpan {
            let range = start as usize..start.saturating_add(len) as usize;
            SuggestedSpan { range: TextRange::from_usize(range), label, value, provenance }
        }
    }

    prop_compose! {
        fn relation()(
            label in slug(), head in any::<u32>(), tail in any::<u32>(), provenance in provenance(),
        ) -> SuggestedRelation {
            SuggestedRelation { label, head, tail, provenance }
        }
    }

    prop_compose! {
        fn member()(cluster in any::<u32>(), span in any::<u32>(), provenance in provenance()) -> SuggestedMember {
            SuggestedMember { cluster, span, provenance }
        }
    }

    prop_compose! {
        fn argument()(role in slug(), span in any::<u32>(), provenance in provenance()) -> SuggestedArgument {
            SuggestedArgument { role, span, provenance }
        }
    }

    prop_compose! {
        fn event()(
            label in slug(), trigger in any::<u32>(), arguments in vec(argument(), 0..4),
            attributes in vec((slug(), text()), 0..3), provenance in provenance(),
        ) -> SuggestedEvent {
            SuggestedEvent { label, trigger, arguments, attributes, provenance }
        }
    }

    fn suggestions() -> impl Strategy<Value = Suggestions> {
        let parts = (vec(span(), 0..8), vec(relation(), 0..4), vec(member(), 0..4), vec(event(), 0..4));
        parts.prop_map(|(spans, relations, members, events)| Suggestions { spans, relations, members, events })
    }

    proptest! {
        #[test]
        fn packing_loses_nothing(suggestions in suggestions()) {
            prop_assert_eq!(unpack(&pack(&suggestions)), Ok(suggestions));
        }

        #[test]
        fn nothing_makes_unpacking_panic(suggestions in suggestions(), at in any::<prop::sample::Index>(), word: u32) {
            let mut words = pack(&suggestions);
            let at = at.index(words.len());
            words[at] = word;
            let _ = unpack(&words);
            let _ = unpack(&words[..at]);
        }
    }

    #[test]
    fn strings_are_written_once() {
        let provenance = Provenance {
            extractor: "rules".into(),
            version: "1".into(),
            score: Score::ONE,
            reasons: vec!["in a list: Ünye".into()],
        };
        let one = SuggestedSpan {
            range: TextRange::from_usize(0..3),
            label: "ORG".parse().unwrap(),
            value: None,
            provenance: provenance.into(),
        };
        let words = |n| pack(&Suggestions { spans: vec![one.clone(); n], ..Suggestions::default() }).len();
        assert_eq!(words(101) - words(1), 100 * (SPAN + 1));
    }
}
