//! Transactions in few bytes. What a tagger does a thousand times is written in JSON in the same words but for numbers and
//! names of documents: such a *form* is kept once, and a transaction is the number of its form and what stands in its
//! gaps.

use postil_core::{DocId, Map, sort_by_key};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// What stands in a form where something varies. JSON that serde writes has no control characters.
mod gap {
    /// A number without leading zeros.
    pub(super) const NUMBER: u8 = 1;
    /// A document.
    pub(super) const DOCUMENT: u8 = 2;
    /// Digits that begin with a zero; how many of them is what this is more than `DIGITS`.
    pub(super) const DIGITS: u8 = 10;
    pub(super) const MOST_DIGITS: usize = 18;
}

/// The digits of a document's name.
const NAME: usize = 64;

/// Takes lines apart.
#[derive(Default)]
pub(super) struct Writer {
    forms: BTreeMap<Vec<u8>, u64>,
    documents: Map<DocId, u64>,
}

impl Writer {
    pub(super) fn write(&mut self, line: &str) -> Vec<u8> {
        let (mut form, mut gaps) = (Vec::new(), Vec::new());
        let mut rest = line;
        while !rest.is_empty() {
            let word = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(word);
            self.word(word, &mut form, &mut gaps);
            let other = after.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(after.len());
            let (other, after) = after.split_at(other);
            form.extend_from_slice(other.as_bytes());
            rest = after;
        }
        let count = self.forms.len() as u64;
        let mut packed = Vec::new();
        number(*self.forms.entry(form).or_insert(count), &mut packed);
        packed.append(&mut gaps);
        packed
    }

    fn word(&mut self, word: &str, form: &mut Vec<u8>, gaps: &mut Vec<u8>) {
        let digits = word.parse().ok().filter(|_| word.len() <= gap::MOST_DIGITS);
        let document = Some(word).filter(|word| word.len() == NAME).and_then(|word| word.parse().ok());
        match (digits, document) {
            (Some(digits), _) if digits == 0 && word.len() > 1 || word.len() > 1 && word.starts_with('0') => {
                form.push(gap::DIGITS + word.len() as u8);
                number(digits, gaps);
            }
            (Some(digits), _) => {
                form.push(gap::NUMBER);
                number(digits, gaps);
            }
            (None, Some(document)) => {
                form.push(gap::DOCUMENT);
                let count = self.documents.len() as u64;
                let known = self.documents.get(&document).copied();
                number(
                    known.unwrap_or_else(|| {
                        self.documents.insert(document, count);
                        count
                    }),
                    gaps,
                );
            }
            (None, None) => form.extend_from_slice(word.as_bytes()),
        }
    }

    /// The forms, each with a zero behind it, and the documents, in the order of their numbers.
    pub(super) fn finish(self) -> (Vec<u8>, Vec<u8>) {
        let mut forms: Vec<_> = self.forms.into_iter().collect();
        sort_by_key(&mut forms, |(_, at)| *at);
        let forms = forms.into_iter().flat_map(|(form, _)| form.into_iter().chain([0])).collect();
        let mut documents: Vec<_> = self.documents.iter().collect();
        sort_by_key(&mut documents, |(_, at)| **at);
        (forms, documents.into_iter().flat_map(|(doc, _)| doc.to_string().into_bytes()).collect())
    }
}

/// Puts lines together again.
pub(super) struct Reader {
    bytes: Arc<Vec<u8>>,
    forms: Vec<Range<usize>>,
    documents: Range<usize>,
}

impl Reader {
    /// Where forms and documents stand in some bytes.
    pub(super) fn new(bytes: Arc<Vec<u8>>, forms: Range<usize>, documents: Range<usize>) -> Option<Self> {
        let mut start = forms.start;
        let mut found = Vec::new();
        for form in bytes.get(forms)?.split(|byte| *byte == 0) {
            found.push(start..start + form.len());
            start += form.len() + 1;
        }
        bytes.get(documents.clone())?;
        Some(Self { bytes, forms: found, documents })
    }

    pub(super) fn read(&self, mut packed: &[u8]) -> Option<String> {
        let form = self.forms.get(take(&mut packed)? as usize)?;
        let mut line = Vec::with_capacity(form.len() * 2);
        for byte in &self.bytes[form.clone()] {
            match *byte {
                gap::NUMBER => line.extend_from_slice(take(&mut packed)?.to_string().as_bytes()),
                gap::DOCUMENT => {
                    let start = self.documents.start + take(&mut packed)? as usize * NAME;
                    line.extend_from_slice(self.bytes.get(start..start + NAME)?);
                }
                byte @ gap::DIGITS..b' ' => {
                    let mut digits = String::new();
                    let width = usize::from(byte - gap::DIGITS);
                    write!(digits, "{:0width$}", take(&mut packed)?).ok()?;
                    line.extend_from_slice(digits.as_bytes());
                }
                byte => line.push(byte),
            }
        }
        packed.is_empty().then_some(())?;
        String::from_utf8(line).ok()
    }
}

/// Seven bits a byte, the lowest first (LEB128).
fn number(mut value: u64, bytes: &mut Vec<u8>) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if *first < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(lines: &[String]) {
        let mut writer = Writer::default();
        let packed: Vec<_> = lines.iter().map(|line| writer.write(line)).collect();
        let (forms, documents) = writer.finish();
        let (of_forms, of_documents) = (0..forms.len(), forms.len()..forms.len() + documents.len());
        let bytes = Arc::new([forms, documents].concat());
        let reader = Reader::new(bytes, of_forms, of_documents).expect("they are there");
        for (line, packed) in lines.iter().zip(packed) {
            assert_eq!(reader.read(&packed).as_ref(), Some(line));
        }
    }

    #[test]
    fn numbers_keep_their_zeros() {
        let lines = [
            "0",
            "00",
            "0.0512",
            "7-007",
            "123456789012345678",
            "1234567890123456789",
            "a1",
            "1a",
            "000000000000000000",
            "",
        ];
        check(&lines.map(str::to_owned));
        check(&[DocId::of("a"), DocId::of("b"), DocId::of("a")].map(|doc| format!("{{\"doc\":\"{doc}\"}}")));
    }

    #[test]
    fn what_recurs_is_kept_once() {
        let mut writer = Writer::default();
        let doc = DocId::of("a text");
        let lines =
            (0..1000).map(|i| format!("{{\"dot\":\"00ff00ff00ff00ff-{i}\",\"doc\":\"{doc}\",\"at\":[{i},{}]}}", i + 9));
        let packed: usize = lines.map(|line| writer.write(&line).len()).sum();
        let (forms, documents) = writer.finish();
        assert!(packed < 9_000 && forms.len() < 100 && documents.len() == 64, "{packed} {}", forms.len());
    }

    proptest! {
        #[test]
        fn every_line_comes_back(lines in prop::collection::vec("[ -~äß\u{1f600}]{0,40}|[0-9.,-]{0,40}|[0-9a-f]{64}", 0..8)) {
            check(&lines);
        }
    }
}
