//! Postil's own: between the core's store and what formats are read into and written from.
//!
//! Offsets are bytes here, ends exclusive; the native files say them in three units.

use crate::annotated::{Annotated, Cluster, DocumentLabel, Event, Facts, Node, Relation, Span};
use crate::json::{self, Value, object};
use crate::schema::{self, Definition, Schema};
use crate::table::{MAX_LABEL, MAX_NAME};
use crate::unit::Unit;
use crate::{
    Error, File, Report, Source,
    format::{Reading, Writing},
};
use postil_core::{
    ActorId, AttributeValue, Author, Definition as CoreDefinition, DocId, Document, Draft, Intent, Kind, NodeId,
    Record, RecordKey, Score, SetId, SetKind, Slug, Store, TextRange, Timestamp, Transaction, genesis,
};
use postil_project::Shape;
use postil_project::annotations::Options;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a store says of some documents. Each has the whole schema, but for what every project begins with and nobody uses
/// or changed.
pub fn from_store(store: &Store, documents: &[Document]) -> Vec<Annotated> {
    let snapshot = store.snapshot();
    // A file's own set, which has no name there, has none here.
    let is_own = |set: &SetId| set.as_str().strip_prefix("import-").is_some_and(|hash| hash.len() == 16);
    let set_name = |set: &SetId| -> Arc<str> {
        match store.sets().get(set) {
            _ if is_own(set) => Arc::default(),
            Some(info) => info.name.clone(),
            None => set.as_str().into(),
        }
    };
    let machines = store.sets().iter().filter(|(id, info)| info.kind == SetKind::Imported && !is_own(id));
    let machines: BTreeSet<Arc<str>> = machines.map(|(_, info)| info.name.clone()).collect();
    let mut made: Vec<Annotated> = Vec::with_capacity(documents.len());
    let mut places: BTreeMap<DocId, usize> = BTreeMap::new();
    for document in documents {
        let Some(info) = store.documents().get(&document.id()) else { continue };
        places.insert(document.id(), made.len());
        let mut annotated = Annotated::new(&*info.title, document.clone());
        annotated.language = info.language.as_deref().map(str::to_owned);
        annotated.dct = info.dct.as_deref().map(str::to_owned);
        annotated.machines.clone_from(&machines);
        made.push(annotated);
    }
    // Nodes first, since anything may refer to anything.
    let mut nodes: BTreeMap<NodeId, (usize, Node)> = BTreeMap::new();
    for (key, record) in &snapshot {
        let RecordKey::Node(id) = key else { continue };
        let record: &Record = record;
        let (Some(doc), Some(set), Some(origin)) = (key.document(record), key.set(record), record.origin()) else {
            continue;
        };
        let Some((_, label)) = key.labels(record).first().copied() else { continue };
        let Some(place) = places.get(&doc) else { continue };
        let annotated = &mut made[*place];
        let facts = Facts { set: set_name(set), score: origin.score(), ..Facts::default() };
        let label = label.as_str().to_owned();
        let nowhere = Node::Span(0);
        let node = match record {
            Record::Span(it) => {
                annotated.spans.push(Span { fragments: it.fragments.clone(), label, link: it.link.clone(), facts });
                Node::Span(annotated.spans.len() - 1)
            }
            Record::Relation(_) => {
                annotated.relations.push(Relation { head: nowhere, tail: nowhere, label, facts });
                Node::Relation(annotated.relations.len() - 1)
            }
            Record::Cluster(_) => {
                annotated.clusters.push(Cluster { members: Vec::new(), label, facts });
                Node::Cluster(annotated.clusters.len() - 1)
            }
            _ => {
                annotated.events.push(Event { trigger: 0, label, arguments: Vec::new(), facts });
                Node::Event(annotated.events.len() - 1)
            }
        };
        nodes.insert(*id, (*place, node));
    }
    let mut lacking = BTreeSet::new();
    for (key, record) in &snapshot {
        lacking.extend(link(key, record, &nodes, &mut made));
        if let (RecordKey::DocumentLabel(doc, set, label), Record::DocumentLabel(it)) = (key, &***record)
            && let Some(place) = places.get(doc)
        {
            let label =
                DocumentLabel { label: label.as_str().to_owned(), set: set_name(set), score: it.origin.score() };
            made[*place].labels.push(label);
        }
    }
    for (place, annotated) in made.iter_mut().enumerate() {
        annotated.retain(&|node| !lacking.contains(&(place, node)));
        annotated.sort();
    }
    let schema = Arc::new(schema_of(store, &made));
    made.iter_mut().for_each(|it| it.schema = schema.clone());
    made
}

fn schema_of(store: &Store, documents: &[Annotated]) -> Schema {
    let used: BTreeSet<(Kind, &str)> = documents.iter().flat_map(schema::used).collect();
    let is_ours = |kind: Kind, id: &Slug| store.heads(&RecordKey::Definition(kind, id.clone())) == [genesis().dot];
    let mut listed: Vec<((Kind, Slug), CoreDefinition)> = Vec::new();
    for ((kind, id), it) in store.definitions().iter() {
        if used.contains(&(*kind, id.as_str())) || !is_ours(*kind, id) {
            listed.push(((*kind, id.clone()), it.clone()));
        }
    }
    listed.sort_by(|a, b| (a.1.order, &a.0).cmp(&(b.1.order, &b.0)));
    let ids = |slugs: &[Slug]| slugs.iter().map(|slug| slug.as_str().to_owned()).collect();
    let definition = |((kind, id), it): ((Kind, Slug), CoreDefinition)| Definition {
        kind,
        id: id.as_str().to_owned(),
        name: it.name.to_string(),
        parent: it.parent.map(|slug| slug.as_str().to_owned()),
        heads: ids(&it.heads),
        tails: ids(&it.tails),
        values: it.values.iter().map(|value| value.to_string()).collect(),
    };
    listed.into_iter().map(definition).collect()
}

/// Fills in what a record says of nodes that are there. Gives the node that lacks what it is about.
fn link(
    key: &RecordKey, record: &Record, nodes: &BTreeMap<NodeId, (usize, Node)>, made: &mut [Annotated],
) -> Option<(usize, Node)> {
    let at = |id: &NodeId| nodes.get(id).copied();
    match (key, record) {
        (RecordKey::Node(id), Record::Relation(it)) => match (at(id)?, at(&it.head), at(&it.tail)) {
            ((place, Node::Relation(i)), Some((_, head)), Some((_, tail))) => {
                let relation = &mut made[place].relations[i];
                (relation.head, relation.tail) = (head, tail);
            }
            (lacking, ..) => return Some(lacking),
        },
        (RecordKey::Node(id), Record::Event(it)) => match (at(id)?, at(&it.trigger)) {
            ((place, Node::Event(i)), Some((_, Node::Span(trigger)))) => made[place].events[i].trigger = trigger,
            // Nothing in the text says that it happened.
            (lacking, _) => return Some(lacking),
        },
        (RecordKey::Member(id, member), _) => {
            if let (Some((place, Node::Cluster(i))), Some((_, member))) = (at(id), at(member)) {
                made[place].clusters[i].members.push(member);
            }
        }
        (RecordKey::Argument(id, _), Record::Argument(it)) => {
            if let (Some((place, Node::Event(i))), Some((_, node))) = (at(id), at(&it.node)) {
                made[place].events[i].arguments.push((it.role.as_str().to_owned(), node));
            }
        }
        (RecordKey::Attribute(id, slug), Record::Attribute(it)) => {
            if let Some((place, node)) = at(id) {
                facts_of(&mut made[place], node).attributes.insert(slug.as_str().to_owned(), it.value.clone());
            }
        }
        (RecordKey::Note(id, _), Record::Note(it)) => {
            if let Some((place, node)) = at(id) {
                facts_of(&mut made[place], node).notes.push(it.text.to_string());
            }
        }
        _ => {}
    }
    None
}

pub(crate) fn facts_of(document: &mut Annotated, node: Node) -> &mut Facts {
    match node {
        Node::Span(i) => &mut document.spans[i].facts,
        Node::Relation(i) => &mut document.relations[i].facts,
        Node::Cluster(i) => &mut document.clusters[i].facts,
        Node::Event(i) => &mut document.events[i].facts,
    }
}

/// A file of annotations in Postil's own JSON, for [`postil_project::load`], which verifies it once more and brings it
/// into a store. `source` is what the set is called of annotations that name none.
pub fn to_annotations(documents: &[Annotated]) -> String {
    let whole = schema::together(documents);
    let value = |(n, it): (usize, &Annotated)| {
        // All stand in the first, what is used in each.
        let used = schema::used(it);
        document_value(it, whole.iter().filter(|one| n == 0 || used.contains(&(one.kind, one.id.as_str()))))
    };
    let documents: Vec<Value> = documents.iter().enumerate().map(value).collect();
    object! { "format" => postil_project::annotations::FORMAT, "version" => postil_project::annotations::VERSION, "documents" => documents }.compact()
}

/// Labels of documents, once for each text: of those that have a text in common the first says what score a label has. Gives
/// how many were taken out.
pub(crate) fn label_once(documents: &mut [Annotated]) -> usize {
    let mut said: BTreeMap<(DocId, Arc<str>, String), Option<Score>> = BTreeMap::new();
    let mut out = 0;
    for it in documents {
        let text = it.document.id();
        it.labels.retain(|it| {
            let first = *said.entry((text, it.set.clone(), it.label.clone())).or_insert(it.score);
            out += usize::from(first != it.score);
            first == it.score
        });
    }
    out
}

/// A name as a title that our files take: one line, not empty, not endless.
fn title(name: &str) -> String {
    bounded(name, MAX_NAME).unwrap_or_else(|| "Untitled".to_owned())
}

/// A name of a label as our files take it: as many characters as its id may have bytes. None when nothing of it is left.
pub(crate) fn line(name: &str) -> Option<String> {
    bounded(name, MAX_LABEL)
}

fn bounded(name: &str, max_chars: usize) -> Option<String> {
    if name.trim().is_empty() {
        return None;
    }
    if name.chars().nth(max_chars).is_none() && !name.contains(char::is_control) {
        return Some(name.to_owned());
    }
    let line: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(max_chars).collect();
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

fn document_value<'s>(it: &Annotated, schema: impl Iterator<Item = &'s Definition>) -> Value {
    let id = it.document.id().to_string();
    let mut value = object! { "id" => &id, "sha256" => &id, "title" => title(&it.name) };
    for (field, said) in [("language", &it.language), ("dct", &it.dct)] {
        if let Some(said) = said {
            value.push(field, said);
        }
    }
    value.push("text", it.text());
    let sets: Vec<Arc<str>> = it.sets().into_iter().filter(|set| !set.is_empty()).collect();
    let kind = |set: &Arc<str>| if it.machines.contains(set) { "imported" } else { "work" };
    value.push(
        "sets",
        sets.iter().map(|set| object! { "id" => &**set, "name" => &**set, "kind" => kind(set) }).collect::<Vec<_>>(),
    );
    let label = |it: &Definition| object! { "kind" => kind_name(it.kind), "id" => &it.id, "name" => &it.name };
    value.push("labels", schema.map(label).collect::<Vec<_>>());
    let span = |(i, span): (usize, &Span)| {
        let mut value = object! { "id" => format!("s{i}"), "label" => &span.label };
        push_offsets(&mut value, it, span.cover());
        if span.is_discontinuous() {
            let fragment = |range: &TextRange| {
                let mut value = object! {};
                push_offsets(&mut value, it, *range);
                value
            };
            value.push("fragments", span.fragments.as_slice().iter().map(fragment).collect::<Vec<_>>());
        }
        if let Some(link) = &span.link {
            let mut object = object! { "id" => &*link.id };
            if let Some(uri) = &link.uri {
                object.push("uri", &**uri);
            }
            value.push("link", object);
        }
        said(&mut value, &span.facts);
        value
    };
    value.push("spans", it.spans.iter().enumerate().map(span).collect::<Vec<_>>());
    let relation = |(i, it): (usize, &Relation)| {
        let mut value = object! { "id" => format!("r{i}"), "type" => &it.label, "head" => id_of(it.head), "tail" => id_of(it.tail) };
        said(&mut value, &it.facts);
        value
    };
    value.push("relations", it.relations.iter().enumerate().map(relation).collect::<Vec<_>>());
    let cluster = |(i, it): (usize, &Cluster)| {
        let members: Vec<Value> = it.members.iter().map(|node| id_of(*node).into()).collect();
        let mut value = object! { "id" => format!("c{i}"), "type" => &it.label, "members" => members };
        said(&mut value, &it.facts);
        value
    };
    value.push("clusters", it.clusters.iter().enumerate().map(cluster).collect::<Vec<_>>());
    let event = |(i, it): (usize, &Event)| {
        let argument = |(j, (role, node)): (usize, &(String, Node))| object! { "id" => format!("e{i}a{j}"), "role" => role, "node" => id_of(*node) };
        let arguments: Vec<Value> = it.arguments.iter().enumerate().map(argument).collect();
        let mut value = object! { "id" => format!("e{i}"), "type" => &it.label, "trigger" => format!("s{}", it.trigger), "arguments" => arguments };
        said(&mut value, &it.facts);
        value
    };
    value.push("events", it.events.iter().enumerate().map(event).collect::<Vec<_>>());
    let label = |it: &DocumentLabel| {
        let mut value = object! { "label" => &it.label };
        if !it.set.is_empty() {
            value.push("set", &*it.set);
        }
        if let Some(score) = it.score {
            value.push("score", score.to_f64());
        }
        value
    };
    value.push("document_labels", it.labels.iter().map(label).collect::<Vec<_>>());
    value
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Label => "label",
        Kind::Relation => "relation",
        Kind::Cluster => "cluster",
        Kind::Event => "event",
        Kind::Role => "role",
        Kind::Attribute => "attribute",
        Kind::DocumentLabel => "document_label",
    }
}

/// Offsets in every unit, and what stands there.
fn push_offsets(value: &mut Value, it: &Annotated, range: TextRange) {
    for (field, unit) in [("char", Unit::Char), ("utf16", Unit::Utf16), ("byte", Unit::Byte)] {
        let (start, end) = unit.ends(&it.document, range);
        value.push(field, vec![Value::from(start), Value::from(end)]);
    }
    value.push("quote", it.document.slice(range));
}

/// The name of a node within a document, such as `s0`.
pub(crate) fn id_of(node: Node) -> String {
    match node {
        Node::Span(i) => format!("s{i}"),
        Node::Relation(i) => format!("r{i}"),
        Node::Cluster(i) => format!("c{i}"),
        Node::Event(i) => format!("e{i}"),
    }
}

fn said(value: &mut Value, facts: &Facts) {
    if !facts.set.is_empty() {
        value.push("set", &*facts.set);
    }
    if let Some(score) = facts.score {
        value.push("score", score.to_f64());
    }
    if !facts.attributes.is_empty() {
        let attributes = facts.attributes.iter().map(|(name, value)| (name.clone(), attribute_value(value)));
        value.push("attributes", Value::Object(attributes.collect()));
    }
    if !facts.notes.is_empty() {
        // A note is named by its annotator: further ones need names of their own.
        let note = |(i, text): (usize, &String)| match i {
            0 => Value::from(text),
            _ => object! { "annotator" => format!("note-{:03}", i + 1), "text" => text },
        };
        value.push("notes", facts.notes.iter().enumerate().map(note).collect::<Vec<_>>());
    }
}

fn attribute_value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Boolean(it) => object! { "boolean" => *it },
        AttributeValue::Number(it) => object! { "number" => &**it },
        AttributeValue::Choice(it) => object! { "choice" => &**it },
        AttributeValue::Text(it) => object! { "text" => &**it },
    }
}

/// Reads a project, annotations or a log of ours.
pub(crate) fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let text = source.text()?;
        // What is wrong with a line by itself has a place.
        if !text.trim().is_empty() && !text.trim_end().contains('\n') {
            json::parse::<IgnoredAny>(&text, &source.name, source.first_line)?;
        }
        let (store, documents, shape) = load(&text, &source.name, source.first_line, report)?;
        let mut read = from_store(&store, &documents);
        if matches!(shape, Shape::Annotations | Shape::AnnotationLines) {
            // These have no order of labels.
            let mut sorted: Vec<Definition> =
                read.first().into_iter().flat_map(|it| it.schema.iter()).cloned().collect();
            sorted.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
            let schema: Arc<Schema> = Arc::new(sorted.into_iter().collect());
            read.iter_mut().for_each(|it| it.schema = schema.clone());
        }
        made.extend(read);
    }
    Ok(made)
}

fn load(
    text: &str, name: &str, first_line: usize, report: &mut Report,
) -> Result<(Store, Vec<Document>, Shape), Error> {
    let loaded = postil_project::load(text, name, &|_| None).map_err(|error| {
        let place = if first_line > 1 { format!("line {first_line}") } else { String::new() };
        Error::new(name, place, error)
    })?;
    for problem in &loaded.problems {
        report.left_out(place(&problem.place, first_line), &problem.message);
    }
    let mut store = Store::new();
    let author = author();
    store.merge(loaded.merge(&store, &author, Timestamp(1)));
    Ok((store, loaded.documents, loaded.shape))
}

/// A place such as `line 1: spans[4]` of a piece that begins on a line of a longer file.
fn place(place: &str, first_line: usize) -> String {
    let numbered = place.strip_prefix("line ").and_then(|rest| {
        let (number, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        Some((number.parse::<usize>().ok()?, rest))
    });
    match numbered {
        Some((line, rest)) => format!("line {}{rest}", line + first_line - 1),
        None => place.to_owned(),
    }
}

/// Nobody in particular, so that the same documents give the same bytes.
fn author() -> Author {
    let annotator = "postil-convert".parse().expect("a well-formed name");
    Author { actor: ActorId::new(1), annotator, next_seq: 0 }
}

/// Documents in a store of their own.
///
/// # Errors
/// When our own reader refuses them, which is a fault of this crate.
pub fn to_store(documents: &[Annotated], source: &str) -> Result<(Store, Vec<Document>), Error> {
    let mut report = Report::default();
    let mut documents = documents.to_vec();
    label_once(&mut documents);
    let (mut store, found, _) = load(&to_annotations(&documents), source, 1, &mut report)?;
    if let Some(entry) = report.entries.first() {
        return Err(Error::new(source, &entry.place, &entry.message));
    }
    let defined = define(&store, &schema::together(&documents));
    store.merge(defined.map(Arc::new));
    Ok((store, found))
}

/// What annotations do not say of labels: their order, their places in a hierarchy, and what may stand where.
fn define(store: &Store, schema: &Schema) -> Option<Transaction> {
    let author = Author { next_seq: 1, ..author() };
    let mut draft = Draft::new(store, &author);
    let first = store.definitions().iter().map(|(_, it)| it.order + 1).max().unwrap_or_default();
    let slugs = |ids: &[String]| ids.iter().filter_map(|id| id.parse().ok()).collect();
    for (order, it) in (first..).zip(schema.iter()) {
        let Ok(slug) = it.id.parse() else { continue };
        let key = RecordKey::Definition(it.kind, slug);
        if let Some(Record::Definition(here)) = store.get(&key).map(|record| &**record) {
            let definition = CoreDefinition {
                order,
                parent: it.parent.as_ref().and_then(|id| id.parse().ok()),
                heads: slugs(&it.heads),
                tails: slugs(&it.tails),
                values: it.values.iter().map(|value| value.as_str().into()).collect(),
                ..here.clone()
            };
            draft.put(key, definition.into());
        }
    }
    draft.finish(Timestamp(2), Intent::Schema)
}

pub(crate) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let (store, texts) = to_store(documents, "annotations")?;
    let text = postil_project::annotations::json(&store, &texts, &Options::default()).text;
    Ok(vec![File::new("annotations.postil.json", text)])
}

pub(crate) fn write_lines(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let (store, texts) = to_store(documents, "annotations")?;
    let text = postil_project::annotations::json_lines(&store, &texts, &Options::default()).text;
    Ok(vec![File::new("annotations.postil.jsonl", text)])
}

pub(crate) fn write_project(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let (store, texts) = to_store(documents, "annotations")?;
    let text = postil_project::project::write_without_history(&store, &texts, &author(), Timestamp(1));
    Ok(vec![File::new("project.postil.json", text)])
}
