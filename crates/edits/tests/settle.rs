//! What two people changed at the same time in different ways, and what holds when one of it is chosen.
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

mod desk;

use desk::{Desk, label, one};
use postil_core::*;
use postil_edits::{Dispute, Edit, Settlement, disputes};
use std::sync::Arc;

/// Two people with the same project, in which each of them did something.
fn disputed(prepare: impl FnOnce(&mut Desk), mine: impl FnOnce(&mut Desk), theirs: impl FnOnce(&mut Desk)) -> Desk {
    let mut me = Desk::new();
    prepare(&mut me);
    let mut other = Desk { store: me.store.clone(), history: History::default(), ..Desk::new() };
    other.author = Author { actor: ActorId::new(2), annotator: "jane".parse().unwrap(), next_seq: 0 };
    other.now = me.now + 10;
    mine(&mut me);
    theirs(&mut other);
    me.store.merge(other.store.log().cloned());
    me.now = other.now + 10;
    me
}

fn only(desk: &Desk) -> Dispute {
    let mut all = disputes(&desk.store);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn settle(desk: &mut Desk, settlement: Settlement) {
    let Desk { store, author, now, .. } = &*desk;
    let key = only(desk).key;
    let transaction = postil_edits::settle(store, author, Timestamp(*now), &key, settlement);
    desk.commit(Edit { transaction: Some(transaction.unwrap()), ..Edit::default() });
}

fn undo(desk: &mut Desk) {
    let reversal = desk.history.undo(&desk.store, &desk.author, Timestamp(desk.now)).unwrap();
    assert!(reversal.kept.is_empty());
    desk.commit(Edit { transaction: Some(reversal.transaction), ..Edit::default() });
}

fn redo(desk: &mut Desk) {
    let reversal = desk.history.redo(&desk.store, &desk.author, Timestamp(desk.now)).unwrap();
    desk.commit(Edit { transaction: Some(reversal.transaction), ..Edit::default() });
}

fn relabel(desk: &mut Desk, to: &str) {
    let id = desk.store.spans(desk.doc)[0];
    desk.edit(|scope| postil_edits::relabel(scope, id, label(to), false));
}

fn relabelled() -> Desk {
    disputed(|desk| _ = desk.tagged("PERSON", "Ana Petrović"), |desk| relabel(desk, "ORG"), |desk| relabel(desk, "GPE"))
}

#[test]
fn sides_are_told_with_who_said_what() {
    let dispute = only(&relabelled());
    let told = |side: &postil_edits::Side| {
        (side.by.to_string(), side.record.as_ref().unwrap().as_span().unwrap().label.to_string())
    };
    let sides: Vec<_> = dispute.sides.iter().map(told).collect();
    assert_eq!(sides, [("me".to_owned(), "ORG".to_owned()), ("jane".to_owned(), "GPE".to_owned())]);
    assert!(dispute.may_keep_all() && !dispute.is_mixed());
}

#[test]
fn each_settlement_is_one_step_and_its_undo_opens_the_dispute_again() {
    for (settlement, expected) in [
        (Settlement::Side(0), &["ORG Ana Petrović"][..]),
        (Settlement::Side(1), &["GPE Ana Petrović"]),
        (Settlement::Standing, &["GPE Ana Petrović"]),
        (Settlement::All, &["ORG Ana Petrović", "GPE Ana Petrović"]),
    ] {
        let mut desk = relabelled();
        let (before, log) = (desk.state(), desk.store.log_len());
        let dispute = only(&desk);
        settle(&mut desk, settlement);
        assert_eq!(desk.store.log_len(), log + 1);
        assert_eq!(disputes(&desk.store), [], "{settlement:?}");
        let mut said = desk.said();
        said.sort_by_key(|span| std::cmp::Reverse(span.clone()));
        assert_eq!(said, expected, "{settlement:?}");
        undo(&mut desk);
        assert_eq!(desk.state(), before, "{settlement:?}");
        assert_eq!(only(&desk).sides, dispute.sides, "{settlement:?}");
        redo(&mut desk);
        assert_eq!(disputes(&desk.store), [], "{settlement:?}");
        undo(&mut desk);
        settle(&mut desk, settlement);
        undo(&mut desk);
        assert_eq!(only(&desk).sides, dispute.sides, "settled and undone twice, {settlement:?}");
        settle(&mut desk, Settlement::Side(0));
        assert_eq!(desk.said(), ["ORG Ana Petrović"]);
        assert_eq!(disputes(&desk.store), []);
        // Whoever has all of it is of the same mind, in whatever order it came.
        let mut other = Store::new();
        let mut log: Vec<Arc<Transaction>> = desk.store.log().cloned().collect();
        log.reverse();
        other.merge(log);
        assert_eq!(disputes(&other), []);
        assert_eq!(other.snapshot(), desk.store.snapshot());
    }
}

#[test]
fn a_deletion_and_a_change() {
    let begin = || {
        disputed(
            |desk| {
                let id = desk.tagged("PERSON", "Ana");
                desk.edit(|scope| postil_edits::value(scope, id, "Ana Petrović"));
                desk.edit(|scope| postil_edits::note(scope, id, "who?"));
            },
            |desk| {
                let id = desk.store.spans(desk.doc)[0];
                desk.edit(|scope| postil_edits::delete(scope, id, false));
            },
            |desk| relabel(desk, "ORG"),
        )
    };
    let mut desk = begin();
    let dispute = only(&desk);
    assert!(!dispute.may_keep_all(), "what is deleted cannot stand beside");
    assert_eq!(dispute.sides.iter().map(|side| side.record.is_some()).collect::<Vec<_>>(), [false, true]);
    settle(&mut desk, Settlement::Side(0));
    assert_eq!(desk.said(), [""; 0]);
    undo(&mut desk);
    let id = desk.store.spans(desk.doc)[0];
    assert_eq!(desk.store.references(id).len(), 0, "deleted with it");
    settle(&mut desk, Settlement::Side(1));
    assert_eq!(desk.said(), ["ORG Ana"]);
    assert_eq!(desk.store.references(id).len(), 2, "its value and its note are back");
    undo(&mut desk);
    assert_eq!(desk.store.references(id).len(), 0);
    let mut desk = begin();
    settle(&mut desk, Settlement::Standing);
    assert_eq!((desk.said(), desk.store.references(id).len()), (vec!["ORG Ana".to_owned()], 0), "just as it stood");
}

#[test]
fn different_fields_and_notes() {
    let resize = |desk: &mut Desk| {
        let id = desk.store.spans(desk.doc)[0];
        desk.edit(|scope| postil_edits::resize(scope, id, one("Ana Petrović"), false));
    };
    let mut desk = disputed(|desk| _ = desk.tagged("PERSON", "Ana"), |desk| relabel(desk, "ORG"), resize);
    assert!(only(&desk).is_mixed());
    settle(&mut desk, Settlement::Standing);
    assert_eq!(desk.said(), ["ORG Ana Petrović"]);

    let write = |text: &'static str| {
        move |desk: &mut Desk| {
            // The same person on two devices.
            desk.author.annotator = "me".parse().unwrap();
            let id = desk.store.spans(desk.doc)[0];
            desk.edit(|scope| postil_edits::note(scope, id, text));
        }
    };
    let mut desk = disputed(|desk| _ = desk.tagged("PERSON", "Ana"), write("one"), write("two"));
    settle(&mut desk, Settlement::All);
    let note = desk.store.references(desk.store.spans(desk.doc)[0])[0].clone();
    assert_eq!(**desk.store.get(&note).unwrap(), Note { text: "one\ntwo".into() }.into());
}

#[test]
fn what_is_not_disputed_is_not_settled() {
    let mut desk = Desk::new();
    let id = desk.tagged("PERSON", "Ana");
    let key = RecordKey::Node(id);
    let settled =
        |desk: &Desk, to| postil_edits::settle(&desk.store, &desk.author, Timestamp(desk.now), &key, to).is_some();
    assert!(!settled(&desk, Settlement::Side(0)));
    assert!(!settled(&relabelled(), Settlement::Side(2)), "there are two sides");
}

#[test]
fn the_past_is_what_was_done_until_then() {
    let mut desk = relabelled();
    let steps: Vec<Arc<Transaction>> = desk.store.log().cloned().collect();
    let tagged = steps.iter().find(|it| it.intent == Intent::Tag).unwrap();
    let past = desk.store.as_of(tagged.dot).unwrap();
    let labels = |store: &Store| -> Vec<String> {
        store.spans(desk.doc).into_iter().map(|id| store.span(id).unwrap().label.to_string()).collect()
    };
    assert_eq!(labels(&past), ["PERSON"]);
    assert_eq!((past.log_len(), disputes(&past).len()), (3, 0));
    let last = steps.iter().max_by_key(|it| (it.at, it.dot)).unwrap();
    let now = desk.store.as_of(last.dot).unwrap();
    assert_eq!(now.digest(), desk.store.digest());
    assert_eq!(now.snapshot(), desk.store.snapshot());
    assert!(desk.store.as_of(Dot { actor: ActorId::new(77), seq: 0 }).is_none());
    settle(&mut desk, Settlement::Side(0));
    assert_eq!(disputes(&desk.store.as_of(last.dot).unwrap()).len(), 1, "it was open then");
}

#[test]
fn steps_of_a_hostile_file_that_undo_each_other_end() {
    let desk = Desk::new();
    let key = RecordKey::Document(desk.doc);
    let record = desk.store.get(&key).cloned();
    let dot = |seq| Dot { actor: ActorId::new(9), seq };
    let step = |seq, of, at| {
        let op = Op { key: key.clone(), bases: vec![dot(of)], before: record.clone(), after: record.clone() };
        let intent = Intent::Revert { of: dot(of), redo: false };
        Arc::new(Transaction {
            dot: dot(seq),
            at: Timestamp(at),
            annotator: "x".parse().unwrap(),
            intent,
            ops: vec![op],
        })
    };
    let mut store = desk.store.clone();
    store.merge([step(0, 1, 5), step(1, 0, 5), step(2, 2, 9)]);
    assert_eq!(disputes(&store), []);
}
