//! A project at rest is the same project.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod team;

use postil_core::{Archive, History, Store, TextRange, Timestamp, Transaction, archive};
use proptest::prelude::*;
use std::sync::Arc;
use team::{Person, TEXT, check_indexes, document, go_on, state, step, team};

/// A person whose project is laid to rest and taken up again.
fn rested(person: &Person) -> Person {
    let log: Vec<Transaction> = person.store.log().map(|it| (**it).clone()).collect();
    let mut count = 0u32..;
    let write = |_: &Transaction| count.next().unwrap().to_le_bytes().to_vec();
    let bytes = archive(&person.store, &person.history, write).unwrap();
    let read = move |bytes: &[u8]| log[u32::from_le_bytes(bytes.try_into().unwrap()) as usize].clone();
    let archive = Arc::new(Archive::open(Arc::new(bytes.clone()), 0..bytes.len(), Box::new(read)).unwrap());
    Person {
        store: Store::at_rest(person.store.summary(), archive.clone()),
        history: History::at_rest(archive),
        author: person.author.clone(),
        clock: person.clock,
    }
}

/// Whatever is asked of two people gets the same answer.
fn check_alike(one: &Person, other: &Person) {
    let doc = document().id();
    let (a, b) = (&one.store, &other.store);
    // What reads little comes first: afterwards everything is read.
    assert_eq!(a.summary(), b.summary());
    assert_eq!((a.log_len(), a.digest(), a.added(doc)), (b.log_len(), b.digest(), b.added(doc)));
    for known in 0..a.log_len() {
        assert!(a.log_since(known).eq(b.log_since(known)));
    }
    for at in 0..TEXT.len() {
        let range = TextRange::from_usize(at..at + 1);
        assert_eq!(a.spans_touching(doc, range), b.spans_touching(doc, range));
    }
    assert_eq!(a.spans(doc), b.spans(doc));
    for transaction in a.log() {
        assert_eq!(b.transaction(transaction.dot), Some(transaction));
        assert_eq!(one.history.knows(transaction.dot), other.history.knows(transaction.dot));
        for op in &transaction.ops {
            assert_eq!(a.heads(&op.key), b.heads(&op.key));
            assert!(a.history_of(&op.key).eq(b.history_of(&op.key)));
            assert_eq!(a.stamp(Timestamp(0), [&op.key]), b.stamp(Timestamp(0), [&op.key]));
            for node in op.key.refers_to(op.after.as_deref()).into_iter().chain(op.key.node()) {
                assert_eq!(a.references(node), b.references(node));
            }
        }
    }
    assert_eq!(state(a), state(b));
    let (one, other) = (&one.history, &other.history);
    assert_eq!(
        (one.depth(), one.last_done(), one.last_undone()),
        (other.depth(), other.last_done(), other.last_undone())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_project_at_rest_is_the_same_project(
        before in prop::collection::vec((0usize..3, step()), 0..40), after in prop::collection::vec((0usize..3, step()), 0..40),
    ) {
        let mut people = team(&before);
        let mut others: Vec<Person> = people.iter().map(rested).collect();
        go_on(&mut others, &after);
        go_on(&mut people, &after);
        for (person, other) in people.iter().zip(&others) {
            check_alike(person, other);
            check_indexes(&other.store);
            check_alike(person, &rested(other));
            let doc = document().id();
            prop_assert_eq!(state(&person.store.purge(doc)), state(&other.store.purge(doc)));
            let (mut history, mut kept) = (person.history.clone(), other.history.clone());
            history.retain(&person.store.purge(doc));
            kept.retain(&other.store.purge(doc));
            prop_assert_eq!((history.depth(), history.last_done()), (kept.depth(), kept.last_done()));
            prop_assert!(person.store.log().all(|it| history.knows(it.dot) == kept.knows(it.dot)));
        }
    }
}
