//! What a record belongs to, refers to and is purged with is said once, in the tables of the core. Here is one record of
//! each kind: a kind that is forgotten in a table, or a name in it without a role, is missed.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::*;
use postil_project::annotations::{self, Options};
use postil_project::{codec, load, project};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

const TEXTS: [&str; 2] = ["Erdoğan met officials in Sochi.", "The ship left Izmir at noon."];

fn name<T: std::str::FromStr<Err = &'static str>>(text: &str) -> T {
    text.parse().unwrap()
}

/// A name that is told from all else in a file: that of the nth node of a document.
fn node(doc: u64, n: u32) -> NodeId {
    NodeId { dot: Dot { actor: ActorId::new(0xd0c0_0000 + doc), seq: 0 }, n }
}

fn fragments(start: usize, end: usize) -> Fragments {
    Fragments::one(TextRange::from_usize(start..end))
}

/// Records of every kind about a document, and what they use of the schema.
fn every(doc: u64) -> Vec<(RecordKey, Record)> {
    let document = Document::new(TEXTS[doc as usize]);
    let (id, set): (DocId, SetId) = (document.id(), name(&format!("set-{doc}")));
    let origin = Origin::Person;
    let span = |fragments| -> Record {
        let (set, origin, label) = (set.clone(), Origin::Person, name("THING"));
        Span { doc: id, set, label, fragments, origin, link: Some(Link { id: "Q1".into(), uri: None }) }.into()
    };
    let covered = |start, end| Target::Span { label: name("THING"), fragments: fragments(start, end) };
    let targets = [
        Target::Span {
            label: name("THING"),
            fragments: Fragments::new(vec![TextRange::from_usize(0..2), TextRange::from_usize(4..6)]).unwrap(),
        },
        Target::Relation { label: name("beside"), head: covered(0, 2).into(), tail: covered(4, 6).into() },
        Target::Cluster { label: name("same"), members: vec![covered(4, 6), covered(0, 2)].into() },
        Target::Event {
            label: name("meet"),
            trigger: covered(0, 2).into(),
            arguments: vec![TargetArgument { role: name("actor"), node: covered(4, 6) }].into(),
        },
    ];
    let definition = |kind, slug: &str, order| {
        let definition = Definition {
            name: slug.into(),
            hue: Hue::Slate,
            chip: "X".into(),
            key: None,
            order,
            layer: Layer::Entities,
            parent: None,
            replaced_by: None,
            heads: vec![],
            tails: vec![],
            values: vec![],
            value_type: (kind == Kind::Attribute).then_some(ValueType::Number),
            description: Some("When a thing is meant.".into()),
        };
        (RecordKey::Definition(kind, name(slug)), definition.into())
    };
    let at = |n| node(doc, n);
    let mut records: Vec<(RecordKey, Record)> = vec![
        (RecordKey::Document(id), DocumentInfo::of(&document, "A title").into()),
        (RecordKey::Node(at(0)), span(fragments(0, 2))),
        (RecordKey::Node(at(1)), span(fragments(4, 6))),
        (
            RecordKey::Node(at(2)),
            Relation {
                doc: id,
                set: set.clone(),
                label: name("beside"),
                head: at(0),
                tail: at(1),
                origin: origin.clone(),
            }
            .into(),
        ),
        (
            RecordKey::Node(at(3)),
            Cluster { doc: id, set: set.clone(), label: name("same"), origin: origin.clone() }.into(),
        ),
        (RecordKey::Member(at(3), at(0)), Member { origin: origin.clone() }.into()),
        (
            RecordKey::Node(at(4)),
            Event { doc: id, set: set.clone(), label: name("meet"), trigger: at(0), origin: origin.clone() }.into(),
        ),
        (
            RecordKey::Argument(at(4), at(5)),
            Argument { role: name("actor"), node: at(1), origin: origin.clone() }.into(),
        ),
        (RecordKey::Attribute(at(0), name("sure")), Attribute { value: AttributeValue::Number("1.50".into()) }.into()),
        (RecordKey::Note(at(1), name("anna")), Note { text: "A remark.".into() }.into()),
        (RecordKey::DocumentLabel(id, set.clone(), name("politics")), DocumentLabel { origin: origin.clone() }.into()),
        definition(Kind::Label, "THING", 30),
        definition(Kind::Relation, "beside", 31),
        definition(Kind::Cluster, "same", 32),
        definition(Kind::Event, "meet", 33),
        definition(Kind::Role, "actor", 34),
        definition(Kind::Attribute, "sure", 35),
        definition(Kind::DocumentLabel, "politics", 36),
        (
            RecordKey::Set(set.clone()),
            SetInfo { name: "A set".into(), kind: SetKind::Gold, annotator: Some(name("anna")) }.into(),
        ),
        (RecordKey::Annotator(name("anna")), AnnotatorInfo { name: "Anna".into() }.into()),
    ];
    let rejection =
        |target| (RecordKey::Rejection(id, set.clone(), target), Rejection { origin: Origin::Person }.into());
    records.extend(targets.into_iter().map(rejection));
    records
}

fn documents() -> [Document; 2] {
    TEXTS.map(Document::new)
}

/// A project with these records, made in one step by somebody else than those who minted the names.
fn store_of(records: impl IntoIterator<Item = (RecordKey, Record)>) -> Store {
    let mut store = Store::new();
    let before = store.clone();
    let author = Author { actor: ActorId::new(1), annotator: name("me"), next_seq: 0 };
    let mut draft = Draft::new(&before, &author);
    records.into_iter().for_each(|(key, record)| draft.put(key, record));
    store.commit(draft.finish(Timestamp(5), Intent::Tag).unwrap().into()).unwrap();
    store
}

fn both() -> Store {
    store_of([every(0), every(1)].concat())
}

/// All texts in a value, names of fields included.
fn words(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| words(item, found)),
        Value::Object(fields) => fields.iter().for_each(|(name, item)| {
            found.push(name.clone());
            words(item, found);
        }),
        _ => {}
    }
}

/// The names of some type among all that a record and its key say, once written.
fn said<T: std::str::FromStr + Ord>(key: &RecordKey, record: &Record) -> BTreeSet<T> {
    let mut found = Vec::new();
    words(&serde_json::to_value((key, record)).unwrap(), &mut found);
    found.iter().filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn the_examples_are_of_every_kind() {
    let kinds: BTreeSet<&str> = every(0).iter().map(|(_, record)| record.kind()).collect();
    assert_eq!(kinds, Record::KINDS.iter().copied().collect::<BTreeSet<&str>>());
    for (key, record) in every(0) {
        assert!(key.holds(&record), "{key:?}");
    }
}

#[test]
fn every_name_has_a_role() {
    for (key, record) in every(0) {
        let nodes: BTreeSet<NodeId> = key.refers_to(&record).into_iter().chain(key.name()).collect();
        assert_eq!(said::<NodeId>(&key, &record), nodes, "{key:?}");
        let documents: BTreeSet<DocId> = key.document(&record).into_iter().collect();
        assert_eq!(said::<DocId>(&key, &record), documents, "{key:?}");
        let text = serde_json::to_string(&(&key, &record)).unwrap();
        let is_set = matches!(key, RecordKey::Set(_));
        assert_eq!(text.contains("\"set-0\""), key.set(&record).is_some() || is_set, "{key:?}");
        assert_eq!(text.matches("[[").count(), key.places(&record).len(), "{key:?}");
        let labels = ["THING", "beside", "same", "meet", "actor", "sure", "politics"];
        let used: BTreeSet<&str> = key.labels(&record).into_iter().map(|(_, slug)| slug.as_str()).collect();
        let written = labels.into_iter().filter(|label| text.contains(&format!("\"{label}\"")));
        if !matches!(key, RecordKey::Definition(..)) {
            assert_eq!(used, written.collect(), "{key:?}");
        }
        // What belongs to a document says so, or hangs on what does.
        let is_of_project = matches!(key, RecordKey::Definition(..) | RecordKey::Set(_) | RecordKey::Annotator(_));
        assert_eq!(key.document(&record).is_none() && key.owner().is_none(), is_of_project, "{key:?}");
    }
}

#[test]
fn every_name_can_be_changed() {
    let other = DocId::of("another text");
    for (mut key, mut record) in every(0) {
        let nodes = said::<NodeId>(&key, &record).len();
        // A record may name a document beside its own.
        if let Record::DocumentInfo(info) = &mut record {
            info.supersedes = key.document(None);
        }
        let mut rename = |part: PartMut| match part {
            PartMut::Document(doc) => *doc = other,
            PartMut::Set(set) => *set = name("another"),
            PartMut::Node(id) => *id = node(7, id.n),
        };
        key.each_name(&mut rename);
        record.each_name(&mut rename);
        let renamed = said::<NodeId>(&key, &record);
        assert!(renamed.len() == nodes && renamed.iter().all(|id| id.dot == node(7, 0).dot), "{key:?} {record:?}");
        assert!(said::<DocId>(&key, &record).iter().all(|doc| *doc == other), "{key:?} {record:?}");
        let text = serde_json::to_string(&(&key, &record)).unwrap();
        assert!(!text.contains("\"set-0\"") || matches!(key, RecordKey::Set(_)), "{text}");
    }
}

#[test]
fn references_are_found() {
    let store = both();
    for (key, record) in every(0) {
        for id in key.refers_to(&record) {
            assert!(store.references(id).contains(&key), "{key:?}");
        }
    }
}

#[test]
fn a_purge_leaves_nothing() {
    let purged = both().purge(documents()[0].id());
    let expected = store_of(every(1));
    let gone = documents()[0].id().to_string();
    let minted = node(0, 0).dot.to_string();
    for line in purged.log().map(|transaction| codec::encode(transaction)) {
        assert!(!line.contains(&gone) && !line.contains(&minted), "{line}");
    }
    let kept = |store: &Store| -> Vec<(RecordKey, Arc<Record>)> {
        let is_named = |key: &RecordKey| !matches!(key, RecordKey::Set(set) if set.as_str() == "set-0");
        let records = store.snapshot().into_iter().filter(|(key, _)| is_named(key));
        records.map(|(key, record)| (key.clone(), record.clone())).collect()
    };
    assert_eq!(kept(&purged), kept(&expected));
}

/// The state of an empty profile that took in a file.
fn taken_in(file: &str) -> Store {
    let known = |id| documents().into_iter().find(|document| document.id() == id);
    let loaded = load(file, "file", &known).unwrap();
    assert_eq!(loaded.problems, []);
    let mut store = Store::new();
    let author = Author { actor: ActorId::new(2), annotator: name("you"), next_seq: 0 };
    store.merge(loaded.merge(&store, &author, Timestamp(9)));
    store
}

#[test]
fn each_is_the_same_after_a_log_and_a_project() {
    let store = both();
    let log: Vec<String> = store.log().map(|transaction| codec::encode(transaction)).collect();
    let author = Author { actor: ActorId::new(3), annotator: name("me"), next_seq: 0 };
    for file in [
        log.join("\n"),
        project::write(&store, &documents()),
        project::write_without_history(&store, &documents(), &author, Timestamp(7)),
    ] {
        assert_eq!(taken_in(&file).snapshot(), store.snapshot());
    }
}

#[test]
fn each_is_the_same_after_annotations() {
    let store = both();
    for write in [annotations::json, annotations::json_lines] {
        let export = write(&store, &documents(), &Options::default());
        assert_eq!(export.left_out, []);
        let again = taken_in(&export.text);
        // Of the schema, and of a document, annotations say less: what they say is tested by the bytes.
        assert_eq!(write(&again, &documents(), &Options::default()).text, export.text);
        let is_held = |key: &RecordKey| !matches!(key, RecordKey::Definition(..) | RecordKey::Document(_));
        let held = |store: &Store| -> Vec<(RecordKey, Arc<Record>)> {
            let records = store.snapshot().into_iter().filter(|(key, _)| is_held(key));
            records.map(|(key, record)| (key.clone(), record.clone())).collect()
        };
        assert_eq!(held(&again), held(&store));
    }
}

#[test]
fn a_copy_shares_no_name_but_the_texts() {
    let store = both();
    let loaded = load(&project::write(&store, &documents()), "file", &|_| None).unwrap();
    let author = Author { actor: ActorId::new(2), annotator: name("you"), next_seq: 0 };
    let copy = loaded.copy(&store, &author, Timestamp(9), "Copy").unwrap();
    let minted = [0, 1].map(|doc| node(doc, 0).dot.to_string());
    let counted = |ops: &mut dyn Iterator<Item = &Record>| {
        let mut kinds: Vec<&str> = ops.map(Record::kind).collect();
        kinds.sort();
        kinds
    };
    let of_nodes = |key: &&RecordKey| key.owner().is_some() || key.set(None).is_some() || key.node().is_some();
    let copied = counted(&mut copy.ops.iter().filter(|op| of_nodes(&&op.key)).filter_map(|op| op.after.as_deref()));
    let snapshot = store.snapshot();
    let original = counted(&mut snapshot.iter().filter(|(key, _)| of_nodes(key)).map(|(_, record)| &***record));
    assert_eq!(copied, original);
    let text = serde_json::to_string(&copy).unwrap();
    assert!(minted.iter().all(|dot| !text.contains(dot)) && !text.contains("\"set-0\""), "{text}");
}

#[test]
fn a_field_that_is_not_known_is_told_with_its_place() {
    let store = both();
    let documents = documents();
    let author = Author { actor: ActorId::new(3), annotator: name("me"), next_seq: 0 };
    let lines = annotations::json_lines(&store, &documents, &Options::default()).text;
    for file in [
        project::write_without_history(&store, &documents, &author, Timestamp(7)),
        annotations::json(&store, &documents, &Options::default()).text,
        lines.lines().next().unwrap().to_owned() + "\n",
    ] {
        let mut objects = 0;
        for (at, _) in file.match_indices('{') {
            // Attributes are named by whoever defines them, and a choice of kinds names one of ours.
            let (before, after) = (&file[..at], &file[at + 1..]);
            let is_free = before.ends_with("\"attributes\":");
            let is_genesis = after.starts_with("\"dot\":\"0000000000000000-0\"") || before.ends_with("\"ops\":[");
            if is_free || is_genesis && before.contains("genesis") {
                continue;
            }
            let file = format!("{before}{{\"newer\":1,{after}");
            let told = match load(&file, "file", &|_| None) {
                Ok(loaded) => loaded.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
                Err(error) => vec![error.to_string()],
            };
            let is_told = |told: &String| told.contains("newer") || told.contains("attributes.sure: not a value");
            assert!(told.iter().any(|told| told.contains("line ") && is_told(told)), "{told:?} {file}");
            objects += 1;
        }
        assert!(objects > 40, "{objects}");
    }
}
