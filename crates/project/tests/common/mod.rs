//! Random projects: what several people may do to texts in which offsets are easy to get wrong.
#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and may panic")]

use postil_core::*;
use proptest::prelude::*;
use std::sync::Arc;

/// Stretches of text that have broken somebody's offsets.
const PIECES: &[&str] = &[
    "a",
    "Erdoğan",
    " met ",
    "🇹🇷",
    "👩‍👩‍👧‍👦",
    "e\u{301}",
    "\r\n",
    "\n\n",
    "北京",
    "שלום",
    " ",
    "\u{feff}",
    "\"",
    "\\",
    "\u{0}",
    "\u{2028}",
    "\u{7f}",
    "Ω",
    "𝒳",
    ".",
];

pub fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(0..PIECES.len(), 0..40).prop_map(|them| them.into_iter().map(|i| PIECES[i]).collect())
}

/// Each case is a whole project.
pub fn config() -> ProptestConfig {
    ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() }
}

/// What is done, with numbers that choose among what there is.
#[derive(Clone, Debug)]
pub struct Step {
    pub what: u8,
    pub doc: usize,
    pub a: usize,
    pub b: usize,
    pub c: usize,
}

pub fn step() -> impl Strategy<Value = Step> {
    (0u8..18, 0usize..4, 0usize..200, 0usize..200, 0usize..200).prop_map(|(what, doc, a, b, c)| Step {
        what,
        doc,
        a,
        b,
        c,
    })
}

pub fn steps() -> impl Strategy<Value = (Vec<String>, Vec<Step>)> {
    (prop::collection::vec(text(), 1..4), prop::collection::vec(step(), 0..40))
}

/// A project with its texts.
#[derive(Clone)]
pub struct Project {
    pub store: Store,
    pub documents: Vec<Document>,
    pub history: History,
    pub authors: [Author; 2],
    turn: usize,
    clock: u64,
}

pub fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

pub fn author(n: u64) -> Author {
    Author { actor: ActorId::new(n), annotator: format!("person-{n}").parse().unwrap(), next_seq: 0 }
}

/// Nodes of every kind in the state.
pub fn nodes(store: &Store) -> Vec<NodeId> {
    let node = |(key, _): (&RecordKey, _)| if let RecordKey::Node(id) = key { Some(*id) } else { None };
    store.snapshot().into_iter().filter_map(node).collect()
}

impl Project {
    pub fn new(texts: &[String]) -> Self {
        let mut project = Self {
            store: Store::new(),
            documents: texts.iter().map(|text| Document::new(text.as_str())).collect(),
            history: History::default(),
            authors: [author(0xa1), author(0xb2)],
            turn: 0,
            clock: 1_537_142_400_000,
        };
        for (i, document) in project.documents.clone().into_iter().enumerate() {
            project.edit(Intent::AddDocument, |draft, _| {
                let info = DocumentInfo {
                    language: (i == 0).then(|| "en".into()),
                    dct: (i == 0).then(|| "2018-09-17".into()),
                    ..DocumentInfo::of(&document, &format!("Title \"{i}\""))
                };
                draft.put(RecordKey::Document(document.id()), info.into());
            });
        }
        // Undo goes back to here.
        project.history = History::default();
        project
    }

    pub fn of(texts: &[String], steps: &[Step]) -> Self {
        let mut project = Self::new(texts);
        steps.iter().for_each(|step| project.act(step));
        project
    }

    pub fn edit(&mut self, intent: Intent, change: impl FnOnce(&mut Draft, &Author)) {
        self.clock += 1;
        let author = self.authors[self.turn].clone();
        let store = self.store.clone();
        let mut draft = Draft::new(&store, &author);
        change(&mut draft, &author);
        if let Some(transaction) = draft.finish(Timestamp(self.clock), intent) {
            self.commit(transaction);
        }
    }

    fn commit(&mut self, transaction: Transaction) {
        self.store.commit(Arc::new(transaction.clone())).unwrap();
        self.history.note(&transaction);
        self.authors[self.turn].next_seq += 1;
    }

    /// A range between two characters, by their index.
    fn range(document: &Document, a: usize, b: usize) -> TextRange {
        let at = |n: usize| {
            let count = document.text().chars().count() + 1;
            document.text().char_indices().map(|(at, _)| at).chain([document.text().len()]).nth(n % count).unwrap()
        };
        let (a, b) = (at(a), at(b));
        TextRange::from_usize(a.min(b)..a.max(b))
    }

    fn origin(n: usize) -> Origin {
        match n % 4 {
            0 => Origin::Person,
            1 => Origin::Suggestion(Arc::new(Provenance {
                extractor: "rules".into(),
                version: "1".into(),
                score: Score::from_parts(n as u16 * 37),
                reasons: vec!["a dictionary of names".into()],
            })),
            2 => Origin::Import { source: "before.json".into(), score: None },
            _ => Origin::Import { source: "before.json".into(), score: Some(Score::from_parts(n as u16)) },
        }
    }

    fn set(n: usize) -> SetId {
        ["anna", "ben"][n % 2].parse().unwrap()
    }

    pub fn act(&mut self, step: &Step) {
        let Step { what, doc, a, b, c } = step.clone();
        self.turn = c % 2;
        let document = self.documents[doc % self.documents.len()].clone();
        let (id, set, origin) = (document.id(), Self::set(b), Self::origin(c));
        let all = nodes(&self.store);
        let own: Vec<NodeId> = all
            .iter()
            .copied()
            .filter(|node| match &**self.store.get(&RecordKey::Node(*node)).unwrap() {
                Record::Span(it) => it.doc == id,
                Record::Relation(it) => it.doc == id,
                Record::Cluster(it) => it.doc == id,
                Record::Event(it) => it.doc == id,
                _ => false,
            })
            .collect();
        let pick = |n: usize| own.get(n.checked_rem(own.len())?).copied();
        let span = move |fragments: Fragments| Span {
            doc: id,
            set: Self::set(b),
            label: slug(["PERSON", "ORG", "C++ (北京) é"][c % 3]),
            fragments,
            origin: Self::origin(c),
            link: (c % 5 == 0)
                .then(|| Link { id: "Q42".into(), uri: (c % 2 == 0).then(|| "https://example.org/Q42".into()) }),
        };
        match what {
            0..=4 => self.edit(Intent::Tag, |draft, _| {
                _ = draft.add(span(Fragments::one(Self::range(&document, a, b))).into());
            }),
            5 => self.edit(Intent::Tag, |draft, _| {
                let place = Self::range(&document, a, a);
                draft.add(span(Fragments::one(place)).into());
            }),
            6 | 7 => {
                let mut parts = vec![
                    Self::range(&document, a, b),
                    Self::range(&document, c, c + 2),
                    Self::range(&document, b + 5, b + 7),
                ];
                parts.retain(|part| !part.is_empty());
                if let Some(fragments) = Fragments::new(parts) {
                    self.edit(Intent::Tag, |draft, _| _ = draft.add(span(fragments).into()));
                }
            }
            8 => {
                let Some(node) = pick(a) else { return };
                self.edit(Intent::Note, |draft, author| {
                    draft.put(
                        RecordKey::Note(node, author.annotator.clone()),
                        Note { text: format!("n\n\"{c}\"").into() }.into(),
                    );
                    let name = format!("Person {c}").into();
                    draft.put(RecordKey::Annotator(author.annotator.clone()), AnnotatorInfo { name }.into());
                });
            }
            9 => {
                let Some(node) = pick(a) else { return };
                let value = match c % 4 {
                    0 => AttributeValue::Boolean(true),
                    1 => AttributeValue::Number("1.50".into()),
                    2 => AttributeValue::Choice("left".into()),
                    _ => AttributeValue::Text("2018-09-17".into()),
                };
                let key = RecordKey::Attribute(node, slug(["value", "stance"][b % 2]));
                self.edit(Intent::Attribute, |draft, _| draft.put(key, Attribute { value }.into()));
            }
            10 => {
                let (Some(head), Some(tail)) = (pick(a), pick(b)) else { return };
                let relation = Relation { doc: id, set, label: slug("speaker"), head, tail, origin };
                self.edit(Intent::Relate, |draft, _| _ = draft.add(relation.into()));
            }
            11 => {
                let members = [pick(a), pick(b), pick(c)];
                self.edit(Intent::Cluster, |draft, _| {
                    let cluster = Cluster { doc: id, set, label: slug("coreference"), origin: origin.clone() };
                    let cluster = draft.add(cluster.into());
                    for member in members.into_iter().flatten() {
                        draft.put(RecordKey::Member(cluster, member), Member { origin: origin.clone() }.into());
                    }
                });
            }
            12 => {
                let Some(trigger) = pick(a) else { return };
                let arguments = [pick(b), pick(c)];
                self.edit(Intent::Event, |draft, _| {
                    let event =
                        draft.add(Event { doc: id, set, label: slug("meet"), trigger, origin: origin.clone() }.into());
                    for node in arguments.into_iter().flatten() {
                        let argument = Argument { role: slug("actor"), node, origin: Origin::Person };
                        let key = RecordKey::Argument(event, draft.mint());
                        draft.put(key, argument.into());
                    }
                });
            }
            13 => {
                let key = RecordKey::DocumentLabel(id, set, slug("politics"));
                self.edit(Intent::Tag, |draft, _| draft.put(key, DocumentLabel { origin }.into()));
            }
            14 => {
                // Of a node of any kind, or of a span that nobody made.
                let fragments = Fragments::one(Self::range(&document, a, b));
                let target = pick(a).filter(|_| c % 2 == 0).and_then(|node| self.store.target(node));
                let target = target.unwrap_or(Target::Span { label: slug("ORG"), fragments });
                let key = RecordKey::Rejection(id, set, target);
                self.edit(Intent::Reject, |draft, _| draft.put(key, Rejection { origin }.into()));
            }
            15 => {
                let Some(node) = pick(a) else { return };
                self.edit(Intent::Delete, |draft, _| draft.delete_node(node));
            }
            16 => self.edit(Intent::Team, |draft, author| {
                let info = SetInfo {
                    name: format!("Set {c}").into(),
                    kind: SetKind::Gold,
                    annotator: Some(author.annotator.clone()),
                };
                draft.put(RecordKey::Set(set), info.into());
                let key = RecordKey::Definition(Kind::Label, slug("PERSON"));
                if let Some(Record::Definition(it)) = draft.store().get(&key).map(|record| Record::clone(record)) {
                    draft.put(key, Definition { name: format!("Human {c}").into(), ..it }.into());
                }
            }),
            _ => {
                let author = self.authors[self.turn].clone();
                self.clock += 1;
                if let Some(reversal) = self.history.undo(&self.store, &author, Timestamp(self.clock)) {
                    self.commit(reversal.transaction);
                }
            }
        }
    }
}
