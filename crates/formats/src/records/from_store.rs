//! What a store says of some documents, as what formats are written from.

use crate::document::uses::used;
use crate::document::{Annotated, Cluster, Definition, DocumentLabel, Event, Facts, Node, Relation, Schema, Span};
use postil_core::{
    Definition as CoreDefinition, DocId, Document, DocumentStatus, Kind, Layer, NodeId, Record, RecordKey, SetId,
    SetKind, Slug, Store, filled, genesis, sort_by,
};
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
    let machines: BTreeSet<Arc<str>> = filled(machines.map(|(_, info)| info.name.clone()));
    let mut made: Vec<Annotated> = Vec::with_capacity(documents.len());
    let mut places: BTreeMap<DocId, usize> = BTreeMap::new();
    for document in documents {
        let Some(info) = store.documents().get(&document.id()) else { continue };
        places.insert(document.id(), made.len());
        let mut annotated = Annotated::new(&*info.title, document.clone());
        annotated.language = info.language.as_deref().map(str::to_owned);
        annotated.dct = info.dct.as_deref().map(str::to_owned);
        annotated.is_done = info.status == DocumentStatus::Done;
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
    let used: BTreeSet<(Kind, &str)> = filled(documents.iter().flat_map(used));
    let is_ours = |kind: Kind, id: &Slug| store.heads(&RecordKey::Definition(kind, id.clone())) == [genesis().dot];
    let mut listed: Vec<((Kind, Slug), CoreDefinition)> = Vec::new();
    for ((kind, id), it) in store.definitions().iter() {
        if used.contains(&(*kind, id.as_str())) || !is_ours(*kind, id) {
            listed.push(((*kind, id.clone()), it.clone()));
        }
    }
    sort_by(&mut listed, &|a, b| (a.1.order, &a.0).cmp(&(b.1.order, &b.0)));
    let ids = |slugs: &[Slug]| slugs.iter().map(|slug| slug.as_str().to_owned()).collect();
    let definition = |((kind, id), it): ((Kind, Slug), CoreDefinition)| Definition {
        kind,
        id: id.as_str().to_owned(),
        layer: (it.layer != Layer::usual(kind, id.as_str())).then_some(it.layer),
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
                made[place].facts_at(node).attributes.insert(slug.as_str().to_owned(), it.value.clone());
            }
        }
        (RecordKey::Note(id, _), Record::Note(it)) => {
            if let Some((place, node)) = at(id) {
                made[place].facts_at(node).notes.push(it.text.to_string());
            }
        }
        _ => {}
    }
    None
}
