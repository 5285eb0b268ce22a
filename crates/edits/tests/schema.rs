//! The schema changed by hand, and the annotations with it.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

mod desk;

use desk::{Desk, TEXT, label, one, revert};
use postil_core::*;
use postil_edits::{
    Conflict, Edit, End, Impact, conflicts, delete_entry, entries, impact, merge_entries, move_entry, rename_entry,
    split_label, uses,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

impl Desk {
    fn change(&self, verb: impl FnOnce(&Store, &Author, Timestamp) -> Edit) -> Edit {
        verb(&self.store, &self.author, Timestamp(self.now))
    }

    /// Changes the schema, undoes that and does it again; gives what was counted before.
    fn changed(&mut self, verb: impl FnOnce(&Store, &Author, Timestamp) -> Edit) -> Impact {
        let edit = self.change(verb);
        let told = impact(&self.store, edit.transaction.as_ref().unwrap());
        self.there_and_back(|_| edit);
        told
    }

    fn names(&self, kind: Kind) -> Vec<&str> {
        entries(&self.store, kind).into_iter().map(|(slug, _)| slug.as_str()).collect()
    }

    fn definition(&self, kind: Kind, name: &str) -> Definition {
        self.store.definitions()[&(kind, label(name))].clone()
    }

    fn define(&mut self, kind: Kind, name: &str, change: impl FnOnce(&mut Definition)) {
        let order = postil_edits::next_order(&self.store);
        let mut it = Definition { order, ..Definition::plain(kind, &label(name), name) };
        change(&mut it);
        let edit = self.change(|store, author, now| postil_edits::define(store, author, now, kind, label(name), it));
        self.commit(edit);
    }
}

/// Every entry of the schema that annotations and definitions speak of.
fn spoken_of(store: &Store) -> BTreeSet<(Kind, Slug)> {
    let mut all = BTreeSet::new();
    for (key, record) in store.snapshot() {
        all.extend(key.labels(&**record).into_iter().map(|(kind, slug)| (kind, slug.clone())));
        if let (RecordKey::Definition(kind, _), Record::Definition(it)) = (key, &**record) {
            all.extend(it.parent.clone().map(|slug| (*kind, slug)));
            all.extend(it.heads.iter().chain(&it.tails).map(|slug| (Kind::Label, slug.clone())));
            all.extend(it.values.iter().filter(|_| *kind == Kind::Event).map(|role| (Kind::Role, label(role))));
        }
    }
    all
}

#[test]
fn renaming_takes_everything_along() {
    let mut desk = Desk::new();
    desk.define(Kind::Label, "MAYOR", |it| it.parent = Some(label("PERSON")));
    desk.define(Kind::Relation, "member", |it| it.heads = vec![label("PERSON"), label("NORP")]);
    let (ana, split) = (desk.tagged("PERSON", "Ana"), desk.tagged("GPE", "Split"));
    desk.edit(|scope| postil_edits::relate(scope, label("member"), End::Node(ana), End::Node(split), false)).unwrap();
    desk.edit(|scope| postil_edits::reject(scope, &desk::suggested("It", "PERSON", 0.5)));
    let told = desk
        .changed(|store, author, now| rename_entry(store, author, now, Kind::Label, &label("PERSON"), &label("PER")));
    assert_eq!((told.documents, told.changed.spans, told.gone), (1, 1, Default::default()));
    assert_eq!(desk.said(), ["PER Ana", "GPE Split"]);
    assert!(!spoken_of(&desk.store).contains(&(Kind::Label, label("PERSON"))));
    assert_eq!(desk.names(Kind::Label)[0], "PER", "it stands where it stood");
    assert_eq!(desk.definition(Kind::Label, "PER").key.as_deref(), Some("1"));
    assert_eq!(desk.definition(Kind::Label, "MAYOR").parent, Some(label("PER")));
    assert_eq!(desk.definition(Kind::Relation, "member").heads, [label("PER"), label("NORP")]);
    let old = desk.definition(Kind::Label, "PERSON");
    assert_eq!((old.replaced_by, old.key), (Some(label("PER")), None));
    let rejected = RecordKey::rejected_span(desk.doc, desk.set.clone(), label("PER"), one("It"));
    assert!(desk.store.get(&rejected).is_some(), "what was turned down stays so");
    // And back: the name is free again.
    desk.changed(|store, author, now| rename_entry(store, author, now, Kind::Label, &label("PER"), &label("PERSON")));
    assert_eq!(desk.said(), ["PERSON Ana", "GPE Split"]);
}

#[test]
fn what_is_known_by_its_name_or_taken_stays() {
    let desk = Desk::new();
    for (from, to) in [("QUOTE", "Q"), ("PERSON", "ORG"), ("NOBODY", "N"), ("PERSON", "PERSON")] {
        let edit =
            desk.change(|store, author, now| rename_entry(store, author, now, Kind::Label, &label(from), &label(to)));
        assert_eq!(edit.transaction, None, "{from} {to}");
    }
    let merged =
        desk.change(|store, author, now| merge_entries(store, author, now, Kind::Label, &label("CUE"), &label("MISC")));
    assert_eq!(merged.transaction, None);
}

#[test]
fn merging_makes_one_of_what_says_the_same() {
    let mut desk = Desk::new();
    let (ana, also, split) = (desk.tagged("PERSON", "Ana"), desk.tagged("NORP", "Ana"), desk.tagged("GPE", "Split"));
    let here = desk.edit(|scope| postil_edits::relate(scope, label("in"), End::Node(ana), End::Node(split), false));
    desk.edit(|scope| postil_edits::relate(scope, label("in"), End::Node(also), End::Node(split), false)).unwrap();
    desk.edit(|scope| postil_edits::relate(scope, label("as"), End::Node(also), End::Node(ana), false)).unwrap();
    desk.edit(|scope| postil_edits::same(scope, End::Node(also), End::Node(ana))).unwrap();
    desk.edit(|scope| postil_edits::note(scope, also, "From Split."));
    desk.edit(|scope| postil_edits::note(scope, ana, "The mayor."));
    desk.edit(|scope| postil_edits::value(scope, also, "Q1"));
    let told = desk
        .changed(|store, author, now| merge_entries(store, author, now, Kind::Label, &label("NORP"), &label("PERSON")));
    assert_eq!((told.changed.spans, told.gone.spans, told.gone.relations, told.gone.clusters), (0, 1, 2, 1));
    assert_eq!(desk.said(), ["PERSON Ana", "GPE Split"]);
    let relations: Vec<NodeId> = postil_edits::relations_of(&desk.store, ana).map(|(id, _)| id).collect();
    assert_eq!(relations, [here.unwrap()], "said twice, and from itself to itself");
    let note = desk.store.get(&RecordKey::Note(ana, desk.author.annotator.clone())).unwrap();
    assert!(matches!(&**note, Record::Note(it) if &*it.text == "The mayor.\nFrom Split."), "{note:?}");
    assert!(postil_edits::value_of(&desk.store, ana).is_some());
    assert_eq!(desk.definition(Kind::Label, "NORP").replaced_by, Some(label("PERSON")));
}

#[test]
fn events_with_one_trigger_become_one() {
    let mut desk = Desk::new();
    let (said, ana) = (desk.tagged("CUE", "said"), desk.tagged("PERSON", "Ana"));
    for (event, role) in [("say", "speaker"), ("tell", "speaker"), ("tell", "who")] {
        let id = desk.edit(|scope| postil_edits::make_event(scope, label(event), End::Node(said))).unwrap();
        desk.edit(|scope| postil_edits::add_argument(scope, id, label(role), End::Node(ana))).unwrap();
    }
    desk.define(Kind::Event, "say", |it| it.values = vec!["speaker".into()]);
    desk.define(Kind::Event, "tell", |it| it.values = vec!["who".into(), "speaker".into()]);
    let told = desk
        .changed(|store, author, now| merge_entries(store, author, now, Kind::Event, &label("tell"), &label("say")));
    assert_eq!((told.gone.events, told.gone.roles), (1, 1));
    let (event, _) = postil_edits::events_of(&desk.store, &desk.set, said).next().unwrap();
    let roles: Vec<&str> = postil_edits::arguments(&desk.store, event).map(|(.., it)| it.role.as_str()).collect();
    assert_eq!(roles, ["speaker", "who"]);
    let roles: Vec<String> = desk.definition(Kind::Event, "say").values.iter().map(ToString::to_string).collect();
    assert_eq!(roles, ["speaker", "who"]);
    let told =
        desk.changed(|store, author, now| rename_entry(store, author, now, Kind::Role, &label("who"), &label("actor")));
    assert_eq!(told.changed.roles, 1);
    assert!(desk.definition(Kind::Event, "say").values.iter().any(|role| &**role == "actor"));
}

#[test]
fn deleting_goes_with_what_hangs_on_it() {
    let mut desk = Desk::new();
    desk.define(Kind::Label, "PLACE", |it| it.heads.clear());
    desk.define(Kind::Label, "GPE", |it| it.parent = Some(label("PLACE")));
    desk.define(Kind::Label, "TOWN", |it| it.parent = Some(label("GPE")));
    desk.define(Kind::Relation, "in", |it| {
        (it.heads, it.tails) = (vec![label("PERSON"), label("GPE")], vec![label("GPE")])
    });
    let (ana, split) = (desk.tagged("PERSON", "Ana"), desk.tagged("GPE", "Split"));
    desk.edit(|scope| postil_edits::relate(scope, label("in"), End::Node(ana), End::Node(split), false)).unwrap();
    desk.edit(|scope| postil_edits::same(scope, End::Node(split), End::Node(ana))).unwrap();
    let told = desk.changed(|store, author, now| delete_entry(store, author, now, Kind::Label, &label("GPE")));
    assert_eq!((told.gone.spans, told.gone.relations, told.gone.clusters, told.documents), (1, 1, 1, 1));
    assert_eq!(desk.said(), ["PERSON Ana"]);
    assert_eq!(desk.definition(Kind::Label, "TOWN").parent, Some(label("PLACE")));
    let it = desk.definition(Kind::Relation, "in");
    assert_eq!(it.heads, [label("PERSON")]);
    assert_eq!(it.tails, [label("GPE")], "an end that nothing else may have is not opened");
    assert!(!desk.store.definitions().contains_key(&(Kind::Label, label("GPE"))));
}

#[test]
fn attributes_and_labels_of_documents_move_with_their_names() {
    let mut desk = Desk::new();
    let (ana, split) = (desk.tagged("PERSON", "Ana"), desk.tagged("GPE", "Split"));
    for (on, name, typed) in [(ana, "tone", "warm"), (ana, "mood", "glad"), (split, "mood", "calm")] {
        let value = postil_edits::read_value(None, typed);
        desk.edit(|scope| postil_edits::attribute(scope, on, label(name), value));
    }
    let told = desk.changed(|store, author, now| {
        merge_entries(store, author, now, Kind::Attribute, &label("mood"), &label("tone"))
    });
    assert_eq!((told.changed.attributes, told.gone.attributes), (1, 1), "what is there stays");
    let values = |on| {
        postil_edits::attributes_of(&desk.store, on).map(|(name, it)| format!("{name} {it:?}")).collect::<Vec<_>>()
    };
    assert_eq!(values(ana), ["tone Text(\"warm\")"]);
    assert_eq!(values(split), ["tone Text(\"calm\")"]);
    desk.edit(|scope| postil_edits::label_document(scope, label("politics"), true));
    let told = desk.changed(|store, author, now| {
        rename_entry(store, author, now, Kind::DocumentLabel, &label("politics"), &label("power"))
    });
    assert_eq!((told.changed.document_labels, told.documents), (1, 1));
    assert_eq!(postil_edits::document_labels(&desk.store, desk.doc, &desk.set), [label("power")]);
    let told = desk.changed(|store, author, now| delete_entry(store, author, now, Kind::Attribute, &label("tone")));
    assert_eq!((told.gone.attributes, told.documents), (2, 1));
}

#[test]
fn a_label_is_split_by_the_values_of_an_attribute() {
    let mut desk = Desk::new();
    let words = ["Ana", "Petrović", "Split"];
    let nodes = words.map(|words| desk.tagged("PERSON", words));
    desk.define(Kind::Attribute, "role", |it| it.values = vec!["mayor".into(), "envoy".into()]);
    for (on, value) in [(nodes[0], "mayor"), (nodes[1], "poet")] {
        let value = Some(AttributeValue::Text(value.into()));
        desk.edit(|scope| postil_edits::attribute(scope, on, label("role"), value));
    }
    let told = desk.changed(|store, author, now| split_label(store, author, now, &label("PERSON"), &label("role")));
    assert_eq!((told.changed.spans, told.gone.attributes), (2, 2));
    assert_eq!(desk.said(), ["PERSON_mayor Ana", "PERSON_poet Petrović", "PERSON Split"]);
    let names: Vec<&str> = desk.names(Kind::Label).into_iter().filter(|name| name.starts_with("PERSON_")).collect();
    assert_eq!(names, ["PERSON_mayor", "PERSON_envoy", "PERSON_poet"]);
    let part = desk.definition(Kind::Label, "PERSON_envoy");
    assert_eq!((part.parent, &*part.name, part.key), (Some(label("PERSON")), "envoy", None));
    let none = desk.change(|store, author, now| split_label(store, author, now, &label("ORG"), &label("tone")));
    assert_eq!(none.transaction, None);
}

#[test]
fn entries_move_within_their_kind() {
    let mut desk = Desk::new();
    let first: Vec<String> = desk.names(Kind::Label).into_iter().take(3).map(str::to_owned).collect();
    assert_eq!(first, ["PERSON", "ORG", "GPE"]);
    for (slug, by, expected) in [
        ("GPE", -1, ["PERSON", "GPE", "ORG"]),
        ("PERSON", 1, ["GPE", "PERSON", "ORG"]),
        ("ORG", -9, ["ORG", "GPE", "PERSON"]),
    ] {
        let edit = desk.change(|store, author, now| move_entry(store, author, now, Kind::Label, &label(slug), by));
        desk.there_and_back(|_| edit);
        assert_eq!(&desk.names(Kind::Label)[..3], expected);
    }
    let edit = desk.change(|store, author, now| move_entry(store, author, now, Kind::Label, &label("ORG"), -1));
    assert_eq!(edit.transaction, None, "it is the first already");
}

#[test]
fn what_stands_against_an_entry_is_told() {
    let mut desk = Desk::new();
    desk.define(Kind::Label, "MAYOR", |it| it.parent = Some(label("PERSON")));
    let store = &desk.store;
    let told = |change: fn(&mut Definition)| {
        let mut it = desk.definition(Kind::Label, "PERSON");
        change(&mut it);
        conflicts(store, Kind::Label, &label("PERSON"), &it)
    };
    assert_eq!(told(|_| ()), []);
    assert_eq!(told(|it| it.name = " ".into()), [Conflict::NoName]);
    assert_eq!(told(|it| it.name = "place".into()), [Conflict::Name(label("GPE"))]);
    assert_eq!(told(|it| it.key = Some("2".into())), [Conflict::Key(label("ORG"))]);
    assert_eq!(told(|it| it.key = Some("ab".into())), [Conflict::NoKey]);
    assert_eq!(told(|it| it.parent = Some(label("MAYOR"))), [Conflict::Circle(label("MAYOR"))]);
    assert_eq!(told(|it| it.parent = Some(label("PERSON"))), [Conflict::Circle(label("PERSON"))]);
}

const LABELS: [&str; 4] = ["A", "B", "C", "D"];
const WORDS: [&str; 5] = ["It", "well", "Ana", "said", "Split"];

/// A project of random annotations with few labels: much of it says the same.
fn project() -> impl Strategy<Value = Desk> {
    let span = (0..LABELS.len(), 0..WORDS.len());
    let link = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_usize);
    (prop::collection::vec(span, 1..16), prop::collection::vec((0..5_usize, link), 0..16)).prop_map(|(spans, links)| {
        let mut desk = Desk::new();
        for name in LABELS {
            desk.define(Kind::Label, name, |_| ());
        }
        let nodes: Vec<NodeId> = spans
            .into_iter()
            .map(|(name, words)| {
                let span = Span {
                    doc: desk.doc,
                    set: desk.set.clone(),
                    label: label(LABELS[name]),
                    fragments: one(WORDS[words]),
                    origin: Origin::Person,
                    link: None,
                };
                desk.edit(|scope| postil_edits::tag(scope, span.label.clone(), span.fragments.clone(), None)).unwrap()
            })
            .collect();
        for (what, (one, other, name)) in links {
            let (one, other) = (*one.get(&nodes), *other.get(&nodes));
            let slug = label(["r", "s", "t"][name]);
            desk.edit(|scope| match what {
                0 | 1 => postil_edits::relate(scope, slug, End::Node(one), End::Node(other), false),
                2 if one != other => postil_edits::same(scope, End::Node(one), End::Node(other)),
                3 => postil_edits::make_event(scope, slug, End::Node(one)),
                _ => postil_edits::attribute(scope, one, slug, postil_edits::read_value(None, "x")),
            });
        }
        desk
    })
}

/// What no change of the schema may bring about.
fn is_whole(desk: &Desk, gone: &str) -> Result<(), TestCaseError> {
    prop_assert!(!spoken_of(&desk.store).contains(&(Kind::Label, label(gone))), "{gone} is said");
    let mut said = BTreeSet::new();
    let snapshot = desk.store.snapshot();
    for (key, record) in &snapshot {
        for node in key.refers_to(&***record) {
            prop_assert!(snapshot.contains_key(&RecordKey::Node(node)), "{key:?} refers to what is gone");
        }
        let what = match &***record {
            Record::Span(it) => format!("{} {} {:?}", it.set, it.label, it.fragments),
            Record::Relation(it) => format!("{} {} {} {}", it.set, it.label, it.head, it.tail),
            Record::Event(it) => format!("{} {} {}", it.set, it.label, it.trigger),
            Record::Cluster(_) => {
                prop_assert!(postil_edits::members(&desk.store, key.node().unwrap()).len() > 1, "a cluster of one");
                continue;
            }
            _ => continue,
        };
        prop_assert!(said.insert(what.clone()), "said twice: {what}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn annotations_stay_whole(mut desk in project(), from in 0..LABELS.len(), into in 0..LABELS.len(), what in 0..3_usize) {
        let (from, into) = (label(LABELS[from]), label(LABELS[into]));
        let before = desk.state();
        let used: u32 = uses(&desk.store).iter().filter(|(kind, slug, ..)| (*kind, slug) == (Kind::Label, &from)).map(|it| it.2).sum();
        let edit = desk.change(|store, author, now| match what {
            0 => rename_entry(store, author, now, Kind::Label, &from, &label("NEW")),
            1 => merge_entries(store, author, now, Kind::Label, &from, &into),
            _ => delete_entry(store, author, now, Kind::Label, &from),
        });
        prop_assume!(edit.transaction.is_some());
        let told = impact(&desk.store, edit.transaction.as_ref().unwrap());
        prop_assert_eq!(told.changed.spans + told.gone.spans, used as usize, "each is counted once");
        desk.commit(edit);
        is_whole(&desk, from.as_str())?;
        if what == 0 {
            // Nothing but the name is other, and back it is as before.
            let back = desk.change(|store, author, now| rename_entry(store, author, now, Kind::Label, &label("NEW"), &from));
            desk.commit(back);
            let annotations = |state: &std::collections::BTreeMap<RecordKey, Record>| {
                state.iter().filter(|(key, _)| !matches!(key, RecordKey::Definition(..))).map(|(key, it)| (key.clone(), it.clone())).collect::<Vec<_>>()
            };
            prop_assert_eq!(annotations(&desk.state()), annotations(&before));
            revert(&mut desk, true);
        }
        revert(&mut desk, true);
        prop_assert_eq!(desk.state(), before, "one step to undo");
        prop_assert!(TEXT.contains("Ana"));
    }
}
