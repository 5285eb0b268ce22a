//! spaCy's own forms: documents as JSON, training tuples, the training JSON of version 2, and DocBin. Offsets in code
//! points, ends exclusive; the last two count tokens.
//!
//! Entities must not overlap and are written where they do not; as soon as some do, all stand in the span group `sc`
//! besides.

mod docbin;
mod symbols;
mod training;

use crate::document::annotated::{Annotated, DocumentLabel, Span};
use crate::document::tokens::sentences;
use crate::document::unit::{Claim, Decider, Unit, anchor};
use crate::format::{Format, Reading, Writing};
use crate::loss::holds::{Holds, LabelScores, Naming};
use crate::loss::reduce::overlapping;
use crate::syntax::json::{self, Value, object};
use crate::syntax::source::document;
use crate::{Error, File, Report, Source};
use postil_core::{Document, Link, Score, TextRange};
use std::collections::BTreeSet;

const HOLDS: Holds = Holds {
    naming: Naming::Lost,
    blank_edges: false,
    document_labels: true,
    label_scores: LabelScores::Probabilities,
    ..Holds::SPANS
};

pub(crate) const JSON: Format = Format {
    id: "spacy",
    name: "spaCy Doc JSON",
    about: "code points",
    unit: Some(Unit::Char),
    extensions: &["json", "jsonl"],
    lines: false,
    sniff: |probe| match () {
        () if probe.has("*.text:s")
            && probe.any(&["*.tokens[].start:n", "*.tokens:l"])
            && probe.any(&["*.ents:l", "*.sents:l", "*.spans:o"]) =>
        {
            85
        }
        () if probe.has("*.text:s") && probe.has("*.ents[].start:n") => 60,
        () => 0,
    },
    read: Some(read),
    write: Some(write),
    holds: HOLDS,
};

pub(crate) const TUPLES: Format = Format {
    id: "spacy-tuples",
    name: "spaCy training tuples",
    about: "code points; [text, {\"entities\": …}]",
    unit: Some(Unit::Char),
    extensions: &["json", "jsonl"],
    lines: false,
    sniff: |probe| match () {
        () if ["[][].entities:l", "[][].spans:o", "[][].cats:o", "[].entities:l"]
            .iter()
            .any(|path| probe.has(path))
            && (probe.has("[][]:s") || probe.has("[]:s")) =>
        {
            90
        }
        () => 0,
    },
    read: Some(training::read_tuples),
    write: Some(training::write_tuples),
    holds: HOLDS,
};

pub(crate) const V2: Format = Format {
    id: "spacy-v2",
    name: "spaCy training JSON, version 2",
    about: "BILUO on tokens",
    unit: None,
    extensions: &["json"],
    lines: false,
    sniff: |probe| if probe.has("*.paragraphs[].sentences:l") { 90 } else { 0 },
    read: Some(training::read_v2),
    write: Some(training::write_v2),
    holds: Holds { overlap: crate::Overlap::None, ..HOLDS },
};

pub(crate) const DOCBIN: Format = Format {
    id: "docbin",
    name: "spaCy DocBin",
    about: "tokens; .spacy",
    unit: None,
    extensions: &["spacy"],
    lines: false,
    sniff: |probe| match (&probe.bytes[..], probe.extension.as_str()) {
        ([0x78, ..], "spacy") => 95,
        _ => 0,
    },
    read: Some(docbin::read),
    write: Some(docbin::write),
    holds: Holds { links: true, link_uris: false, ..HOLDS },
};

/// The name of the span group that spaCy's span categorizer reads.
const GROUP: &str = "sc";

/// Words as spaCy needs them: with white space of more than a blank as tokens of its own, so that the text is the tokens
/// with at most one blank behind each.
pub(crate) struct Words {
    /// With whether a blank follows.
    pub(crate) tokens: Vec<(TextRange, bool)>,
    /// The first tokens of sentences.
    starts: BTreeSet<usize>,
}

impl Words {
    pub(crate) fn of(it: &Annotated) -> Self {
        let text = it.text();
        let mut words = Self { tokens: Vec::new(), starts: BTreeSet::new() };
        let mut at = 0;
        let push_gap = |words: &mut Self, from: usize, to: usize| {
            let mut from = from;
            if let Some(last) = words.tokens.last_mut()
                && text[from..to].starts_with(' ')
            {
                last.1 = true;
                from += 1;
            }
            if from < to {
                words.tokens.push((TextRange::from_usize(from..to), false));
            }
        };
        for sentence in sentences(it) {
            for (n, token) in sentence.tokens.iter().enumerate() {
                push_gap(&mut words, at, token.start().to_usize());
                if n == 0 {
                    words.starts.insert(words.tokens.len());
                }
                words.tokens.push((*token, false));
                at = token.end().to_usize();
            }
        }
        push_gap(&mut words, at, text.len());
        words
    }

    /// First and last token of a span, the last inclusive.
    pub(crate) fn covered(&self, range: TextRange) -> Option<(usize, usize)> {
        let first = self.tokens.binary_search_by_key(&range.start(), |(token, _)| token.start()).ok()?;
        let last = self.tokens.binary_search_by_key(&range.end(), |(token, _)| token.end()).ok()?;
        (first <= last).then_some((first, last))
    }
}

/// The spans that can be entities: the longest of those that overlap. Equal ones are one entity.
fn flat(it: &Annotated) -> Vec<usize> {
    let over = overlapping(it, true);
    (0..it.spans.len()).filter(|i| !over[*i]).collect()
}

/// A span, where the file says it is, and where it says so.
type Claimed = (Claim, Span, String);

/// What one file says of one document.
struct Found {
    place: String,
    document: Document,
    entities: Vec<Claimed>,
    /// By the name of the group.
    groups: Vec<(String, Vec<Claimed>)>,
    labels: Vec<DocumentLabel>,
}

/// Makes documents of what was found, after the unit is decided.
fn documents(source: &Source, found: Vec<Found>, reading: &Reading, report: &mut Report) -> Vec<Annotated> {
    let mut decider = Decider::new(Unit::Char);
    for it in &found {
        let grouped = it.groups.iter().flat_map(|(_, spans)| spans);
        it.entities.iter().chain(grouped).for_each(|(claim, ..)| decider.weigh(&it.document, claim));
    }
    let unit = decider.decide(reading.unit, report);
    let made = found.into_iter().enumerate().map(|(n, found)| {
        let mut it = Annotated::new(format!("{}-{}", source.stem(), n + 1), found.document);
        let several = found.groups.iter().any(|(name, _)| name != GROUP);
        let mut take = |spans: Vec<Claimed>, set: &str| {
            let mut taken = Vec::new();
            for (claim, mut span, place) in spans {
                let Some(fragments) = anchor(&it.document, &claim, unit, &place, report) else { continue };
                span.fragments = fragments;
                span.facts.set = set.into();
                match span.fragments.is_zero_width() {
                    true => report.left_out(place, "it covers nothing"),
                    false => taken.push(span),
                }
            }
            taken
        };
        let mut spans = take(found.entities, if several { "ents" } else { "" });
        for (name, group) in found.groups {
            let group = take(group, if several { &name } else { "" });
            spans = if several { [spans, group].concat() } else { united(spans, group) };
        }
        if several {
            report.decided(&found.place, "its span groups are sets of annotations");
        }
        it.spans = spans;
        it.labels = found.labels;
        it
    });
    made.collect()
}

/// Entities and a group of spans: what both have is there once.
fn united(entities: Vec<Span>, mut group: Vec<Span>) -> Vec<Span> {
    let mut left = group.clone();
    for span in entities {
        let twin = left.iter().position(|other| (&other.fragments, &other.label) == (&span.fragments, &span.label));
        match twin {
            Some(place) => drop(left.swap_remove(place)),
            None => group.push(span),
        }
    }
    group
}

/// `{"LABEL": 0.9}`: what is 0 is no label, what is 1 is certain.
fn cats(value: Option<&Value>) -> Vec<DocumentLabel> {
    let label = |(label, score): &(String, Value)| {
        let score = Score::from(score.as_float().or((*score == Value::Bool(true)).then_some(1.0))?);
        let score = (score != Score::default()).then_some(score)?;
        Some(DocumentLabel {
            label: label.clone(),
            set: Default::default(),
            score: (score != Score::ONE).then_some(score),
        })
    };
    value.map_or(&[][..], Value::fields).iter().filter_map(label).collect()
}

fn cats_of(it: &Annotated) -> Value {
    Value::Object(
        it.labels
            .iter()
            .map(|label| (label.label.clone(), Value::Float(label.score.map_or(1.0, Score::to_f64))))
            .collect(),
    )
}

/// `{"start", "end", "label", "kb_id"}`
fn named_span(value: &Value, place: &str, report: &mut Report) -> Option<Claimed> {
    let number = |name: &str| value.get(name).and_then(Value::as_int);
    let (Some(start), Some(end)) = (number("start"), number("end")) else {
        report.left_out(place, "it has no start and end");
        return None;
    };
    let label = value.get("label").and_then(Value::as_name).unwrap_or_default();
    let link = value.text("kb_id").filter(|id| !id.is_empty()).map(|id| Link { id: id.into(), uri: None });
    Some((Claim::new(start, end, None), Span { link, ..Span::new(TextRange::default(), label) }, place.to_owned()))
}

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut found = Vec::new();
        for (place, row) in json::rows(source)? {
            let Some(text) = row.text("text") else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let mut list = |items: &[Value], name: &str| -> Vec<Claimed> {
                items
                    .iter()
                    .enumerate()
                    .filter_map(|(i, item)| named_span(item, &format!("{place}: {name}[{i}]"), report))
                    .collect()
            };
            let entities = list(row.list("ents"), "ents");
            let groups = row.get("spans").map_or(&[][..], Value::fields);
            let groups = groups
                .iter()
                .map(|(name, items)| (name.clone(), list(items.items(), &format!("spans.{name}"))))
                .collect();
            found.push(Found { document, entities, groups, labels: cats(row.get("cats")), place });
        }
        made.extend(documents(source, found, reading, report));
    }
    Ok(made)
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().map(|it| {
        let words = Words::of(it);
        let range = |range: TextRange| Unit::Char.ends(&it.document, range);
        let token = |(id, (token, _)): (usize, &(TextRange, bool))| {
            let (start, end) = range(*token);
            object! { "id" => id, "start" => start, "end" => end }
        };
        let span = |i: usize| {
            let (start, end) = range(it.spans[i].cover());
            object! { "start" => start, "end" => end, "label" => &it.spans[i].label }
        };
        let flat = flat(it);
        let tokens: Vec<Value> = words.tokens.iter().enumerate().map(token).collect();
        let mut value = object! { "text" => it.text(), "ents" => flat.iter().copied().map(span).collect::<Vec<_>>() };
        value.push(
            "sents",
            sents(&words)
                .into_iter()
                .map(|sent| {
                    let (start, end) = range(sent);
                    object! { "start" => start, "end" => end }
                })
                .collect::<Vec<_>>(),
        );
        value.push("tokens", tokens);
        if !it.labels.is_empty() {
            value.push("cats", cats_of(it));
        }
        if flat.len() < it.spans.len() {
            let all: Vec<Value> = (0..it.spans.len()).map(span).collect();
            // spaCy reads no span of a group without `kb_id`.
            let all = all.into_iter().map(|mut span| {
                span.push("kb_id", "");
                span
            });
            value.push("spans", object! { GROUP => all.collect::<Vec<_>>() });
        }
        value
    });
    Ok(vec![File::new("spacy.json", Value::List(rows.collect()).pretty())])
}

/// Sentences from the first token to the last, white space included.
fn sents(words: &Words) -> Vec<TextRange> {
    let starts: Vec<usize> = words.starts.iter().copied().collect();
    let mut made = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let start = if n == 0 { 0 } else { *start };
        let end = starts.get(n + 1).copied().unwrap_or(words.tokens.len());
        made.push(words.tokens[start].0.cover(words.tokens[end - 1].0));
    }
    made
}
