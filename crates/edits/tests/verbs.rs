//! Verbs as those meet them who have no page: a store goes in, a transaction comes out.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

mod desk;

use desk::{Desk, label, one, provenance, range, suggested};
use postil_core::*;
use postil_edits::{Accepted, Scope};

#[test]
fn the_first_annotation_makes_its_set_and_begins_its_document() {
    let mut desk = Desk::new();
    let id = desk.edit(|scope| postil_edits::tag(scope, label("PERSON"), one("Ana"), None));
    assert_eq!(desk.store.spans(desk.doc), [id.unwrap()]);
    assert_eq!(desk.store.documents()[&desk.doc].status, DocumentStatus::Begun);
    assert_eq!(&*desk.store.sets()[&desk.set].name, "My annotations");
}

#[test]
fn nothing_is_done_in_a_document_that_is_not_there() {
    let mut desk = Desk::new();
    desk.doc = DocId::of("another text");
    let len = desk.store.log_len();
    assert_eq!(desk.edit(|scope| postil_edits::tag(scope, label("PERSON"), one("Ana"), None)), None);
    assert_eq!(desk.store.log_len(), len);
}

#[test]
fn the_same_is_not_said_twice() {
    let mut desk = Desk::new();
    let first = desk.edit(|scope| postil_edits::tag(scope, label("PERSON"), one("Ana Petrović"), None));
    let len = desk.store.log_len();
    assert_eq!(desk.edit(|scope| postil_edits::tag(scope, label("PERSON"), one("Ana Petrović"), None)), first);
    assert_eq!(desk.store.log_len(), len);
    let other = desk.edit(|scope| postil_edits::tag(scope, label("PERSON"), one("Ana"), None)).unwrap();
    let resize = |scope: Scope| postil_edits::resize(scope, other, one("Ana Petrović"), false);
    assert_eq!(desk.edit(resize), first);
    assert_eq!(desk.said(), ["PERSON Ana Petrović", "PERSON Ana"]);
    desk.edit(|scope| postil_edits::add_fragment(scope, other, range("Split"), false));
    assert_eq!(desk.said(), ["PERSON Ana|Split", "PERSON Ana Petrović"], "the longer one first");
}

#[test]
fn spans_and_relations_keep_their_own_scores_and_reasons() {
    let mut desk = Desk::new();
    let (quote, cue, speaker) = (
        suggested("“It went well,”", "QUOTE", 0.9),
        suggested("said", "CUE", 0.8),
        suggested("Ana Petrović", "PERSON", 0.7),
    );
    let relation = |name: &str, tail, score| SuggestedRelation {
        label: label(name),
        head: 0,
        tail,
        provenance: provenance(score, name),
    };
    let (says, by) = (relation("cue", 1, 0.6), relation("speaker", 2, 0.5));
    let relations = vec![(&says, &cue), (&by, &speaker)];
    let quote = desk.edit(|scope| {
        postil_edits::accept(scope, &[Accepted { span: &quote, relations: relations.clone(), events: Vec::new() }])
    });
    let mut found: Vec<_> = desk
        .store
        .references(quote.unwrap())
        .iter()
        .filter_map(|key| match &**desk.store.get(key)? {
            Record::Relation(it) => Some((it.label.to_string(), it.origin.clone())),
            _ => None,
        })
        .collect();
    found.sort();
    let expected = |name: &str, score| (name.to_owned(), Origin::Suggestion(provenance(score, name)));
    assert_eq!(found, [expected("cue", 0.6), expected("speaker", 0.5)]);
}

#[test]
fn a_part_that_was_turned_down_stays_away() {
    let mut desk = Desk::new();
    let (quote, cue) = (suggested("“It went well,”", "QUOTE", 0.9), suggested("said", "CUE", 0.8));
    desk.edit(|scope| postil_edits::reject(scope, &cue));
    assert!(!postil_edits::is_pending(&desk.store, desk.doc, &desk.set, &cue));
    let says = SuggestedRelation { label: label("cue"), head: 0, tail: 1, provenance: provenance(0.6, "cue") };
    let accepted = Accepted { span: &quote, relations: vec![(&says, &cue)], events: Vec::new() };
    desk.edit(|scope| postil_edits::accept(scope, &[accepted]));
    assert_eq!(desk.said(), ["QUOTE “It went well,”"]);
}

#[test]
fn what_was_accepted_and_deleted_is_not_pending_again() {
    let mut desk = Desk::new();
    let name = suggested("Ana Petrović", "PERSON", 0.7);
    let id = desk
        .edit(|scope| {
            postil_edits::accept(scope, &[Accepted { span: &name, relations: Vec::new(), events: Vec::new() }])
        })
        .unwrap();
    desk.edit(|scope| postil_edits::delete(scope, id, false));
    assert!(desk.said().is_empty());
    assert!(!postil_edits::is_pending(&desk.store, desk.doc, &desk.set, &name));
    // Tagging it by hand takes the rejection back.
    desk.edit(|scope| postil_edits::tag(scope, label("PERSON"), one("Ana Petrović"), Some(&name)));
    assert_eq!(desk.store.get(&postil_edits::rejection_key(desk.doc, &desk.set, &name)), None);
}

#[test]
fn values_and_notes_hang_on_what_is_there() {
    let mut desk = Desk::new();
    let id = desk.edit(|scope| postil_edits::tag(scope, label("GPE"), one("Split"), None)).unwrap();
    desk.edit(|scope| postil_edits::value(scope, id, " HR-17 "));
    desk.edit(|scope| postil_edits::note(scope, id, "the town"));
    assert_eq!(postil_edits::value_of(&desk.store, id), Some(&AttributeValue::Text("HR-17".into())));
    assert_eq!(desk.store.references(id).len(), 2);
    desk.edit(|scope| postil_edits::note(scope, id, "  "));
    assert_eq!(desk.store.references(id).len(), 1);
    desk.edit(|scope| postil_edits::delete(scope, id, false));
    let len = desk.store.log_len();
    desk.edit(|scope| postil_edits::note(scope, id, "too late"));
    assert_eq!(desk.store.log_len(), len);
}

#[test]
fn a_label_is_defined_anew_under_its_key() {
    let mut desk = Desk::new();
    let key = (Kind::Label, label("PERSON"));
    let definition = Definition { name: "Human being".into(), ..desk.store.definitions()[&key].clone() };
    let edit = postil_edits::define(&desk.store, &desk.author, Timestamp(9), key.0, key.1.clone(), definition);
    desk.commit(edit);
    assert_eq!(&*desk.store.definitions()[&key].name, "Human being");
}

#[test]
fn many_places_are_tagged_and_relabelled_in_one_step() {
    let mut desk = Desk::new();
    desk.edit(|scope| postil_edits::tag(scope, label("PERSON"), one("Ana Petrović"), None));
    desk.edit(|scope| postil_edits::tag(scope, label("QUOTE"), one("“It went well,”"), None));
    let doc = desk.doc;
    let at = |words: &str, name: &str| postil_edits::Occurrence { doc, range: range(words), label: label(name) };
    let gone = postil_edits::Occurrence { doc: DocId::of("gone"), ..at("Ana", "PERSON") };
    // Said already, in the way of one of its layer, of another layer, free, and of a document that is not there.
    let all = [at("Ana Petrović", "PERSON"), at("Ana", "PERSON"), at("went", "GPE"), at("Split", "GPE"), gone];
    use postil_edits::Standing::{Free, Overlapped, Said};
    let standings: Vec<_> = all.iter().map(|it| postil_edits::standing(&desk.store, &desk.set, it)).collect();
    assert_eq!(standings, [Said, Overlapped, Free, Free, Free]);
    let tag_all =
        |desk: &Desk| postil_edits::tag_all(&desk.store, &desk.author, &desk.set, Timestamp(desk.now), &all, |_| None);
    let edit = tag_all(&desk);
    desk.commit(edit);
    assert_eq!(desk.said(), ["QUOTE “It went well,”", "GPE went", "PERSON Ana Petrović", "GPE Split"]);
    assert!(tag_all(&desk).transaction.is_none(), "nothing is left to do");

    let spans = desk.store.spans(doc);
    let to = label("ORG");
    let relabel = |desk: &Desk, to: &Slug| {
        let now = Timestamp(desk.now);
        postil_edits::relabel_all(&desk.store, &desk.author, &desk.set, now, &spans, to, |span| {
            span.label.as_str() == "PERSON"
        })
    };
    let edit = relabel(&desk, &to);
    desk.commit(edit);
    assert_eq!(desk.said(), ["ORG “It went well,”", "ORG went", "ORG Ana Petrović", "ORG Split"]);
    let rejected = RecordKey::rejected_span(doc, desk.set.clone(), label("PERSON"), one("Ana Petrović"));
    assert!(desk.store.get(&rejected).is_some(), "what was suggested is not suggested again");
    assert!(relabel(&desk, &to).transaction.is_none());
}

#[test]
fn what_was_turned_down_is_brought_back_or_accepted_after_all() {
    let mut desk = Desk::new();
    let split = suggested("Split", "GPE", 0.9);
    let is_pending = |desk: &Desk| postil_edits::is_pending(&desk.store, desk.doc, &desk.set, &split);
    desk.edit(|scope| postil_edits::reject(scope, &split));
    assert!(!is_pending(&desk));
    desk.there_and_back(|scope| postil_edits::restore(scope, &split));
    assert!(is_pending(&desk));
    desk.edit(|scope| postil_edits::reject(scope, &split));
    desk.there_and_back(|scope| {
        postil_edits::accept(scope, &[Accepted { span: &split, relations: Vec::new(), events: Vec::new() }])
    });
    assert_eq!(desk.said(), ["GPE Split"]);
    assert_eq!(desk.store.tally(desk.doc).rejections, 0, "it is not turned down any more");
}
