//! People who work on one text and now and then take in each other's work.
#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and may panic")]

use postil_core::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

pub const TEXT: &str = "Erdoğan met 🇹🇷 officials in Sochi on Monday, and then they all went home.";

pub fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

pub fn set() -> SetId {
    "team".parse().unwrap()
}

pub fn document() -> Document {
    Document::new(TEXT)
}

/// What someone may do; numbers choose among what there is.
#[derive(Clone, Debug)]
pub enum Step {
    Add {
        start: usize,
        len: usize,
        label: usize,
    },
    Relabel {
        which: usize,
        label: usize,
    },
    Resize {
        which: usize,
        start: usize,
    },
    Delete {
        which: usize,
    },
    Relate {
        head: usize,
        tail: usize,
    },
    Annotate {
        which: usize,
        value: bool,
    },
    Remark {
        which: usize,
        text: u8,
    },
    Reject {
        start: usize,
    },
    Cluster {
        first: usize,
        second: usize,
    },
    Event {
        trigger: usize,
        argument: usize,
    },
    /// Turns down what a node of any kind says.
    RejectNode {
        which: usize,
    },
    Undo,
    Redo,
    /// Takes in what another person has done so far.
    Pull {
        from: usize,
    },
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0usize..60, 0usize..12, 0usize..3).prop_map(|(start, len, label)| Step::Add { start, len, label }),
        3 => (any::<usize>(), 0usize..3).prop_map(|(which, label)| Step::Relabel { which, label }),
        2 => (any::<usize>(), 0usize..60).prop_map(|(which, start)| Step::Resize { which, start }),
        2 => any::<usize>().prop_map(|which| Step::Delete { which }),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(head, tail)| Step::Relate { head, tail }),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(which, value)| Step::Annotate { which, value }),
        1 => (any::<usize>(), any::<u8>()).prop_map(|(which, text)| Step::Remark { which, text }),
        1 => (0usize..60).prop_map(|start| Step::Reject { start }),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(first, second)| Step::Cluster { first, second }),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(trigger, argument)| Step::Event { trigger, argument }),
        2 => any::<usize>().prop_map(|which| Step::RejectNode { which }),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        2 => (0usize..3).prop_map(|from| Step::Pull { from }),
    ]
}

pub struct Person {
    pub store: Store,
    pub history: History,
    pub author: Author,
    pub clock: u64,
}

impl Person {
    pub fn new(n: u64) -> Self {
        let annotator = format!("person-{n}").parse().unwrap();
        let author = Author { actor: ActorId::new(n + 1), annotator, next_seq: 0 };
        let mut store = Store::new();
        // The same document record in every profile, as when each opens the same file of a project.
        let origin = Author { actor: ActorId::new(99), annotator: "origin".parse().unwrap(), next_seq: 0 };
        let mut draft = Draft::new(&store, &origin);
        draft.put(RecordKey::Document(document().id()), DocumentInfo::of(&document(), "A meeting").into());
        let transaction = draft.finish(Timestamp(1), Intent::AddDocument).unwrap();
        store.commit(transaction.into()).unwrap();
        // Clocks differ, and one is far ahead.
        Self { store, history: History::default(), author, clock: [1_000, 1_003, 9_000_000][n as usize % 3] }
    }

    pub fn commit(&mut self, transaction: Transaction) {
        let transaction = Arc::new(transaction);
        self.store.commit(transaction.clone()).unwrap();
        self.history.note(&transaction);
        self.author.next_seq += 1;
    }

    pub fn range(start: usize, len: usize) -> TextRange {
        let start = TEXT.floor_char_boundary(start);
        TextRange::from_usize(start..TEXT.ceil_char_boundary((start + len).min(TEXT.len())))
    }

    pub fn span(&self, which: usize) -> Option<(NodeId, Span)> {
        let ids = self.store.spans(document().id());
        let id = *ids.get(which.checked_rem(ids.len())?)?;
        Some((id, self.store.span(id)?.clone()))
    }

    pub fn act(&mut self, step: &Step) {
        self.clock += 1;
        let now = Timestamp(self.clock);
        let reversal = match step {
            Step::Undo => self.history.undo(&self.store, &self.author, now),
            Step::Redo => self.history.redo(&self.store, &self.author, now),
            _ => None,
        };
        if let Some(reversal) = reversal {
            self.commit(reversal.transaction);
            return;
        }
        if let Some((transaction, intent)) = self.draft(step, now) {
            let transaction = Transaction { intent, ..transaction };
            self.commit(transaction);
        }
    }

    pub fn draft(&self, step: &Step, now: Timestamp) -> Option<(Transaction, Intent)> {
        let doc = document().id();
        let mut draft = Draft::new(&self.store, &self.author);
        let intent = match step {
            Step::Add { start, len, label } => {
                draft.add(Record::Span(Span {
                    doc,
                    set: set(),
                    label: slug(["PERSON", "ORG", "GPE"][*label]),
                    fragments: Fragments::one(Self::range(*start, *len)),
                    origin: Origin::Person,
                    link: None,
                }));
                Intent::Tag
            }
            Step::Relabel { which, label } => {
                let (id, span) = self.span(*which)?;
                let label = slug(["PERSON", "ORG", "GPE"][*label]);
                draft.put(RecordKey::Node(id), Span { label, ..span }.into());
                Intent::Relabel
            }
            Step::Resize { which, start } => {
                let (id, span) = self.span(*which)?;
                let fragments = Fragments::one(Self::range(*start, 5));
                draft.put(RecordKey::Node(id), Span { fragments, ..span }.into());
                Intent::Resize
            }
            Step::Delete { which } => {
                draft.delete_node(self.span(*which)?.0);
                Intent::Delete
            }
            Step::Relate { head, tail } => {
                let (head, tail) = (self.span(*head)?.0, self.span(*tail)?.0);
                draft.add(Record::Relation(Relation {
                    doc,
                    set: set(),
                    label: slug("speaker"),
                    head,
                    tail,
                    origin: Origin::Person,
                }));
                Intent::Relate
            }
            Step::Annotate { which, value } => {
                let key = RecordKey::Attribute(self.span(*which)?.0, slug("sure"));
                draft.put(key, Attribute { value: AttributeValue::Boolean(*value) }.into());
                Intent::Attribute
            }
            Step::Remark { which, text } => {
                let key = RecordKey::Note(self.span(*which)?.0, self.author.annotator.clone());
                draft.put(key, Note { text: text.to_string().into() }.into());
                Intent::Note
            }
            Step::Reject { start } => {
                let fragments = Fragments::one(Self::range(*start, 4));
                let key = RecordKey::rejected_span(doc, set(), slug("ORG"), fragments);
                draft.put(key, Rejection { origin: Origin::Person }.into());
                Intent::Reject
            }
            Step::Cluster { first, second } => {
                let members = [self.span(*first)?.0, self.span(*second)?.0];
                let cluster = Cluster { doc, set: set(), label: slug("coreference"), origin: Origin::Person };
                let cluster = draft.add(cluster.into());
                for member in members {
                    draft.put(RecordKey::Member(cluster, member), Member { origin: Origin::Person }.into());
                }
                Intent::Cluster
            }
            Step::Event { trigger, argument } => {
                let (trigger, node) = (self.span(*trigger)?.0, self.span(*argument)?.0);
                let event = Event { doc, set: set(), label: slug("meet"), trigger, origin: Origin::Person };
                let event = draft.add(event.into());
                let key = RecordKey::Argument(event, draft.mint());
                draft.put(key, Argument { role: slug("actor"), node, origin: Origin::Person }.into());
                Intent::Event
            }
            Step::RejectNode { which } => {
                let nodes: Vec<NodeId> = self.store.snapshot().keys().filter_map(|key| key.node()).collect();
                // None where it refers to something that another has deleted.
                let target = self.store.target(*nodes.get(which.checked_rem(nodes.len())?)?)?;
                draft.put(RecordKey::Rejection(doc, set(), target), Rejection { origin: Origin::Person }.into());
                Intent::Reject
            }
            Step::Undo | Step::Redo | Step::Pull { .. } => return None,
        };
        Some((draft.finish(now, intent.clone())?, intent))
    }
}

/// The state, with who is concurrent, but without the order of arrival.
pub fn state(store: &Store) -> Vec<(RecordKey, Record, Vec<Dot>)> {
    store
        .snapshot()
        .into_iter()
        .map(|(key, record)| (key.clone(), (**record).clone(), store.heads(key).to_vec()))
        .collect()
}

pub fn replay(log: impl IntoIterator<Item = Arc<Transaction>>) -> Store {
    let mut store = Store::new();
    store.merge(log);
    store
}

/// Three people work and now and then take in each other's work.
pub fn team(steps: &[(usize, Step)]) -> Vec<Person> {
    let mut people: Vec<_> = (0..3).map(Person::new).collect();
    go_on(&mut people, steps);
    people
}

pub fn go_on(people: &mut [Person], steps: &[(usize, Step)]) {
    for (who, step) in steps {
        match step {
            Step::Pull { from } => {
                let log: Vec<_> = people[*from].store.log().cloned().collect();
                people[*who].store.merge(log);
            }
            step => people[*who].act(step),
        }
    }
}

/// Everything that can be looked up agrees with the records.
pub fn check_indexes(store: &Store) {
    let doc = document().id();
    let snapshot = store.snapshot();
    let spans: Vec<NodeId> = snapshot
        .iter()
        .filter_map(|(key, record)| match (key, record.as_span()) {
            (RecordKey::Node(id), Some(_)) => Some(*id),
            _ => None,
        })
        .collect();
    let mut listed = store.spans(doc);
    assert!(listed.is_sorted_by_key(|id| store.span(*id).unwrap().fragments.cover().start()));
    listed.sort();
    assert_eq!(listed, spans);
    assert_eq!(store.tally(doc).spans as usize, spans.len());
    let is_rejected_span = |key: &&&RecordKey| matches!(key, RecordKey::Rejection(_, _, Target::Span { .. }));
    let rejections = snapshot.keys().filter(is_rejected_span).count();
    assert_eq!(store.tally(doc).rejections as usize, rejections);
    let of_spans = spans.iter().map(|id| store.span(*id).unwrap().set.clone());
    let of_records =
        snapshot.keys().filter_map(|key| if let RecordKey::Set(set) = key { Some(set.clone()) } else { None });
    let sets: BTreeSet<SetId> = of_spans.chain(of_records).collect();
    assert_eq!(store.sets().keys().cloned().collect::<BTreeSet<_>>(), sets);
    for at in 0..TEXT.len() {
        let range = TextRange::from_usize(at..at + 1);
        let mut expected: Vec<_> = spans
            .iter()
            .filter(|id| store.span(**id).unwrap().fragments.as_slice().iter().any(|f| f.touches(range)))
            .copied()
            .collect();
        let mut found = store.spans_touching(doc, range);
        expected.sort();
        found.sort();
        assert_eq!(found, expected);
    }
}
