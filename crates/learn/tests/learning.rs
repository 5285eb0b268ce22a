//! What was learned is a function of the records: whatever the order in which they came, and whatever was undone in between.

use postil_core::{
    Author, DocId, Document, DocumentInfo, Draft, Fragments, History, Intent, Record, RecordKey, SetId, Slug, Store,
    SuggestedSpan, Suggestions, TextRange, Timestamp, Transaction,
};
use postil_edits::Scope;
use postil_extract::{Extractor, Model, Passage, Settings};
use postil_learn::{Course, Lessons, NEEDED, Plan, Remaking, Vocabulary};
use proptest::prelude::*;
use std::path::Path;
use std::sync::{Arc, LazyLock};

const TEXTS: [&str; 3] = [
    "President Erdoğan met Vladimir Putin in Sochi. The Kurds of Kobani feared the Kremlin, said Amnesty International.",
    "The Times wrote that Putin flew to Ankara. Amnesty disagreed, and so did the Kurdish press of Sochi and Ankara.",
    "Boeing and Airbus sold planes to Turkey. The Kremlin bought none, the Sochi airport said on Sunday.",
];
const LABELS: [&str; 4] = ["PERSON", "ORG", "GPE", "THING"];

type Read = Vec<(Passage, Vec<SuggestedSpan>)>;

/// Each text as the model reads it.
static READ: LazyLock<Vec<(Document, Read)>> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extract/models/en.postil-model");
    let model = Arc::new(Model::read(&std::fs::read(file).expect("the model is there")).expect("it can be read"));
    let read = |text: &str| {
        let mut extractor = Extractor::with_model(text, Settings::default(), model.clone());
        let mut batches = Vec::new();
        while let Some(batch) = extractor.next_batch() {
            batches.push((extractor.passage(), batch.found.spans));
        }
        (Document::new(text), batches)
    };
    TEXTS.map(read).into()
});

fn author(name: &str) -> Author {
    Author { actor: name.parse().expect("an actor"), annotator: "ada".parse().expect("a name"), next_seq: 0 }
}

fn set() -> SetId {
    "work-ada".parse().expect("a set")
}

/// A project with the three texts, and who works in it.
struct Desk {
    store: Store,
    history: History,
    author: Author,
    now: u64,
}

impl Desk {
    fn new() -> Self {
        let author = author("aaaaaaaaaaaaaaaa");
        let mut desk = Self { store: Store::new(), history: History::default(), author, now: 1_000 };
        for (document, _) in &*READ {
            let mut draft = Draft::new(&desk.store, &desk.author);
            let info: Record = DocumentInfo::of(document, "A text").into();
            draft.put(RecordKey::Document(document.id()), info);
            let transaction = draft.finish(Timestamp(desk.now), Intent::AddDocument);
            desk.commit(transaction);
        }
        desk
    }

    fn commit(&mut self, transaction: Option<Transaction>) {
        let Some(transaction) = transaction.map(Arc::new) else { return };
        self.now += 10;
        self.author.next_seq = transaction.dot.seq + 1;
        self.store.commit(transaction.clone()).expect("it is based on this state");
        self.history.note(&transaction);
    }

    fn decide(&mut self, decision: &Decision) {
        let (document, batches) = &READ[decision.text];
        let tokens = &batches[0].0.tokens;
        let first = decision.token % tokens.len();
        let last = (first + decision.words - 1).min(tokens.len() - 1);
        let range = tokens[first].range.cover(tokens[last].range);
        let label: Slug = LABELS[decision.label].parse().expect("a label");
        let set = set();
        let scope =
            Scope { store: &self.store, author: &self.author, set: &set, doc: document.id(), now: Timestamp(self.now) };
        let edit = match decision.is_wanted {
            true => postil_edits::tag(scope, label, Fragments::one(range), None),
            false => postil_edits::reject_by(
                scope,
                RecordKey::rejected_span(document.id(), set.clone(), label, Fragments::one(range)),
            ),
        };
        self.commit(edit.transaction);
    }
}

#[derive(Clone, Debug)]
struct Decision {
    text: usize,
    token: usize,
    words: usize,
    label: usize,
    is_wanted: bool,
}

fn decision() -> impl Strategy<Value = Decision> {
    (0..TEXTS.len(), 0..40_usize, 1..3_usize, 0..LABELS.len(), any::<bool>())
        .prop_map(|(text, token, words, label, is_wanted)| Decision { text, token, words, label, is_wanted })
}

fn batches(doc: DocId) -> &'static (Document, Read) {
    READ.iter().find(|(document, _)| document.id() == doc).expect("one of the texts")
}

/// Learns what the project says.
fn learn(plan: &mut Plan, course: &mut Course, store: &Store) {
    plan.follow(store, &set());
    while let Some(doc) = course.next(plan) {
        let (document, read) = batches(doc);
        let lessons = plan.of_document(doc).cloned().unwrap_or_default();
        course.learn(doc, &lessons, document.text(), read.iter().map(|(passage, base)| (passage, &**base)));
    }
}

fn course() -> Course {
    Course::new(Vocabulary::default())
}

/// What is suggested in all texts.
fn suggested(plan: &Plan, course: &Course) -> Vec<Vec<SuggestedSpan>> {
    let of = |(document, read): &(Document, Read)| {
        let lessons = plan.of_document(document.id()).cloned().unwrap_or_default();
        let mut remaking = Remaking::default();
        let all = read.iter().flat_map(|(passage, base)| {
            let batch = Suggestions { spans: base.clone(), ..Suggestions::default() };
            remaking.apply(course.learner(), passage, batch, &lessons).spans
        });
        all.collect()
    };
    READ.iter().map(of).collect()
}

fn from_scratch(store: &Store) -> Vec<Vec<SuggestedSpan>> {
    let (mut plan, mut course) = (Plan::default(), course());
    learn(&mut plan, &mut course, store);
    suggested(&plan, &course)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Step by step or at once, in the order of arrival or another one.
    #[test]
    fn the_same_records_teach_the_same(decisions in prop::collection::vec(decision(), 1..14), turn in 0..14_usize) {
        let mut desk = Desk::new();
        let (mut plan, mut course) = (Plan::default(), course());
        for decision in &decisions {
            desk.decide(decision);
            learn(&mut plan, &mut course, &desk.store);
        }
        let step_by_step = suggested(&plan, &course);
        prop_assert_eq!(&step_by_step, &from_scratch(&desk.store));
        let mut log: Vec<Arc<Transaction>> = desk.store.log().cloned().collect();
        let turn = turn % log.len();
        log.rotate_left(turn);
        let mut other = Store::new();
        other.merge(log);
        prop_assert_eq!(&step_by_step, &from_scratch(&other));
    }

    /// An undo takes back what it taught, and nothing else.
    #[test]
    fn an_undo_unlearns(before in prop::collection::vec(decision(), 0..8), after in prop::collection::vec(decision(), 1..6)) {
        let mut desk = Desk::new();
        before.iter().for_each(|decision| desk.decide(decision));
        let (mut plan, mut course) = (Plan::default(), course());
        learn(&mut plan, &mut course, &desk.store);
        let expected = suggested(&plan, &course);
        let steps = desk.store.log_len();
        for decision in &after {
            desk.decide(decision);
            learn(&mut plan, &mut course, &desk.store);
        }
        for _ in steps..desk.store.log_len() {
            let reversal = desk.history.undo(&desk.store, &desk.author, Timestamp(desk.now));
            desk.commit(Some(reversal.expect("there is a step").transaction));
            learn(&mut plan, &mut course, &desk.store);
        }
        prop_assert_eq!(suggested(&plan, &course), expected);
    }

    /// What was decided stays as it was suggested, and nothing is suggested over what stands.
    #[test]
    fn what_was_decided_is_left_alone(decisions in prop::collection::vec(decision(), 1..14)) {
        let mut desk = Desk::new();
        decisions.iter().for_each(|decision| desk.decide(decision));
        let (mut plan, mut course) = (Plan::default(), course());
        learn(&mut plan, &mut course, &desk.store);
        for ((document, read), told) in READ.iter().zip(suggested(&plan, &course)) {
            let base: Vec<&SuggestedSpan> = read.iter().flat_map(|(_, base)| base).collect();
            let lessons = plan.of_document(document.id()).cloned().unwrap_or_default();
            let is_name = |span: &SuggestedSpan| !Vocabulary::default().is_ruled(&span.label);
            for lesson in lessons.as_slice() {
                let same = |span: &&SuggestedSpan| span.range == lesson.range && span.label == lesson.label;
                let was: Vec<_> = base.iter().copied().filter(same).collect();
                let is: Vec<_> = told.iter().filter(same).collect();
                prop_assert_eq!(was, is);
                let over = |span: &SuggestedSpan| lesson.is_wanted && is_name(span) && span.range.overlaps(lesson.range);
                prop_assert!(told.iter().filter(|span| over(span)).all(|span| base.contains(&span)));
            }
            prop_assert!(told.is_sorted_by_key(|span| span.range.start()));
        }
    }
}

#[test]
fn a_name_of_the_project_is_suggested_where_it_was_not_seen_yet() {
    let mut desk = Desk::new();
    let word = |text: usize, word: &str| {
        let at = TEXTS[text].find(word).expect("it is there");
        READ[text].1[0]
            .0
            .tokens
            .iter()
            .position(|token| token.range.start().to_usize() == at)
            .expect("a token begins there")
    };
    let kremlin = |text| Decision { text, token: word(text, "Kremlin"), words: 1, label: 3, is_wanted: true };
    desk.decide(&kremlin(0));
    let (mut plan, mut course) = (Plan::default(), course());
    learn(&mut plan, &mut course, &desk.store);
    let thing: Slug = "THING".parse().expect("a label");
    assert_eq!(course.learner().missing(&thing), NEEDED - 1, "one example is too few");
    let says = |told: &[SuggestedSpan]| told.iter().any(|span| span.label == thing);
    assert!(!suggested(&plan, &course).iter().any(|told| says(told)));
    for at in ["Putin", "Sochi", "Kobani", "Kurds", "International"] {
        desk.decide(&Decision { text: 0, token: word(0, at), words: 1, label: 3, is_wanted: true });
    }
    for at in ["Times", "Ankara"] {
        desk.decide(&Decision { text: 1, token: word(1, at), words: 1, label: 3, is_wanted: true });
    }
    learn(&mut plan, &mut course, &desk.store);
    assert_eq!(course.learner().missing(&thing), 0);
    let told = suggested(&plan, &course);
    let found = told[2].iter().find(|span| span.label == thing).expect("the Kremlin is a thing here");
    assert_eq!(&TEXTS[2][found.range.to_usize()], "Kremlin");
    assert!(found.provenance.reasons[0].starts_with("learned from 1 decision: “Kremlin”"), "{found:?}");
}

#[test]
fn nothing_was_decided_and_nothing_is_learned() {
    let desk = Desk::new();
    let (mut plan, mut course) = (Plan::default(), course());
    learn(&mut plan, &mut course, &desk.store);
    assert!(course.is_blank());
    assert_eq!(plan.of_document(READ[0].0.id()), None);
    assert!(Lessons::default().overlapping(TextRange::from_usize(0..10)).next().is_none());
}
