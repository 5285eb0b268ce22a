//! Reading DocBin, bounded in what may come of a few bytes.

use super::attributes::{BEGIN, ENT_IOB, ENT_KB_ID, ENT_TYPE, INSIDE, ORTH, OUTSIDE, SENT_START};
use super::strings::murmur;
use crate::document::texts::document;
use crate::document::tokens::Joined;
use crate::document::{Annotated, DocumentLabel, Report, Span};
use crate::format::Reading;
use crate::standoff::spacy::found::layered;
use crate::standoff::spacy::symbols;
use crate::syntax::{Error, Source};
use flate2::read::ZlibDecoder;
use postil_core::{Link, MAX_TEXT_BYTES, Score, TextRange, filled};
use rmpv::Value;
use std::collections::BTreeMap;
use std::io::Read as _;

/// Unpacked, a file may not be larger; nor so many times as large, once it is more than `FREE_BYTES`. What spaCy writes is
/// packed to a fiftieth at most.
const MAX_BYTES: u64 = 256 << 20;
const MAX_RATIO: u64 = 200;
const FREE_BYTES: u64 = 16 << 20;
/// A span of a group takes forty bytes and more, and a group has seldom more than one name.
const BYTES_OF_SPAN: usize = 8;

pub(in super::super) fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut bytes = Vec::new();
        let most = MAX_BYTES.min(FREE_BYTES.max(source.bytes.len() as u64 * MAX_RATIO));
        let unpacked = ZlibDecoder::new(&source.bytes[..]).take(most + 1).read_to_end(&mut bytes);
        unpacked.map_err(|error| report.error("", format!("not a DocBin: {error}")))?;
        if bytes.len() as u64 > most {
            return Err(report.error("", format!("more than {most} bytes, unpacked")));
        }
        let message = unpack(&bytes).ok_or_else(|| report.error("", "not a DocBin: the message is damaged"))?;
        // Words and groups of spans are there once, however often they are meant.
        let mut room = Room { text: MAX_TEXT_BYTES, spans: bytes.len() / BYTES_OF_SPAN };
        let bin = Bin::of(&message).map_err(|what| report.error("", format!("not a DocBin: {what}")))?;
        let mut at = 0;
        for (n, length) in bin.lengths.iter().enumerate() {
            let rows = at..at + length;
            at += length;
            made.push(bin.document(n, rows, format!("{}-{}", source.stem(), n + 1), &mut room, report)?);
        }
    }
    Ok(made)
}

/// A value that is neither deeper than any that spaCy writes, nor larger than its bytes.
fn unpack(bytes: &[u8]) -> Option<Value> {
    const MAX_DEPTH: usize = 32;
    rmpv::decode::read_value_with_max_depth(&mut &*bytes, MAX_DEPTH).ok()
}

fn field<'v>(message: &'v Value, name: &str) -> Option<&'v Value> {
    message.as_map()?.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
}

/// What may still come of a file: bytes of text, and spans of groups.
struct Room {
    text: usize,
    spans: usize,
}

/// What a file holds.
struct Bin<'v> {
    /// One row a token.
    rows: Vec<&'v [[u8; 8]]>,
    attributes: Vec<u64>,
    spaces: &'v [u8],
    lengths: Vec<usize>,
    strings: BTreeMap<u64, &'v str>,
    cats: &'v [Value],
    flags: &'v [Value],
    groups: &'v [Value],
}

impl<'v> Bin<'v> {
    fn of(message: &'v Value) -> Result<Self, &'static str> {
        let list = |name| field(message, name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let bytes = |name| match field(message, name) {
            Some(Value::Binary(bytes)) => Some(bytes.as_slice()),
            _ => None,
        };
        let attributes: Vec<u64> = list("attrs").iter().filter_map(Value::as_u64).collect();
        if attributes.first() != Some(&ORTH) {
            return Err("its first attribute is not ORTH");
        }
        let (numbers, odd) = bytes("tokens").ok_or("there are no tokens")?.as_chunks::<8>();
        let (lengths, odd_lengths) = bytes("lengths").ok_or("there are no lengths")?.as_chunks::<4>();
        let lengths: Vec<usize> = lengths.iter().map(|it| u32::from_le_bytes(*it) as usize).collect();
        let rows: Vec<&[[u8; 8]]> = numbers.chunks(attributes.len()).collect();
        let total = lengths.iter().try_fold(0usize, |sum, it| sum.checked_add(*it));
        if !odd.is_empty()
            || !odd_lengths.is_empty()
            || numbers.len() % attributes.len() != 0
            || total != Some(rows.len())
        {
            return Err("tokens and lengths do not agree");
        }
        let spaces = bytes("spaces").ok_or("there are no spaces")?;
        if spaces.len() != rows.len() {
            return Err("tokens and spaces do not agree");
        }
        let strings = list("strings").iter().filter_map(Value::as_str).map(|text| (murmur(text.as_bytes(), 1), text));
        Ok(Self {
            rows,
            attributes,
            spaces,
            lengths,
            strings: filled(strings),
            cats: list("cats"),
            flags: list("flags"),
            groups: list("span_groups"),
        })
    }

    fn string(&self, number: u64) -> Option<String> {
        symbols::name(number).or_else(|| self.strings.get(&number).map(|text| (*text).to_owned()))
    }

    fn value(&self, row: usize, attribute: u64) -> Option<u64> {
        let column = self.attributes.iter().position(|it| *it == attribute)?;
        Some(u64::from_le_bytes(self.rows[row][column]))
    }

    fn document(
        &self, n: usize, rows: std::ops::Range<usize>, name: String, room: &mut Room, report: &mut Report,
    ) -> Result<Annotated, Error> {
        let place = format!("document {}", n + 1);
        let unknown =
            self.flags.get(n).and_then(|it| field(it, "has_unknown_spaces")).and_then(Value::as_bool) == Some(true);
        let mut joined = Joined::new();
        for row in rows.clone() {
            let number = self.value(row, ORTH).unwrap_or_default();
            let word = self
                .string(number)
                .ok_or_else(|| report.error(&place, format!("word {number} is not among the strings")))?;
            if row == rows.start || self.value(row, SENT_START) == Some(1) {
                joined.begin();
            }
            let space = row > rows.start && (unknown || self.spaces[row - 1] != 0);
            room.text = room
                .text
                .checked_sub(word.len() + 1)
                .ok_or_else(|| report.error(&place, format!("its texts are more than {MAX_TEXT_BYTES} bytes")))?;
            joined.push(if space { " " } else { "" }, &word);
        }
        if !unknown && rows.clone().next_back().is_some_and(|last| self.spaces[last] != 0) {
            joined.text.push(' ');
        }
        if unknown && !rows.is_empty() {
            report.decided(&place, "it does not know where blanks are: words are joined by one");
        }
        let layout = joined.layout();
        let ranges = joined.tokens;
        let mut it = Annotated::new(name, document(joined.text).map_err(|what| report.error(&place, what))?);
        it.layout = layout;
        let mut open: Option<(usize, u64)> = None;
        let mut entities = Vec::new();
        for row in rows.clone().chain([rows.end]) {
            let at = row - rows.start;
            let (mark, label) = match row < rows.end {
                true => (self.value(row, ENT_IOB).unwrap_or_default(), self.value(row, ENT_TYPE).unwrap_or_default()),
                false => (OUTSIDE, 0),
            };
            let goes_on = mark == INSIDE && open.is_some_and(|(_, other)| other == label);
            if !goes_on && let Some((first, label)) = open.take() {
                entities.push((first, at, label));
            }
            if mark == BEGIN && label != 0 || mark == INSIDE && !goes_on && label != 0 {
                open = Some((at, label));
            }
        }
        for (first, end, label) in entities {
            let link = self.value(rows.start + first, ENT_KB_ID).unwrap_or_default();
            self.span(&mut it, &ranges, (first, end), (label, link), &place, report);
        }
        if let Some(groups) = self.groups.get(n) {
            self.groups(&mut it, &ranges, groups, (&place, room), report);
        }
        let cats = self.cats.get(n).and_then(Value::as_map).map_or(&[][..], Vec::as_slice);
        for (label, score) in cats {
            let score = score.as_f64().map(Score::from).filter(|score| *score != Score::default());
            if let (Some(label), Some(score)) = (label.as_str(), score) {
                it.labels.push(DocumentLabel {
                    label: label.to_owned(),
                    set: Default::default(),
                    score: (score != Score::ONE).then_some(score),
                });
            }
        }
        Ok(it)
    }

    fn span(
        &self, it: &mut Annotated, ranges: &[TextRange], (first, end): (usize, usize), (label, link): (u64, u64),
        place: &str, report: &mut Report,
    ) {
        let range = ranges.get(first..end).and_then(|covered| Some(covered.first()?.cover(*covered.last()?)));
        match (range, self.string(label)) {
            (Some(range), Some(label)) => {
                let link = self.string(link).filter(|id| !id.is_empty()).map(|id| Link { id: id.into(), uri: None });
                it.spans.push(Span { link, ..Span::new(range, label) });
            }
            _ => report.left_out(place, format!("a span from token {first} to {end} has no place or no label")),
        }
    }

    /// Span groups. The entities that our group has too are there once; other groups are sets.
    fn groups(
        &self, it: &mut Annotated, ranges: &[TextRange], groups: &Value, (place, room): (&str, &mut Room),
        report: &mut Report,
    ) {
        let Value::Binary(bytes) = groups else { return };
        let Some(Value::Map(groups)) = unpack(bytes) else { return };
        let named = groups.iter().flat_map(|(group, names)| {
            let names = names.as_array().map_or(&[][..], Vec::as_slice);
            names.iter().filter_map(move |name| Some((group, name.as_str()?)))
        });
        let named: Vec<(&Value, &str)> = named.collect();
        let mut groups = Vec::new();
        for (group, name) in named {
            let Some(group) = group.as_slice().and_then(unpack) else { continue };
            let mut found = Annotated::new("", it.document.clone());
            for span in field(&group, "spans").and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
                let Some(left) = room.spans.checked_sub(1) else {
                    report.left_out(place, "its groups have more names than spans");
                    return;
                };
                room.spans = left;
                let Some(bytes) = span.as_slice().filter(|bytes| bytes.len() == 40) else { continue };
                let long = |at: usize| bytes[at..at + 8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
                let short =
                    |at: usize| bytes[at..at + 4].iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
                self.span(&mut found, ranges, (short(24), short(28)), (long(16), long(8)), place, report);
            }
            groups.push((name.to_owned(), found.spans));
        }
        it.spans = layered(std::mem::take(&mut it.spans), groups, place, report);
    }
}

#[cfg(test)]
mod tests {
    use super::super::strings::number;
    use super::super::write::packed;
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write as _;

    #[test]
    fn what_is_packed_too_well_is_refused() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0xC0; FREE_BYTES as usize + 1]).unwrap();
        let source = Source::new("a.spacy", encoder.finish().unwrap());
        assert!(source.bytes.len() < 100_000);
        let error = read(&[source], &Reading::default(), &mut Report::default()).unwrap_err();
        assert_eq!(error.message, format!("more than {FREE_BYTES} bytes, unpacked"));
    }

    /// Two words that are one long string, many times; and one group of spans with many names.
    #[test]
    fn what_is_meant_many_times_is_bounded() {
        let long = "x".repeat(4 << 20);
        let words = 100u32;
        let span: Vec<u8> = [0, 0, number("X")]
            .iter()
            .flat_map(|it| it.to_be_bytes())
            .chain([0u32, 1, 0, 1].iter().flat_map(|it| it.to_be_bytes()))
            .collect();
        let group = |spans: usize| {
            packed(&Value::Map(vec![("spans".into(), Value::Array(vec![Value::Binary(span.clone()); spans]))]))
        };
        let file = |word: &str, words: u32, groups: Vec<u8>| {
            let message = Value::Map(vec![
                ("attrs".into(), Value::Array(vec![ORTH.into()])),
                ("tokens".into(), Value::Binary(number(word).to_le_bytes().repeat(words as usize))),
                ("spaces".into(), Value::Binary(vec![0; words as usize])),
                ("lengths".into(), Value::Binary(words.to_le_bytes().to_vec())),
                ("strings".into(), Value::Array(vec![word.into(), "X".into()])),
                ("span_groups".into(), Value::Array(vec![Value::Binary(groups)])),
            ]);
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&packed(&message)).unwrap();
            let mut report = Report::default();
            let read = read(&[Source::new("a.spacy", encoder.finish().unwrap())], &Reading::default(), &mut report);
            (read.map_err(|error| error.message), report)
        };
        let (read, _) = file(&long, words, vec![0x80]);
        assert_eq!(read.unwrap_err(), format!("its texts are more than {MAX_TEXT_BYTES} bytes"));
        let names: Vec<Value> = (0..1000).map(|n| format!("n{n}").into()).collect();
        let groups = packed(&Value::Map(vec![(Value::Binary(group(1000)), Value::Array(names))]));
        let (read, report) = file("a", 1, groups);
        assert!(read.unwrap()[0].spans.len() < 10_000);
        assert_eq!(report.entries[0].message, "its groups have more names than spans");
    }

    #[test]
    fn a_message_is_neither_deep_nor_as_long_as_it_says() {
        assert!(unpack(&[0x91; 100_000]).is_none(), "lists in lists");
        assert!(unpack(&[0xDD, 0xFF, 0xFF, 0xFF, 0xFF]).is_none(), "a list of four thousand million");
        assert!(unpack(&[0xC6, 0xFF, 0xFF, 0xFF, 0xFF, 0]).is_none(), "four thousand million bytes");
    }
}
