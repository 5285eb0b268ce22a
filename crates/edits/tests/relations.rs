//! Relations made by hand.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

mod desk;

use desk::{Desk, label, provenance, suggested};
use postil_core::*;
use postil_edits::{Accepted, End, Scope, allows};
use std::sync::Arc;

impl Desk {
    fn related(&mut self, name: &str, head: NodeId, tail: NodeId) -> Option<NodeId> {
        self.edit(|scope| postil_edits::relate(scope, label(name), End::Node(head), End::Node(tail), false))
    }

    /// `type: head → tail`, by the first words.
    fn relations(&self) -> Vec<String> {
        let word = |id| match self.store.span(id) {
            Some(span) => desk::TEXT[span.fragments.cover().to_usize()].split(' ').next().unwrap().to_owned(),
            None => "gone".to_owned(),
        };
        let told = |record: &Arc<Record>| match &**record {
            Record::Relation(it) => Some(format!("{}: {} → {}", it.label, word(it.head), word(it.tail))),
            _ => None,
        };
        self.store.snapshot().values().filter_map(|record| told(record)).collect()
    }
}

#[test]
fn a_relation_is_made_once() {
    let mut desk = Desk::new();
    let (ana, split) = (desk.tagged("PERSON", "Ana Petrović"), desk.tagged("GPE", "Split"));
    let relate = |scope: Scope| postil_edits::relate(scope, label("born in"), End::Node(ana), End::Node(split), false);
    let made = desk.there_and_back(relate);
    assert_eq!(desk.relations(), ["born in: Ana → Split"]);
    // What was typed is part of the schema from then on, at the end of the lists.
    let definition = &desk.store.definitions()[&(Kind::Relation, label("born in"))];
    assert!(desk.store.definitions().values().all(|it| it.order <= definition.order));
    let len = desk.store.log_len();
    assert_eq!(desk.edit(relate), made);
    assert_eq!(desk.store.log_len(), len);
    // The other way round is another relation.
    desk.related("born in", split, ana);
    assert_eq!(desk.relations().len(), 2);
}

#[test]
fn another_speaker_takes_the_place_of_the_one_before() {
    let mut desk = Desk::new();
    let quote = desk.tagged("QUOTE", "“It went well,”");
    let (ana, split) = (desk.tagged("PERSON", "Ana Petrović"), desk.tagged("GPE", "Split"));
    let first = desk.related("speaker", quote, split);
    desk.there_and_back(|scope| postil_edits::relate(scope, label("speaker"), End::Node(quote), End::Node(ana), false));
    assert_eq!(desk.relations(), ["speaker: “It → Ana"]);
    assert_eq!(desk.related("speaker", quote, ana), first, "it is the same relation still");
    desk.there_and_back(|scope| {
        postil_edits::relate(scope, label("speaker"), End::Node(quote), End::Node(split), true)
    });
    assert_eq!(desk.relations(), ["speaker: “It → Ana", "speaker: “It → Split"], "beside it");
    // One of several is chosen: the others go.
    desk.there_and_back(|scope| {
        postil_edits::relate(scope, label("speaker"), End::Node(quote), End::Node(split), false)
    });
    assert_eq!(desk.relations(), ["speaker: “It → Split"]);
}

#[test]
fn what_is_suggested_is_accepted_by_being_joined() {
    let mut desk = Desk::new();
    let (quote, cue) = (suggested("“It went well,”", "QUOTE", 0.9), suggested("said", "CUE", 0.8));
    let (wrong, right) = (suggested("Split", "GPE", 0.7), suggested("Ana Petrović", "PERSON", 0.6));
    let relation =
        |name: &str, tail| SuggestedRelation { label: label(name), head: 0, tail, provenance: provenance(0.5, name) };
    let (says, by) = (relation("cue", 1), relation("speaker", 2));
    let head = Accepted { span: &quote, relations: vec![(&says, &cue), (&by, &wrong)], events: Vec::new() };
    let tail = Accepted { span: &right, relations: Vec::new(), events: Vec::new() };
    desk.there_and_back(|scope| {
        let (head, tail) = (End::Suggestion(head.clone()), End::Suggestion(tail.clone()));
        postil_edits::relate(scope, label("speaker"), head, tail, false)
    });
    assert_eq!(desk.relations(), ["cue: “It → said", "speaker: “It → Ana"]);
    assert_eq!(desk.said(), ["QUOTE “It went well,”", "PERSON Ana Petrović", "CUE said"], "the wrong one is not");
    // By now it is a span, and the suggestion means that one.
    let len = desk.store.spans(desk.doc).len();
    desk.edit(|scope| {
        let (head, tail) = (End::Suggestion(head.clone()), End::Suggestion(tail.clone()));
        postil_edits::relate(scope, label("speaker"), head, tail, false)
    });
    assert_eq!(desk.store.spans(desk.doc).len(), len);
}

#[test]
fn a_relation_is_led_elsewhere_retyped_turned_and_deleted() {
    let mut desk = Desk::new();
    let (ana, split) = (desk.tagged("PERSON", "Ana Petrović"), desk.tagged("GPE", "Split"));
    let said = desk.tagged("CUE", "said");
    let id = desk.related("in", ana, split).unwrap();
    desk.there_and_back(|scope| postil_edits::retarget(scope, id, false, End::Node(said)));
    assert_eq!(desk.relations(), ["in: Ana → said"]);
    desk.there_and_back(|scope| postil_edits::retarget(scope, id, true, End::Node(split)));
    assert_eq!(desk.relations(), ["in: Split → said"]);
    desk.there_and_back(|scope| postil_edits::retype(scope, id, label("of")));
    desk.there_and_back(|scope| postil_edits::turn(scope, id));
    assert_eq!(desk.relations(), ["of: said → Split"]);
    desk.edit(|scope| postil_edits::note(scope, id, "is it?"));
    desk.there_and_back(|scope| postil_edits::delete_relation(scope, id));
    assert_eq!(desk.relations(), [""; 0]);
    assert!(desk.store.references(id).is_empty());
}

#[test]
fn what_another_relation_says_is_not_said_again() {
    let mut desk = Desk::new();
    let (ana, split, said) =
        (desk.tagged("PERSON", "Ana Petrović"), desk.tagged("GPE", "Split"), desk.tagged("CUE", "said"));
    let first = desk.related("in", ana, split).unwrap();
    let second = desk.related("in", ana, said).unwrap();
    let len = desk.store.log_len();
    assert_eq!(desk.edit(|scope| postil_edits::retarget(scope, second, false, End::Node(split))), Some(first));
    assert_eq!(desk.store.log_len(), len);
}

#[test]
fn a_broken_relation_is_mended() {
    let mut desk = Desk::new();
    let (ana, split) = (desk.tagged("PERSON", "Ana Petrović"), desk.tagged("GPE", "Split"));
    // Somebody deleted the end while another one made the relation.
    let theirs = Author { actor: ActorId::new(2), annotator: "her".parse().unwrap(), next_seq: 0 };
    let scope = Scope { store: &desk.store, author: &theirs, set: &desk.set, doc: desk.doc, now: Timestamp(desk.now) };
    let deleted = postil_edits::delete(scope, split, false).transaction.unwrap();
    let id = desk.related("in", ana, split).unwrap();
    desk.store.merge([Arc::new(deleted)]);
    assert_eq!(desk.relations(), ["in: Ana → gone"]);
    let said = desk.tagged("CUE", "said");
    assert_eq!(desk.related("in", split, ana), None, "nothing is joined to what is gone");
    desk.there_and_back(|scope| postil_edits::retarget(scope, id, false, End::Node(said)));
    assert_eq!(desk.relations(), ["in: Ana → said"]);
}

#[test]
fn the_schema_says_what_may_stand_where() {
    let mut desk = Desk::new();
    let may = |desk: &Desk, name, head, tail| allows(&desk.store, &label(name), Some(&label(head)), Some(&label(tail)));
    assert!(may(&desk, "speaker", "QUOTE", "PERSON") && may(&desk, "speaker", "QUOTE", "NORP"));
    assert!(!may(&desk, "speaker", "PERSON", "QUOTE") && !may(&desk, "speaker", "QUOTE", "DATE"));
    assert!(may(&desk, "cue", "QUOTE", "CUE") && !may(&desk, "cue", "QUOTE", "PERSON"));
    assert!(may(&desk, "anything", "DATE", "MONEY"), "a type that is not there says nothing");
    let define = |desk: &mut Desk, kind, name: &str, change: fn(&mut Definition)| {
        let mut definition = Definition::plain(kind, &label(name), name);
        change(&mut definition);
        let edit = postil_edits::define(&desk.store, &desk.author, Timestamp(desk.now), kind, label(name), definition);
        desk.commit(edit);
    };
    define(&mut desk, Kind::Label, "MAYOR", |it| it.parent = Some(label("PERSON")));
    define(&mut desk, Kind::Relation, "of", |it| {
        (it.heads, it.tails) = (vec![label("PERSON")], vec![label("GPE"), label("ORG")]);
    });
    assert!(may(&desk, "of", "MAYOR", "GPE") && !may(&desk, "of", "GPE", "MAYOR"), "what is below a label is one");
}
