//! The laws of the record algebra, on random histories of several people.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod team;

use postil_core::*;
use proptest::prelude::*;
use std::sync::Arc;
use team::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn replay_equals_the_live_state_and_indexes_agree(steps in prop::collection::vec((0usize..3, step()), 0..60)) {
        for person in team(&steps) {
            check_indexes(&person.store);
            prop_assert_eq!(state(&replay(person.store.log().cloned())), state(&person.store));
        }
    }

    #[test]
    fn undoing_all_returns_to_the_start_and_redoing_all_to_the_end(steps in prop::collection::vec(step(), 0..60)) {
        let mut person = Person::new(0);
        let values = |store: &Store| -> Vec<(RecordKey, Record)> {
            store.snapshot().into_iter().map(|(k, r)| (k.clone(), (**r).clone())).collect()
        };
        let start = values(&person.store);
        for step in &steps {
            person.act(step);
        }
        let end = values(&person.store);
        let undone_before = person.history.last_undone().is_some();
        let mut count = 0;
        while person.history.last_done().is_some() {
            let reversal = person.history.undo(&person.store, &person.author, Timestamp(0)).unwrap();
            prop_assert!(reversal.kept.is_empty());
            person.commit(reversal.transaction);
            count += 1;
        }
        prop_assert_eq!(values(&person.store), start);
        for _ in 0..count {
            let reversal = person.history.redo(&person.store, &person.author, Timestamp(0)).unwrap();
            prop_assert!(reversal.kept.is_empty());
            person.commit(reversal.transaction);
        }
        prop_assert_eq!(values(&person.store), end);
        prop_assert_eq!(person.history.last_undone().is_some(), undone_before);
        let mut replayed = History::default();
        person.store.log().filter(|t| t.dot.actor == person.author.actor).for_each(|t| replayed.note(t));
        prop_assert_eq!(replayed.last_done(), person.history.last_done());
        prop_assert_eq!(replayed.last_undone(), person.history.last_undone());
    }

    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        steps in prop::collection::vec((0usize..3, step()), 0..60), shuffle in any::<u64>(),
    ) {
        let people = team(&steps);
        let logs: Vec<Vec<_>> = people.iter().map(|p| p.store.log().cloned().collect()).collect();
        let [a, b, c] = &logs[..] else { unreachable!() };
        let join = |parts: &[&Vec<Arc<Transaction>>]| {
            let mut store = Store::new();
            for part in parts {
                store.merge(part.iter().cloned());
            }
            store
        };
        let expected = state(&join(&[a, b, c]));
        for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
            prop_assert_eq!(&state(&join(&order)), &expected);
        }
        let left: Vec<_> = join(&[a, b]).log().cloned().collect();
        let right: Vec<_> = join(&[b, c]).log().cloned().collect();
        prop_assert_eq!(&state(&join(&[&left, c])), &expected);
        prop_assert_eq!(&state(&join(&[a, &right])), &expected);
        prop_assert_eq!(&state(&join(&[a, b, c, a, &left, c])), &expected);
        // In any order of arrival at all.
        let mut all: Vec<_> = join(&[a, b, c]).log().cloned().collect();
        let mut seed = shuffle;
        for i in (1..all.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            all.swap(i, (seed >> 33) as usize % (i + 1));
        }
        let shuffled = replay(all);
        prop_assert_eq!(&state(&shuffled), &expected);
        check_indexes(&shuffled);
    }

    #[test]
    fn merging_loses_no_one_s_annotation(steps in prop::collection::vec((0usize..3, step()), 0..60)) {
        let people = team(&steps);
        let merged = replay(people.iter().flat_map(|p| p.store.log().cloned()));
        for person in &people {
            for (key, _) in person.store.snapshot() {
                // Still there, unless somebody who had seen this very state deleted it.
                let deleted_knowingly = || merged.heads(key).iter().all(|head| {
                    merged.transaction(*head).unwrap().ops.iter().any(|op| op.key == *key && op.after.is_none())
                });
                prop_assert!(merged.get(key).is_some() || deleted_knowingly());
            }
        }
    }
}

fn person_with_span() -> (Person, NodeId) {
    let mut person = Person::new(0);
    person.act(&Step::Add { start: 0, len: 8, label: 0 });
    let id = person.store.spans(document().id())[0];
    (person, id)
}

fn fork(person: &Person, n: u64) -> Person {
    let mut other = Person::new(n);
    other.store.merge(person.store.log().cloned());
    other
}

#[test]
fn an_edit_beats_a_deletion_and_is_listed_until_settled() {
    let (mut one, id) = person_with_span();
    let mut two = fork(&one, 1);
    one.act(&Step::Delete { which: 0 });
    two.act(&Step::Relabel { which: 0, label: 1 });
    one.store.merge(two.store.log().cloned());
    two.store.merge(one.store.log().cloned());
    for person in [&one, &two] {
        assert_eq!(person.store.span(id).unwrap().label, slug("ORG"));
        assert_eq!(person.store.disputed(), [&RecordKey::Node(id)]);
    }
    one.act(&Step::Relabel { which: 0, label: 2 });
    assert!(one.store.disputed().is_empty());
    two.store.merge(one.store.log().cloned());
    assert!(two.store.disputed().is_empty());
    assert_eq!(two.store.span(id).unwrap().label, slug("GPE"));
}

#[test]
fn changes_of_different_fields_are_both_kept() {
    let (mut one, id) = person_with_span();
    let mut two = fork(&one, 1);
    one.act(&Step::Relabel { which: 0, label: 2 });
    two.act(&Step::Resize { which: 0, start: 20 });
    one.store.merge(two.store.log().cloned());
    let span = one.store.span(id).unwrap();
    assert_eq!(span.label, slug("GPE"));
    assert_eq!(span.fragments.cover(), Person::range(20, 5));
}

#[test]
fn undo_names_what_others_have_changed_and_leaves_it() {
    let (mut one, id) = person_with_span();
    let mut two = fork(&one, 1);
    two.act(&Step::Relabel { which: 0, label: 1 });
    one.store.merge(two.store.log().cloned());
    let reversal = one.history.undo(&one.store, &one.author, Timestamp(0)).unwrap();
    assert_eq!(reversal.kept, [RecordKey::Node(id)]);
    assert!(reversal.transaction.ops.is_empty());
}

#[test]
fn a_relation_that_lost_its_end_stays() {
    let (mut one, id) = person_with_span();
    let mut two = fork(&one, 1);
    two.act(&Step::Relate { head: 0, tail: 0 });
    one.act(&Step::Delete { which: 0 });
    one.store.merge(two.store.log().cloned());
    assert!(one.store.span(id).is_none());
    assert_eq!(one.store.references(id).len(), 1);
}

#[test]
fn commit_is_strict() {
    let (mut one, id) = person_with_span();
    let stale = fork(&one, 0);
    one.act(&Step::Relabel { which: 0, label: 1 });
    let author = Author { next_seq: 7, ..one.author.clone() };
    let mut draft = Draft::new(&stale.store, &author);
    draft.delete(RecordKey::Node(id));
    let transaction = draft.finish(Timestamp(5_000), Intent::Delete).unwrap();
    let before = state(&one.store);
    assert!(one.store.commit(transaction.into()).unwrap_err().to_string().contains("changed since"));
    let mut draft = Draft::new(&one.store, &author);
    let span = Span {
        fragments: Fragments::one(TextRange::from_usize(0..TEXT.len() + 1)),
        ..one.store.span(id).unwrap().clone()
    };
    draft.put(RecordKey::Node(id), span.into());
    let transaction = draft.finish(Timestamp(5_000), Intent::Resize).unwrap();
    assert!(one.store.commit(transaction.into()).unwrap_err().to_string().contains("beyond its document"));
    assert_eq!(state(&one.store), before);
}

#[test]
fn a_purge_leaves_no_trace_of_the_document() {
    let (mut one, _) = person_with_span();
    one.act(&Step::Relate { head: 0, tail: 0 });
    one.act(&Step::Remark { which: 0, text: 1 });
    one.act(&Step::Reject { start: 3 });
    one.act(&Step::Cluster { first: 0, second: 0 });
    one.act(&Step::Event { trigger: 0, argument: 0 });
    for which in 0..4 {
        one.act(&Step::RejectNode { which });
    }
    assert_eq!(one.store.snapshot().keys().filter(|key| matches!(key, RecordKey::Rejection(..))).count(), 5);
    let purged = one.store.purge(document().id());
    assert_eq!(state(&purged), state(&Store::new()));
    assert_eq!(purged.log_len(), 1);
    one.history.retain(&purged);
    assert!(one.history.last_done().is_none());
}

#[test]
fn two_who_turn_down_the_same_turn_down_one_thing() {
    // Each makes the same relation under a name of their own.
    let (mut one, _) = person_with_span();
    let mut two = fork(&one, 1);
    for person in [&mut one, &mut two] {
        person.act(&Step::Relate { head: 0, tail: 0 });
        person.act(&Step::RejectNode { which: 1 });
    }
    one.store.merge(two.store.log().cloned());
    let rejected: Vec<RecordKey> =
        one.store.snapshot().into_keys().filter(|key| matches!(key, RecordKey::Rejection(..))).cloned().collect();
    let [RecordKey::Rejection(_, _, target)] = &rejected[..] else { panic!("{rejected:?}") };
    assert!(matches!(target, Target::Relation { .. }));
    // What one takes back, the other's still stands by: they are concurrent.
    let reversal = two.history.undo(&two.store, &two.author, Timestamp(20_000)).unwrap();
    two.commit(reversal.transaction);
    one.store.merge(two.store.log().cloned());
    assert!(one.store.get(&rejected[0]).is_some());
}

#[test]
fn a_target_is_the_same_in_whatever_order_its_parts_come() {
    let span = |start| Target::Span { label: slug("ORG"), fragments: Fragments::one(Person::range(start, 3)) };
    let cluster = |parts: &[usize]| Target::Cluster {
        label: slug("coreference"),
        members: parts.iter().map(|start| span(*start)).collect::<Vec<_>>().into(),
    };
    assert_eq!(cluster(&[0, 10, 20]), cluster(&[20, 0, 10, 0]));
    assert_ne!(cluster(&[0, 10]), cluster(&[0, 10, 20]));
    assert_eq!(cluster(&[10, 0]).anchor(), span(0).anchor());
    assert_eq!(cluster(&[]).anchor(), None);
}

#[test]
fn an_import_that_is_taken_back_leaves_no_set() {
    let mut person = Person::new(0);
    let store = person.store.clone();
    let imported: SetId = "imported".parse().unwrap();
    let mut draft = Draft::new(&store, &person.author);
    let fragments = Fragments::one(Person::range(0, 8));
    draft.add(
        Span {
            doc: document().id(),
            set: imported.clone(),
            label: slug("ORG"),
            fragments,
            origin: Origin::Person,
            link: None,
        }
        .into(),
    );
    let info = SetInfo { name: "A file".into(), kind: SetKind::Imported, annotator: None };
    draft.put(RecordKey::Set(imported), info.into());
    let transaction = draft.finish(Timestamp(9_000), Intent::Import { source: "a file".into() }).unwrap();
    person.commit(transaction);
    check_indexes(&person.store);
    // The record of the set goes before the span that is in it.
    person.act(&Step::Undo);
    assert!(person.store.sets().is_empty());
    check_indexes(&person.store);
}

#[test]
fn what_goes_in_a_circle_has_no_target() {
    let (mut one, span) = person_with_span();
    one.act(&Step::Relate { head: 0, tail: 0 });
    let key = |key: &&RecordKey| key.node().is_some_and(|id| id != span);
    let (id, relation) =
        one.store.snapshot().into_iter().find(|(it, _)| key(it)).map(|(key, it)| (key.clone(), it.clone())).unwrap();
    let Record::Relation(relation) = &*relation else { panic!() };
    let node = id.node().unwrap();
    assert!(one.store.target(node).is_some());
    let store = one.store.clone();
    let mut draft = Draft::new(&store, &one.author);
    draft.put(id, Relation { head: node, ..relation.clone() }.into());
    let transaction = draft.finish(Timestamp(9_000), Intent::Relate).unwrap();
    one.commit(transaction);
    assert_eq!(one.store.target(node), None);
}

#[test]
fn an_edit_at_50_000_spans_allocates_no_more_than_at_50() {
    let cost = |spans: usize, bytes_apart: usize| {
        let text = "word ".repeat(spans * bytes_apart / 5 + 10);
        let document = Document::new(text);
        let mut person = Person::new(0);
        let mut draft = Draft::new(&person.store, &person.author);
        draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "Long").into());
        for n in 0..spans {
            draft.add(Record::Span(Span {
                doc: document.id(),
                set: set(),
                label: slug("PERSON"),
                fragments: Fragments::one(TextRange::from_usize(n * bytes_apart..n * bytes_apart + 4)),
                origin: Origin::Person,
                link: None,
            }));
        }
        let transaction = draft.finish(Timestamp(1), Intent::Tag).unwrap();
        person.commit(transaction);
        let id = person.store.spans(document.id())[spans / 2];
        let span = person.store.span(id).unwrap().clone();
        // Measured as the page works: the state before is still drawn, so nothing can be changed in place.
        let drawn = (person.store.clone(), person.history.clone());
        let measured = allocation_counter::measure(|| {
            let mut draft = Draft::new(&person.store, &person.author);
            draft.put(RecordKey::Node(id), Span { label: slug("ORG"), ..span }.into());
            let transaction = draft.finish(Timestamp(9), Intent::Relabel).unwrap();
            person.commit(transaction);
        });
        drop(drawn);
        (measured.count_total, measured.bytes_total)
    };
    let (few, few_bytes) = cost(50, 60);
    let (many, many_bytes) = cost(50_000, 60);
    println!("allocations per edit: {few} ({few_bytes} bytes) at 50 spans, {many} ({many_bytes} bytes) at 50 000");
    assert!(many <= few, "{many} allocations at 50 000 spans, {few} at 50");
    // Buckets are a little fuller; paths are not longer.
    assert!(many_bytes as f64 <= few_bytes as f64 * 1.25, "{many_bytes} bytes at 50 000 spans, {few_bytes} at 50");
}
