//! Writing annotations: from the records of a store to JSON. `docs/formats.md` says what each field means.

mod node;

use super::choice::{Subject, chosen};
use super::json::Json;
use super::{Export, Options, Pending};
use crate::Problem;
use crate::records::{Graph, Places};
use crate::verify::verify_offsets;
use node::Covering;
use postil_core::{DocId, Document, DocumentInfo, Kind, Part, Record, RecordKey, SetKind, Span, Store};
use std::collections::BTreeMap;

/// One JSON value: `{"format":"postil-annotations","version":3,"documents":[…]}`, one document a line, by id. Documents
/// that are not in the store, or were deleted from it, are not written.
pub fn json(store: &Store, documents: &[Document], options: &Options) -> Export {
    write(store, documents, options, false)
}

/// JSON Lines: one document a line, by id, each with format and version so that it stands by itself.
pub fn json_lines(store: &Store, documents: &[Document], options: &Options) -> Export {
    write(store, documents, options, true)
}

fn write(store: &Store, documents: &[Document], options: &Options, is_lines: bool) -> Export {
    let mut subjects: BTreeMap<DocId, Subject> = BTreeMap::new();
    for document in documents.iter().filter(|document| store.documents().contains_key(&document.id())) {
        subjects.insert(document.id(), Subject { document, items: Vec::new() });
    }
    let (records, mut left_out) = chosen(store, &subjects, options);
    for (i, (key, record)) in records.iter().enumerate() {
        if let Some(subject) = key.document(record).and_then(|doc| subjects.get_mut(&doc)) {
            subject.items.push(i);
        }
    }
    let graph = Graph::of(&records);
    let mut json = Json::default();
    if !is_lines {
        json.head();
        json.key("documents");
        json.open('[');
        json.out.push('\n');
    }
    for (i, (id, Subject { document, items })) in subjects.iter().enumerate() {
        let Some(info) = store.documents().get(id) else { continue };
        match is_lines {
            true => json.head(),
            false => {
                json.out.push_str(if i == 0 { "" } else { ",\n" });
                json.open('{');
            }
        }
        Writer { store, document, records: &records, graph: &graph, json: &mut json }.document(
            info,
            items,
            options.text,
        );
        if let Some(pending) = options.suggestions.get(id) {
            let mut writer = Writer { store, document, records: &records, graph: &graph, json: &mut json };
            left_out.extend(writer.suggestions(pending));
        }
        json.close('}');
        json.out.push_str(if is_lines { "\n" } else { "" });
    }
    if !is_lines {
        json.out.push_str(if subjects.is_empty() { "]}\n" } else { "\n]}\n" });
    }
    Export { text: json.out, left_out }
}

/// Writes one document.
struct Writer<'a> {
    store: &'a Store,
    document: &'a Document,
    /// All that are written, of this document and others.
    records: &'a [(RecordKey, Record)],
    graph: &'a Graph,
    json: &'a mut Json,
}

impl<'a> Writer<'a> {
    /// `items` are the indices of the records about the document.
    fn document(&mut self, info: &DocumentInfo, items: &[usize], with_text: bool) {
        let id = self.document.id();
        let (language, dct) = (info.language.as_deref(), info.dct.as_deref());
        self.json.document(self.document, &info.title, language, dct, with_text);
        self.names(items);
        let records = self.records;
        // The store knows the reading order.
        self.list("spans", |writer| {
            for place in writer.store.spans(id).into_iter().filter_map(|id| writer.graph.place(id)) {
                if let (RecordKey::Node(id), Record::Span(it)) = &records[place] {
                    let Span { label, set, fragments, origin, link, .. } = it;
                    let (set, value, link) = (Some(set), None, link.as_ref());
                    writer.covering(Some(*id), &Covering { label, set, fragments, value, origin, link });
                }
            }
        });
        for (name, kind) in [("relations", Kind::Relation), ("clusters", Kind::Cluster), ("events", Kind::Event)] {
            self.list(name, |writer| {
                for (key, record) in items.iter().map(|i| &records[*i]) {
                    if key.labels(record).first().is_some_and(|(other, _)| *other == kind) {
                        writer.node(key, record);
                    }
                }
            });
        }
        self.list("document_labels", |writer| {
            for item in items.iter().map(|i| &records[*i]) {
                if let (RecordKey::DocumentLabel(_, set, label), Record::DocumentLabel(it)) = item {
                    writer.json.open('{');
                    writer.json.text("label", label.as_str());
                    writer.json.text("set", set.as_str());
                    writer.score_and_origin(&it.origin, None);
                    writer.json.close('}');
                }
            }
        });
        self.list("rejections", |writer| {
            for item in items.iter().map(|i| &records[*i]) {
                if let (RecordKey::Rejection(_, set, target), Record::Rejection(it)) = item {
                    writer.target(target, Some((Some(set), &it.origin)));
                }
            }
        });
    }

    fn list(&mut self, name: &str, items: impl FnOnce(&mut Self)) {
        self.json.key(name);
        self.json.open('[');
        items(self);
        self.json.close(']');
    }

    /// Lists the annotators, sets and labels that are in use.
    fn names(&mut self, items: &[usize]) {
        let (store, records) = (self.store, self.records);
        let mut used = Places::new();
        let mut note = |(key, record): &(RecordKey, Record), i: usize| {
            for (kind, slug) in key.labels(record) {
                used.insert(RecordKey::Definition(kind, slug.clone()), i);
            }
            if let Some(set) = key.set(record) {
                let annotator = store.sets().get(set).and_then(|info| info.annotator.clone());
                used.extend(annotator.map(|id| (RecordKey::Annotator(id), i)));
                used.insert(RecordKey::Set(set.clone()), i);
            }
            used.extend(key.annotator().map(|id| (RecordKey::Annotator(id.clone()), i)));
        };
        for i in items {
            note(&records[*i], *i);
            for part in records[*i].0.node().into_iter().flat_map(|id| self.hanging(id)) {
                note(part, *i);
            }
        }
        self.list("annotators", |writer| {
            for key in used.keys() {
                if let (RecordKey::Annotator(id), Some(Record::AnnotatorInfo(it))) = (key, writer.record(key)) {
                    writer.json.named(None, id.as_str(), &it.name);
                    writer.json.close('}');
                }
            }
        });
        self.list("sets", |writer| {
            for key in used.keys() {
                let RecordKey::Set(id) = key else { continue };
                let info = match writer.record(key) {
                    Some(Record::SetInfo(info)) => Some(info),
                    _ => None,
                };
                writer.json.named(None, id.as_str(), info.map_or(id.as_str(), |info| &info.name));
                writer.json.field("kind", &info.map_or(SetKind::Work, |info| info.kind));
                writer.json.text_if("annotator", info.and_then(|info| Some(info.annotator.as_ref()?.as_str())));
                writer.json.close('}');
            }
        });
        self.list("labels", |writer| {
            for key in used.keys() {
                let RecordKey::Definition(kind, id) = key else { continue };
                let name = match writer.record(key) {
                    Some(Record::Definition(it)) => &it.name,
                    _ => id.as_str(),
                };
                writer.json.named(Some(*kind), id.as_str(), name);
                writer.json.close('}');
            }
        });
    }

    fn record(&self, key: &RecordKey) -> Option<&'a Record> {
        self.store.get(key).map(|record| &**record)
    }

    fn suggestions(&mut self, pending: &Pending) -> Vec<Problem> {
        let mut left_out = Vec::new();
        let Pending { spans, joints } = pending;
        self.list("suggestions", |writer| {
            for suggestion in spans {
                let fragments = &suggestion.fragments();
                if let Err(reason) = verify_offsets(writer.document, fragments) {
                    left_out.push(Problem::new(format!("document {}, a suggestion", writer.document.id()), reason));
                    continue;
                }
                let (label, origin) = (&suggestion.label, &suggestion.origin());
                let value = suggestion.value.as_deref();
                writer.covering(None, &Covering { label, set: None, fragments, value, origin, link: None });
            }
            for (target, origin) in joints {
                let mut problem = None;
                target.each_part(&mut |part| {
                    if let Part::Place(fragments) = part {
                        problem = problem.take().or(verify_offsets(writer.document, fragments).err());
                    }
                });
                match problem {
                    Some(reason) => {
                        left_out.push(Problem::new(format!("document {}, a suggestion", writer.document.id()), reason))
                    }
                    None => writer.target(target, Some((None, origin))),
                }
            }
        });
        left_out
    }
}
