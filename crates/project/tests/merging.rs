//! What merging a file does to what is there already.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Project, Step, author, config, nodes, slug, step, steps};
use postil_core::*;
use postil_project::annotations::{self, Options};
use postil_project::{Loaded, Summary, Union, load, project, union};
use proptest::prelude::*;

const TEXT: &str = "Erdoğan met 🇹🇷 officials in Sochi on Monday.";
const NOW: Timestamp = Timestamp(2_000_000_000_000);

fn open(file: &str) -> Loaded {
    load(file, "team.json", &|_| None).unwrap()
}

/// Takes a file in; gives how many operations that took.
fn take(store: &mut Store, file: &str, seq: u32) -> usize {
    let author = Author { next_seq: seq, ..author(0xc3) };
    let transactions = open(file).merge(store, &author, NOW);
    let ops = transactions.iter().map(|transaction| transaction.ops.len()).sum();
    store.merge(transactions);
    ops
}

fn labels(store: &Store) -> Vec<String> {
    store.spans(DocId::of(TEXT)).into_iter().map(|id| store.span(id).unwrap().label.to_string()).collect()
}

/// A span of one person, another of another, and a relation between them.
fn pair() -> (Project, NodeId, NodeId) {
    let mut project = Project::new(&[TEXT.to_owned()]);
    let doc = DocId::of(TEXT);
    let mut made = Vec::new();
    project.edit(Intent::Tag, |draft, _| {
        for (set, label, start, end) in [("anna", "PERSON", 0, 8), ("ben", "GPE", 35, 40)] {
            let info = SetInfo { name: set.into(), kind: SetKind::Work, annotator: None };
            draft.put(RecordKey::Set(set.parse().unwrap()), info.into());
            let (set, fragments) = (set.parse().unwrap(), Fragments::one(TextRange::from_usize(start..end)));
            let span = Span { doc, set, label: slug(label), fragments, origin: Origin::Person, link: None };
            made.push(draft.add(span.into()));
        }
        let (set, label) = ("ben".parse().unwrap(), slug("speaker"));
        draft.add(Relation { doc, set, label, head: made[0], tail: made[1], origin: Origin::Person }.into());
        draft.put(
            RecordKey::Attribute(made[0], slug("value")),
            Attribute { value: AttributeValue::Boolean(true) }.into(),
        );
    });
    (project, made[0], made[1])
}

fn write(project: &Project) -> String {
    annotations::json(&project.store, &project.documents, &Options::default()).text
}

#[test]
fn an_annotation_that_was_changed_here_is_added_beside_and_only_once() {
    let (mut project, person, _) = pair();
    let file = write(&project);
    project.edit(Intent::Relabel, |draft, _| {
        let span = draft.store().span(person).unwrap().clone();
        draft.put(RecordKey::Node(person), Span { label: slug("ORG"), ..span }.into());
    });
    let mut store = project.store;
    assert_eq!(open(&file).summary(&store).changed_annotations, 1);
    // The span, its attribute, and the relation to it.
    assert_eq!(take(&mut store, &file, 0), 3);
    assert_eq!(labels(&store), ["ORG", "PERSON", "GPE"].map(str::to_owned));
    assert_eq!(nodes(&store).len(), 5);
    assert_eq!(take(&mut store, &file, 1), 0);
    // What was brought beside and then deleted does not come back either.
    let beside = store.spans(DocId::of(TEXT)).into_iter().find(|id| store.span(*id).unwrap().label == slug("PERSON"));
    let author = Author { next_seq: 2, ..author(0xc3) };
    let mut draft = Draft::new(&store, &author);
    draft.delete_node(beside.unwrap());
    let transaction = draft.finish(NOW, Intent::Delete).unwrap();
    store.commit(transaction.into()).unwrap();
    assert_eq!(take(&mut store, &file, 3), 0);
}

#[test]
fn what_was_deleted_here_stays_deleted_unless_it_is_copied() {
    let (mut project, person, _) = pair();
    let (annotations, whole) = (write(&project), project::write(&project.store, &project.documents));
    project.edit(Intent::Delete, |draft, _| draft.delete_node(person));
    for file in [&annotations, &whole] {
        let mut store = project.store.clone();
        assert_eq!(take(&mut store, file, 0), 0);
        assert_eq!(labels(&store), ["GPE"].map(str::to_owned));
        let copy = open(file).copy(&store, &author(0xc3), NOW, "Before").unwrap();
        store.commit(copy.into()).unwrap();
        assert_eq!(labels(&store), ["PERSON", "GPE", "GPE"].map(str::to_owned));
        let names: Vec<&str> = store.sets().values().map(|info| &*info.name).collect();
        assert_eq!(names, ["anna", "ben", "Before: anna", "Before: ben"]);
    }
    // With its document gone from here, opening the file brings all of it back.
    project.edit(Intent::Delete, |draft, _| draft.delete(RecordKey::Document(DocId::of(TEXT))));
    take(&mut project.store, &annotations, 0);
    assert_eq!(labels(&project.store), ["PERSON", "GPE"].map(str::to_owned));
    assert_eq!(write(&project), annotations);
}

#[test]
fn names_of_other_programs_are_the_same_each_time() {
    let file = format!(
        r#"{{"format":"postil-annotations","version":1,"text":"{TEXT}","spans":[
{{"id":"T1","label":"PERSON","char":[0,7],"quote":"Erdoğan"}},{{"label":"CITY","char":[28,33],"quote":"Sochi"}},
{{"label":"CITY","char":[28,33],"quote":"Sochi"}},{{"id":2,"label":"DATE","char":[37,43],"quote":"Monday"}}],
"relations":[{{"type":"when","head":"T1","tail":2}}],"clusters":[{{"type":"coreference","members":["T1",2]}}],
"events":[{{"type":"meet","trigger":2,"arguments":[{{"role":"who","node":"T1"}}]}}]}}"#
    )
    .replace('\n', " ");
    let mut store = Store::new();
    assert!(take(&mut store, &file, 0) > 0);
    assert_eq!(labels(&store), ["PERSON", "CITY", "CITY", "DATE"].map(str::to_owned));
    assert_eq!(take(&mut store, &file, 1), 0);
    let summary = open(&file).summary(&store);
    let wanted = Summary { documents: 1, spans: 4, relations: 1, clusters: 1, events: 1, ..Summary::default() };
    assert_eq!(summary, wanted);
    // Two people who open the same file and then merge their work have it once.
    let mut other = Store::new();
    other.merge(open(&file).merge(&other, &author(0xd4), NOW));
    other.merge(store.log().cloned());
    assert_eq!(nodes(&other), nodes(&store));
    // A label that was not known has a place, a colour and a chip; the set is called after the file.
    let definition = &store.definitions()[&(Kind::Label, slug("CITY"))];
    assert_eq!((&*definition.name, &*definition.chip, definition.key.as_deref()), ("CITY", "CITY", None));
    assert!(store.definitions().values().all(|it| it == definition || it.order != definition.order));
    let sets: Vec<(&str, SetKind)> = store.sets().values().map(|info| (&*info.name, info.kind)).collect();
    assert_eq!(sets, [("team.json", SetKind::Imported)]);
}

#[test]
fn names_of_labels_come_along_where_nobody_has_chosen_one() {
    let (mut project, ..) = pair();
    let rename = |project: &mut Project, name: &'static str| {
        project.edit(Intent::Schema, |draft, _| {
            let key = (Kind::Label, slug("PERSON"));
            let definition = Definition { name: name.into(), ..draft.store().definitions()[&key].clone() };
            draft.put(RecordKey::Definition(key.0, key.1), definition.into());
        });
    };
    rename(&mut project, "Human");
    let file = write(&project);
    let name = |store: &Store| store.definitions()[&(Kind::Label, slug("PERSON"))].name.to_string();
    let mut fresh = Store::new();
    take(&mut fresh, &file, 0);
    assert_eq!(name(&fresh), "Human");
    rename(&mut project, "Somebody");
    take(&mut project.store, &file, 0);
    assert_eq!(name(&project.store), "Somebody");
}

#[test]
fn one_set_alone_says_what_it_cannot_hold() {
    let (project, ..) = pair();
    let options = Options { sets: Some(["ben".parse().unwrap()].into()), ..Options::default() };
    let export = annotations::json_lines(&project.store, &project.documents, &options);
    assert_eq!(export.left_out.len(), 1);
    assert!(export.left_out[0].message.ends_with("which it refers to, is not in this file"));
    let summary = open(&export.text).summary(&Store::new());
    assert_eq!((summary.spans, summary.relations, summary.attributes), (1, 0, 0));
}

#[test]
fn without_history_nothing_of_a_deleted_document_is_left() {
    let (mut project, ..) = pair();
    project.edit(Intent::Delete, |draft, _| draft.delete(RecordKey::Document(DocId::of(TEXT))));
    let file = project::write_without_history(&project.store, &project.documents, &author(5), NOW);
    assert!(!file.contains("Erdo") && !file.contains(&DocId::of(TEXT).to_string()), "{file}");
    assert!(!file.contains("person-161"), "{file}");
    assert_eq!(
        open(&file).summary(&Store::new()),
        Summary { transactions: 2, new_transactions: 1, ..Summary::default() }
    );
}

#[test]
fn the_same_document_twice_in_a_file_is_joined() {
    let (project, ..) = pair();
    let write = |set: &str| {
        let options = Options { sets: Some([set.parse().unwrap()].into()), ..Options::default() };
        annotations::json_lines(&project.store, &project.documents, &options).text
    };
    let both = open(&(write("anna") + &write("ben") + &write("anna")));
    assert_eq!(both.problems, []);
    let summary = both.summary(&Store::new());
    assert_eq!((summary.documents, summary.spans, summary.attributes), (1, 2, 1));
}

/// Three people who have worked at the same time on what one of them began.
fn three(texts: &[String], steps: &[Step]) -> [Project; 3] {
    let begun = Project::of(texts, steps);
    let mut next = 0;
    std::array::from_fn(|_| {
        let mut project = begun.clone();
        // Everybody writes under a name of their own.
        project.authors = std::array::from_fn(|_| {
            next += 1;
            author(0xd0 + next)
        });
        project
    })
}

fn whole(merged: &Union) -> String {
    merged.write(&merged.store())
}

fn file(project: &Project) -> String {
    project::write(&project.store, &project.documents)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_same_files_in_any_order_are_the_same_project(
        (texts, steps) in steps(), own in prop::array::uniform3(prop::collection::vec(step(), 0..12)),
    ) {
        let mut people = three(&texts, &steps);
        for (project, steps) in people.iter_mut().zip(&own) {
            steps.iter().for_each(|step| project.act(step));
        }
        let files: Vec<String> = people.iter().map(file).collect();
        let merged = |order: [usize; 3]| union(order.map(|i| ("a", files[i].as_str())));
        let first = merged([0, 1, 2]);
        prop_assert!(first.problems.is_empty(), "{:?}", first.problems);
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            prop_assert_eq!(whole(&merged(order)), whole(&first));
        }
        // Nothing that anybody did is lost, and nothing happened that nobody did.
        let all: std::collections::BTreeSet<Dot> =
            people.iter().flat_map(|it| it.store.log().map(|step| step.dot)).collect();
        prop_assert_eq!(first.steps(), all.len());
        // Merging what is merged changes nothing.
        let all = whole(&first);
        prop_assert_eq!(whole(&union([("whole", all.as_str()), ("a", files[1].as_str())])), all);
    }
}

#[test]
fn a_log_finds_its_texts_in_any_other_file() {
    let (project, ..) = pair();
    let log: String = project.store.log().map(|step| postil_project::codec::encode(step) + "\n").collect();
    let texts = file(&Project::new(&[TEXT.to_owned()]));
    for files in [[("log", log.as_str()), ("texts", &texts)], [("texts", &texts), ("log", &log)]] {
        let merged = union(files);
        assert!(merged.problems.is_empty(), "{:?}", merged.problems);
        assert_eq!(whole(&merged), file(&project));
    }
    let alone = union([("log", log.as_str())]);
    assert!(!alone.problems.is_empty(), "spans without their text are told");
}

#[test]
fn two_steps_of_one_name_are_told_and_one_is_kept_whatever_the_order() {
    let (project, ..) = pair();
    let one = file(&project);
    let other = one.replace("\"label\":\"GPE\"", "\"label\":\"ORG\"");
    assert_ne!(one, other);
    let (merged, turned) =
        (union([("one", one.as_str()), ("other", &other)]), union([("other", other.as_str()), ("one", &one)]));
    assert_eq!(whole(&merged), whole(&turned));
    let told = &merged.problems[0];
    assert!(told.0 == "other" && told.1.contains("is another one"), "{told:?}");
}

#[test]
fn files_without_steps_are_refused_and_the_rest_is_merged() {
    let (project, ..) = pair();
    let (all, bare) = (file(&project), write(&project));
    let merged = union([("bare", bare.as_str()), ("whole", &all), ("other", "{}")]);
    assert_eq!((merged.read, merged.problems.len()), (1, 2), "{:?}", merged.problems);
    assert!(merged.problems[0].1.contains("convert it"), "{:?}", merged.problems);
    assert_eq!(whole(&merged), all);
}
