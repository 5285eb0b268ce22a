//! Writing DocBin.

use super::attributes::{BEGIN, ENT_IOB, ENT_KB_ID, ENT_TYPE, INSIDE, ORTH, OUTSIDE, SENT_START};
use super::strings::number;
use crate::document::{Annotated, DocumentLabel};
use crate::format::Writing;
use crate::standoff::spacy::found::{GROUP, flat};
use crate::standoff::spacy::words::Words;
use crate::syntax::{Error, File};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use postil_core::Score;
use rmpv::Value;
use std::collections::BTreeSet;
use std::io::Write as _;

const ATTRIBUTES: [u64; 5] = [ORTH, ENT_IOB, ENT_TYPE, SENT_START, ENT_KB_ID];

pub(in super::super) fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let mut strings: BTreeSet<String> = BTreeSet::from([String::new()]);
    let (mut tokens, mut spaces, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    let (mut cats, mut flags, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for it in documents {
        let words = Words::of(it);
        let flat = flat(it, writing);
        let mut rows: Vec<[u64; ATTRIBUTES.len()]> = Vec::with_capacity(words.tokens.len());
        for (n, (token, space)) in words.tokens.iter().enumerate() {
            let text = it.document.slice(*token);
            strings.insert(text.to_owned());
            // Minus one says that no sentence begins here, as two's complement.
            let start = if words.starts.contains(&n) { 1 } else { u64::MAX };
            rows.push([number(text), OUTSIDE, 0, start, 0]);
            spaces.push(u8::from(*space));
        }
        for i in &flat {
            let span = &it.spans[*i];
            let Some((first, last)) = words.covered(span.cover()) else { continue };
            let link = span.link.as_ref().map_or("", |link| &link.id);
            strings.extend([span.label.clone(), link.to_owned()]);
            for (n, row) in rows.iter_mut().enumerate().take(last + 1).skip(first) {
                row[1] = if n == first { BEGIN } else { INSIDE };
                row[2] = number(&span.label);
                row[4] = number(link);
            }
        }
        lengths.extend((rows.len() as u32).to_le_bytes());
        rows.iter().flatten().for_each(|number| tokens.extend(number.to_le_bytes()));
        groups.push(Value::Binary(if flat.len() < it.spans.len() {
            group(it, &words, &mut strings)
        } else {
            vec![0x80]
        }));
        let cat = |label: &DocumentLabel| {
            (Value::from(label.label.as_str()), Value::F64(label.score.map_or(1.0, Score::to_f64)))
        };
        cats.push(Value::Map(it.labels.iter().map(cat).collect()));
        flags.push(Value::Map(vec![("has_unknown_spaces".into(), false.into())]));
    }
    let attributes = ATTRIBUTES.iter().map(|it| Value::from(*it)).collect();
    let message = Value::Map(vec![
        ("version".into(), "0.1".into()),
        ("attrs".into(), Value::Array(attributes)),
        ("tokens".into(), Value::Binary(tokens)),
        ("spaces".into(), Value::Binary(spaces)),
        ("lengths".into(), Value::Binary(lengths)),
        ("strings".into(), Value::Array(strings.into_iter().map(Value::from).collect())),
        ("cats".into(), Value::Array(cats)),
        ("flags".into(), Value::Array(flags)),
        ("span_groups".into(), Value::Array(groups)),
    ]);
    let packed = packed(&message);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let bytes = encoder.write_all(&packed).and_then(|()| encoder.finish());
    let bytes = bytes.map_err(|error| Error::new("documents.spacy", "", error))?;
    Ok(vec![File::new("documents.spacy", bytes)])
}

pub(super) fn packed(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, value).expect("a vector takes all that is written");
    bytes
}

/// All spans as a span group: MessagePack of a map from a packed group to its names.
fn group(it: &Annotated, words: &Words, strings: &mut BTreeSet<String>) -> Vec<u8> {
    let mut spans = Vec::new();
    for span in &it.spans {
        let Some((first, last)) = words.covered(span.cover()) else { continue };
        let link = span.link.as_ref().map_or("", |link| &link.id);
        strings.extend([span.label.clone(), link.to_owned()]);
        let (start, end) = crate::document::Unit::Char.ends(&it.document, span.cover());
        let mut bytes = Vec::new();
        for number in [0, number(link), number(&span.label)] {
            bytes.extend(number.to_be_bytes());
        }
        for number in [first as u32, last as u32 + 1, start, end] {
            bytes.extend(number.to_be_bytes());
        }
        spans.push(Value::Binary(bytes));
    }
    let fields = vec![
        ("name".into(), GROUP.into()),
        ("attrs".into(), Value::Map(Vec::new())),
        ("spans".into(), Value::Array(spans)),
    ];
    let group = packed(&Value::Map(fields));
    packed(&Value::Map(vec![(Value::Binary(group), Value::Array(vec![GROUP.into()]))]))
}
