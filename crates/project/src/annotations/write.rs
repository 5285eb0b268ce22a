//! Writing annotations: from the records of a store to the shapes of JSON.

use super::choice::chosen;
use super::shape::{
    AnnotatorOut, DocumentLabelOut, DocumentOut, FragmentOut, LabelOut, NodeOut, NoteOut, OriginOut, Pair, PartOut,
    SetOut, SpanOut,
};
use super::{CONTEXT_CHARS, Export, FORMAT, Options, Pending, VERSION};
use crate::Problem;
use crate::project::push_lines;
use crate::records::{document_of, label_of, node_of, owner_of, set_of};
use crate::verify::verify_offsets;
use postil_core::{
    AnnotatorId, AttributeValue, DocId, Document, DocumentInfo, Fragments, Kind, NodeId, Origin, Record, RecordKey,
    SetId, SetKind, Slug, Store, TextRange,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One JSON value: `{"format":"postil-annotations","version":1,"documents":[…]}`, one document a line, by id. Documents
/// that are not in the store, or were deleted from it, are not written.
pub fn json(store: &Store, documents: &[Document], options: &Options) -> Export {
    let mut text = format!(r#"{{"format":"{FORMAT}","version":{VERSION},"documents":["#);
    let left_out = with_documents(store, documents, options, |documents| push_lines(&mut text, documents.iter()));
    text.push_str("]}\n");
    Export { text, left_out }
}

/// JSON Lines: one document a line, by id, each with format and version so that it stands by itself.
pub fn json_lines(store: &Store, documents: &[Document], options: &Options) -> Export {
    let mut text = String::new();
    let left_out = with_documents(store, documents, options, |documents| {
        for document in documents {
            document.format = Some(FORMAT);
            document.version = Some(VERSION);
            text.push_str(&serde_json::to_string(document).expect("what is written has string keys"));
            text.push('\n');
        }
    });
    Export { text, left_out }
}

/// Makes the shapes, lends them to `put`, and gives what could not be said.
fn with_documents(
    store: &Store, documents: &[Document], options: &Options, put: impl FnOnce(&mut [DocumentOut]),
) -> Vec<Problem> {
    let is_here = |document: &&Document| store.documents().contains_key(&document.id());
    let documents: BTreeMap<DocId, &Document> =
        documents.iter().filter(is_here).map(|document| (document.id(), document)).collect();
    let (records, mut left_out) = chosen(store, &documents, options);
    let mut about: BTreeMap<DocId, Vec<&(RecordKey, Record)>> = BTreeMap::new();
    let mut hanging: BTreeMap<NodeId, Vec<&(RecordKey, Record)>> = BTreeMap::new();
    for item in &records {
        match (document_of(&item.0, &item.1), owner_of(&item.0)) {
            (Some(doc), _) => about.entry(doc).or_default().push(item),
            (None, Some(node)) => hanging.entry(node).or_default().push(item),
            (None, None) => {}
        }
    }
    let mut shapes: Vec<DocumentOut> = documents
        .into_iter()
        .filter_map(|(id, document)| {
            let info = store.documents().get(&id)?;
            let pending = options.suggestions.get(&id);
            let sayable = |pending: &&Pending| match verify_offsets(document, &pending.fragments) {
                Ok(()) => true,
                Err(reason) => {
                    left_out.push(Problem::new(format!("document {id}, a suggestion"), reason));
                    false
                }
            };
            let pending: Option<Vec<&Pending>> = pending.map(|them| them.iter().filter(sayable).collect());
            let items = about.get(&id).map_or(&[][..], Vec::as_slice);
            Some(Writer { store, document, hanging: &hanging }.document(info, items, options.text, pending))
        })
        .collect();
    put(&mut shapes);
    left_out
}

/// Writes one document.
struct Writer<'a> {
    store: &'a Store,
    document: &'a Document,
    /// Attributes, notes, members and arguments, by what they hang on.
    hanging: &'a BTreeMap<NodeId, Vec<&'a (RecordKey, Record)>>,
}

impl<'a> Writer<'a> {
    fn document(
        &self, info: &'a DocumentInfo, items: &[&'a (RecordKey, Record)], with_text: bool,
        pending: Option<Vec<&'a Pending>>,
    ) -> DocumentOut<'a> {
        let id = self.document.id();
        let mut out = DocumentOut {
            format: None,
            version: None,
            id,
            sha256: id,
            title: &info.title,
            language: info.language.as_deref(),
            dct: info.dct.as_deref(),
            text: with_text.then(|| &**self.document.text()),
            annotators: Vec::new(),
            sets: Vec::new(),
            labels: Vec::new(),
            spans: Vec::new(),
            relations: Vec::new(),
            clusters: Vec::new(),
            events: Vec::new(),
            document_labels: Vec::new(),
            rejections: Vec::new(),
            suggestions: None,
        };
        for (key, record) in items {
            match (key, record) {
                (RecordKey::Node(id), Record::Span(it)) => out.spans.push(SpanOut {
                    id: Some(*id),
                    set: Some(&it.set),
                    link: it.link.as_ref(),
                    attributes: self.attributes(*id),
                    notes: self.notes(*id),
                    ..self.covering(&it.fragments, &it.label, &it.origin)
                }),
                (RecordKey::Node(id), Record::Relation(it)) => out.relations.push(NodeOut {
                    head: Some(it.head),
                    tail: Some(it.tail),
                    ..self.node(*id, &it.label, &it.set, &it.origin)
                }),
                (RecordKey::Node(id), Record::Cluster(it)) => out
                    .clusters
                    .push(NodeOut { members: Some(self.parts(*id)), ..self.node(*id, &it.label, &it.set, &it.origin) }),
                (RecordKey::Node(id), Record::Event(it)) => out.events.push(NodeOut {
                    trigger: Some(it.trigger),
                    arguments: Some(self.parts(*id)),
                    ..self.node(*id, &it.label, &it.set, &it.origin)
                }),
                (RecordKey::DocumentLabel(_, set, label), Record::DocumentLabel(it)) => {
                    let (score, origin) = (it.origin.score(), (&it.origin).into());
                    out.document_labels.push(DocumentLabelOut { label, set, score, origin });
                }
                (RecordKey::Rejection(_, set, label, fragments), Record::Rejection(it)) => {
                    out.rejections.push(SpanOut { set: Some(set), ..self.covering(fragments, label, &it.origin) });
                }
                _ => {}
            }
        }
        out.spans.sort_by_key(|span| (span.byte[0], Reverse(span.byte[1]), span.id));
        self.name(items, &mut out);
        out.suggestions = pending.map(|them| them.into_iter().map(|it| self.suggestion(it)).collect());
        out
    }

    /// Lists the labels, sets and annotators that are in use.
    fn name(&self, items: &[&'a (RecordKey, Record)], out: &mut DocumentOut<'a>) {
        let nodes = items.iter().filter_map(|(key, _)| node_of(key));
        let hanging: Vec<&'a (RecordKey, Record)> = nodes.flat_map(|id| self.hanging(id)).collect();
        let labels: BTreeSet<(Kind, &Slug)> =
            items.iter().chain(&hanging).filter_map(|(key, record)| label_of(key, record)).collect();
        let sets: BTreeSet<&SetId> = items.iter().filter_map(|(key, record)| set_of(key, record)).collect();
        let mut annotators: BTreeSet<&AnnotatorId> = BTreeSet::new();
        annotators.extend(hanging.iter().filter_map(|(key, _)| match key {
            RecordKey::Note(_, annotator) => Some(annotator),
            _ => None,
        }));

        let definitions = self.store.definitions();
        let labels = labels.into_iter().map(|(kind, id)| {
            let name = definitions.get(&(kind, id.clone())).map_or(id.as_str(), |it| &it.name);
            LabelOut { kind, id, name }
        });
        let sets = sets.into_iter().map(|id| match self.store.sets().get(id) {
            Some(info) => SetOut { id, name: &info.name, kind: info.kind, annotator: info.annotator.as_ref() },
            None => SetOut { id, name: id.as_str(), kind: SetKind::Work, annotator: None },
        });
        (out.labels, out.sets) = (labels.collect(), sets.collect());
        annotators.extend(out.sets.iter().filter_map(|set| set.annotator));
        let named =
            annotators.into_iter().filter_map(|id| match &**self.store.get(&RecordKey::Annotator(id.clone()))? {
                Record::AnnotatorInfo(info) => Some(AnnotatorOut { id, name: &info.name }),
                _ => None,
            });
        out.annotators = named.collect();
    }

    /// Start and end in code points, UTF-16 units and bytes, and what stands there.
    fn units(&self, range: TextRange) -> FragmentOut<'a> {
        let index = self.document.offsets();
        let pair =
            |count: &dyn Fn(postil_core::ByteOffset) -> u32| -> Pair { [count(range.start()), count(range.end())] };
        FragmentOut {
            char: pair(&|at| index.to_char(at).get()),
            utf16: pair(&|at| index.to_utf16(at).get()),
            byte: pair(&|at| at.get()),
            quote: self.document.slice(range),
        }
    }

    fn covering(&self, fragments: &Fragments, label: &'a Slug, origin: &'a Origin) -> SpanOut<'a> {
        let cover = fragments.cover();
        let FragmentOut { char, utf16, byte, quote } = self.units(cover);
        let (prefix, suffix) = context(self.document, cover);
        let parts = fragments.as_slice();
        SpanOut {
            id: None,
            label,
            set: None,
            char,
            utf16,
            byte,
            quote,
            prefix,
            suffix,
            fragments: if parts.len() > 1 { parts.iter().map(|it| self.units(*it)).collect() } else { Vec::new() },
            score: origin.score(),
            value: None,
            origin: origin.into(),
            link: None,
            attributes: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    fn suggestion(&self, it: &'a Pending) -> SpanOut<'a> {
        let origin = OriginOut::Suggestion {
            extractor: &it.extractor,
            version: &it.version,
            score: it.score,
            reasons: &it.reasons,
        };
        let covering = self.covering(&it.fragments, &it.label, &Origin::Person);
        SpanOut { score: Some(it.score), value: it.value.as_deref(), origin, ..covering }
    }

    fn node(&self, id: NodeId, kind: &'a Slug, set: &'a SetId, origin: &'a Origin) -> NodeOut<'a> {
        NodeOut {
            id,
            kind,
            set,
            head: None,
            tail: None,
            trigger: None,
            members: None,
            arguments: None,
            score: origin.score(),
            origin: origin.into(),
            attributes: self.attributes(id),
            notes: self.notes(id),
        }
    }

    fn hanging(&self, id: NodeId) -> impl Iterator<Item = &'a (RecordKey, Record)> {
        self.hanging.get(&id).into_iter().flatten().copied()
    }

    fn attributes(&self, id: NodeId) -> BTreeMap<&'a str, &'a AttributeValue> {
        let attribute = |(key, record): &'a (RecordKey, Record)| match (key, record) {
            (RecordKey::Attribute(_, slug), Record::Attribute(it)) => Some((slug.as_str(), &it.value)),
            _ => None,
        };
        self.hanging(id).filter_map(attribute).collect()
    }

    fn notes(&self, id: NodeId) -> Vec<NoteOut<'a>> {
        let note = |(key, record): &'a (RecordKey, Record)| match (key, record) {
            (RecordKey::Note(_, annotator), Record::Note(it)) => Some(NoteOut { annotator, text: &it.text }),
            _ => None,
        };
        self.hanging(id).filter_map(note).collect()
    }

    /// Members of a cluster or arguments of an event.
    fn parts(&self, id: NodeId) -> Vec<PartOut<'a>> {
        let part = |(key, record): &'a (RecordKey, Record)| match (key, record) {
            (RecordKey::Member(_, node), Record::Member(it)) => {
                Some(PartOut { id: None, role: None, node: *node, origin: (&it.origin).into() })
            }
            (RecordKey::Argument(_, id), Record::Argument(it)) => {
                Some(PartOut { id: Some(*id), role: Some(&it.role), node: it.node, origin: (&it.origin).into() })
            }
            _ => None,
        };
        self.hanging(id).filter_map(part).collect()
    }
}

/// Up to [`CONTEXT_CHARS`] code points before and after a range.
fn context(document: &Document, range: TextRange) -> (&str, &str) {
    let (before, after) = (&document.text()[..range.start().to_usize()], &document.text()[range.end().to_usize()..]);
    let from = before.char_indices().rev().take(CONTEXT_CHARS).last().map_or(before.len(), |(at, _)| at);
    let to = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
    (&before[from..], &after[..to])
}
