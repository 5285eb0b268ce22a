//! Documents with what was found in them, as JSON.

use crate::args::To;
use crate::input::Document;
use postil_core::{ByteOffset, OffsetIndex, Provenance, Suggestions, Unit};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

/// A document as it is written; every list is there, even if it is empty.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    text: &'a str,
    spans: Vec<Span<'a>>,
    relations: Vec<Relation<'a>>,
    clusters: Vec<Cluster>,
    events: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct Span<'a> {
    id: String,
    /// Inclusive.
    start: u32,
    /// Exclusive.
    end: u32,
    label: &'a str,
    text: &'a str,
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct Relation<'a> {
    id: String,
    head: String,
    tail: String,
    r#type: &'a str,
}

/// Spans that mean the same.
#[derive(Serialize)]
struct Cluster {
    id: String,
    r#type: &'static str,
    members: Vec<String>,
}

/// What happens, as a span says, and who and what takes part in it.
#[derive(Serialize)]
struct Event<'a> {
    id: String,
    r#type: &'a str,
    trigger: String,
    arguments: Vec<Argument<'a>>,
    score: f64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct Argument<'a> {
    role: &'a str,
    node: String,
}

/// Writes documents as they come.
pub struct Writer<W> {
    out: W,
    to: To,
    unit: Unit,
    /// Whether reasons are written.
    why: bool,
    first: bool,
}

impl<W: Write> Writer<W> {
    pub fn new(out: W, to: To, unit: Unit, why: bool) -> Self {
        Self { out, to, unit, why, first: true }
    }

    pub fn document(&mut self, document: &Document, found: &Suggestions) -> io::Result<()> {
        if self.to == To::Json {
            self.out.write_all(if self.first { b"[\n" } else { b",\n" })?;
        }
        self.first = false;
        serde_json::to_writer(&mut self.out, &row(document, found, self.unit, self.why))?;
        if self.to == To::Jsonl { self.out.write_all(b"\n") } else { Ok(()) }
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends an array, if it is one.
    pub fn finish(mut self) -> io::Result<()> {
        if self.to == To::Json {
            self.out.write_all(if self.first { b"[]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}

fn row<'a>(document: &'a Document, found: &'a Suggestions, unit: Unit, why: bool) -> Row<'a> {
    let index = OffsetIndex::new(Arc::from(document.text.as_str()));
    let offset = |at: ByteOffset| unit.counted(&index, at);
    let reasons = |of: &'a Provenance| why.then(|| of.reasons.iter().map(|reason| &**reason).collect());
    let spans = found.spans.iter().enumerate().map(|(at, span)| Span {
        id: span_id(at),
        start: offset(span.range.start()),
        end: offset(span.range.end()),
        label: span.label.as_str(),
        text: &document.text[span.range.to_usize()],
        score: span.score().to_f64(),
        value: span.value.as_deref(),
        why: reasons(&span.provenance),
    });
    let relations = found.relations.iter().enumerate().map(|(at, relation)| Relation {
        id: format!("r{}", at + 1),
        head: span_id(relation.head as usize),
        tail: span_id(relation.tail as usize),
        r#type: relation.label.as_str(),
    });
    let events = found.events.iter().enumerate().map(|(at, event)| Event {
        id: format!("e{}", at + 1),
        r#type: event.label.as_str(),
        trigger: span_id(event.trigger as usize),
        arguments: event
            .arguments
            .iter()
            .map(|it| Argument { role: it.role.as_str(), node: span_id(it.span as usize) })
            .collect(),
        score: event.score().to_f64(),
        attributes: event.attributes.iter().map(|(name, value)| (name.as_str(), &**value)).collect(),
        why: reasons(&event.provenance),
    });
    Row {
        id: &document.id,
        text: &document.text,
        spans: spans.collect(),
        relations: relations.collect(),
        clusters: clusters(found),
        events: events.collect(),
    }
}

/// Clusters by their numbers, members in the order of the text.
fn clusters(found: &Suggestions) -> Vec<Cluster> {
    let mut members: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for member in &found.members {
        members.entry(member.cluster).or_default().insert(member.span as usize);
    }
    let several = members.into_values().filter(|spans| spans.len() > 1);
    let cluster = |(at, spans): (usize, BTreeSet<usize>)| Cluster {
        id: format!("c{}", at + 1),
        r#type: "coreference",
        members: spans.into_iter().map(span_id).collect(),
    };
    several.enumerate().map(cluster).collect()
}

/// Spans are numbered in the order of the text, so that a run gives the same ids as the one before.
fn span_id(at: usize) -> String {
    format!("s{}", at + 1)
}
