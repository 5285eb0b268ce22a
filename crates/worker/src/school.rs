//! What the decisions of the project have taught this worker, and the texts that it has read lately.

use postil_core::{DocId, Kind, SetId, Store, Suggestions};
use postil_extract::{Date, Label, Layers, Passage};
use postil_learn::{Course, Learner, Lessons, Plan, Vocabulary};
use postil_messages::{Fate, ResponseBody};
use std::rc::Rc;

/// Texts that were read are kept as long as they take so many bytes.
const MOST: usize = 48 << 20;

/// In which words a project wants what is suggested, and what of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub fates: Vec<Fate>,
    pub layers: Layers,
}

/// A text as it was read: what the model met, and what it and the rules suggest in the words of the project, batch by batch.
pub type Reading = Vec<(Passage, Suggestions)>;

/// A text that was read, and under which circumstances.
#[derive(Debug)]
struct Kept {
    doc: DocId,
    terms: Rc<Terms>,
    dct: Option<Date>,
    reading: Rc<Reading>,
    size: usize,
}

/// What was learned.
#[derive(Debug, Default)]
pub struct School {
    terms: Option<Rc<Terms>>,
    plan: Plan,
    course: Option<Course>,
    /// The one that was needed last comes last.
    kept: Vec<Kept>,
}

impl Terms {
    /// Relations of pronouns and events are found where `coreference` is wanted.
    pub fn new(fates: Vec<Fate>, coreference: bool) -> Self {
        let deep = Layers::COREFERENCE.with(Layers::EVENTS);
        Self { fates, layers: if coreference { Layers::ALL } else { Layers::ALL.without(deep) } }
    }

    fn vocabulary(&self) -> Vocabulary {
        Vocabulary::new(|label: Label| {
            let key = label.key();
            let mut fates = self.fates.iter().filter(|(kind, from, _)| *kind == Kind::Label && *from == key);
            fates.next().map_or_else(|| Some(key.clone()), |(.., to)| to.clone())
        })
    }
}

impl School {
    /// Takes in what a project says, under these terms. [`Self::next_document`] says what is to be done then.
    pub fn follow(&mut self, terms: Rc<Terms>, store: &Store, set: &SetId) {
        if self.terms.as_ref() != Some(&terms) {
            self.course = Some(Course::new(terms.vocabulary()));
            self.terms = Some(terms);
        }
        self.plan.follow(store, set);
    }

    /// The next document to learn from; nothing when all is learned.
    pub fn next_document(&mut self) -> Option<DocId> {
        self.course.as_mut()?.next(&self.plan)
    }

    /// Learns from the document that [`Self::next_document`] named.
    pub fn learn(&mut self, doc: DocId, text: &str, reading: &Reading) {
        if let (Some(course), Some(lessons)) = (&mut self.course, self.plan.of_document(doc)) {
            course.learn(doc, lessons, text, reading.iter().map(|(passage, found)| (passage, &*found.spans)));
        }
    }

    /// How many documents are learned from.
    pub fn document_count(&self) -> usize {
        self.plan.documents().count()
    }

    /// What is said of what was learned.
    pub fn report(&self) -> ResponseBody {
        let learner = self.course.as_ref().map(Course::learner);
        ResponseBody::Learned {
            learned: self.plan.fingerprint(),
            decisions: learner.map_or(0, Learner::decisions),
            missing: learner.map(Learner::all_missing).unwrap_or_default(),
        }
    }

    /// What was learned, if it was under these terms, and which decisions it was learned from, as [`Plan::fingerprint`] has it.
    pub fn learner(&self, terms: &Terms) -> Option<(&Learner, u32)> {
        let course = self.course.as_ref().filter(|course| !course.is_blank())?;
        (self.terms.as_deref() == Some(terms)).then(|| (course.learner(), self.plan.fingerprint()))
    }

    /// What was learned last, whatever it was.
    pub fn newest(&self) -> Option<&Learner> {
        self.course.as_ref().map(Course::learner)
    }

    /// What was decided about a document.
    pub fn lessons(&self, doc: DocId) -> Lessons {
        self.plan.of_document(doc).cloned().unwrap_or_default()
    }

    /// Remembers how a text was read.
    pub fn keep(&mut self, doc: DocId, terms: Rc<Terms>, dct: Option<Date>, reading: Rc<Reading>) {
        let size = reading.iter().map(|(passage, found)| passage.size() + size_of_val(&*found.spans)).sum();
        self.kept.retain(|it| it.doc != doc);
        self.kept.push(Kept { doc, terms, dct, reading, size });
        let mut sum = 0;
        let spare = self.kept.iter().rev().take_while(|it| {
            sum += it.size;
            sum <= MOST
        });
        let spare = self.kept.len() - spare.count();
        self.kept.drain(..spare);
    }

    /// How a text was read under these circumstances, if that is remembered.
    pub fn kept(&mut self, doc: DocId, terms: &Terms, dct: Option<Date>) -> Option<Rc<Reading>> {
        let at = self.kept.iter().position(|it| it.doc == doc && *it.terms == *terms && it.dct == dct)?;
        let kept = self.kept.remove(at);
        let reading = kept.reading.clone();
        self.kept.push(kept);
        Some(reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Job, Reply, Wanted};
    use postil_core::{
        Author, Document, DocumentInfo, Draft, Fragments, Intent, RecordKey, Slug, SuggestedSpan, TextRange, Timestamp,
        Transaction,
    };
    use postil_edits::Scope;
    use postil_extract::Model;
    use std::sync::{Arc, LazyLock};

    static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
        Arc::new(Model::read(include_bytes!("../../extract/models/en.postil-model")).expect("it is right"))
    });

    /// A project in which a ferry is annotated that no model knows.
    struct Desk {
        store: Store,
        author: Author,
        set: SetId,
        school: School,
    }

    fn text(at: usize) -> String {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let day = days[at % days.len()];
        format!("On {day} the ferry Silver Gull left Portaferry with {} people. The Silver Gull was late.", at + 20)
    }

    impl Desk {
        fn new() -> Self {
            Self {
                store: Store::new(),
                author: Author {
                    actor: "aaaaaaaaaaaaaaaa".parse().expect("an actor"),
                    annotator: "ada".parse().expect("a name"),
                    next_seq: 0,
                },
                set: "work-ada".parse().expect("a set"),
                school: School::default(),
            }
        }

        fn commit(&mut self, transaction: Option<Transaction>) {
            let transaction = Arc::new(transaction.expect("there is something to do"));
            self.author.next_seq = transaction.dot.seq + 1;
            self.store.commit(transaction).expect("it is based on this state");
        }

        fn open(&mut self, text: &str) -> DocId {
            let document = Document::new(text);
            let mut draft = Draft::new(&self.store, &self.author);
            draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "A text").into());
            let transaction = draft.finish(Timestamp(1), Intent::AddDocument);
            self.commit(transaction);
            document.id()
        }

        fn tag(&mut self, text: &str, words: &str, label: &str) {
            let (doc, label): (DocId, Slug) = (Document::new(text).id(), label.parse().expect("a label"));
            for (at, _) in text.match_indices(words) {
                let fragments = Fragments::one(TextRange::from_usize(at..at + words.len()));
                let Desk { store, author, set, .. } = &*self;
                let scope = Scope { store, author, set, doc, now: Timestamp(2) };
                let tagged = postil_edits::tag(scope, label.clone(), fragments, None);
                self.commit(tagged.transaction);
            }
        }

        fn learn(&mut self, terms: &Rc<Terms>) -> ResponseBody {
            self.school.follow(terms.clone(), &self.store, &self.set);
            while let Some(doc) = self.school.next_document() {
                let at = (0..40).find(|at| Document::new(text(*at)).id() == doc).expect("one of the texts");
                self.suggest(&text(at), terms);
                let reading = self.school.kept(doc, terms, None).expect("it was read");
                self.school.learn(doc, &text(at), &reading);
            }
            self.school.report()
        }

        fn suggest(&mut self, text: &str, terms: &Terms) -> (Vec<String>, u32) {
            let doc = Document::new(text).id();
            let wanted =
                Wanted { doc, dct: None, language: Some("en".into()), terms: terms.clone(), is_learning: true };
            let mut job = Job::new(text.to_owned(), wanted).expect("no date is wrong");
            job.begin(Ok(MODEL.clone()), &mut self.school);
            let mut all = Vec::new();
            for now in 0.. {
                match job.step(f64::from(now), &mut self.school) {
                    Some(Reply::Found(_, found)) => all.extend(found.spans),
                    Some(Reply::Plain(ResponseBody::Finished { learned, .. })) => {
                        let say = |it: &SuggestedSpan| format!("{} {}", it.label, &text[it.range.to_usize()]);
                        return (all.iter().map(say).collect(), learned);
                    }
                    other => assert!(other.is_none(), "{other:?}"),
                }
            }
            unreachable!("a job ends")
        }
    }

    #[test]
    fn a_label_of_ones_own_is_suggested_once_it_stands_often_enough() {
        let mut desk = Desk::new();
        let terms = Rc::new(Terms::new(Vec::new(), false));
        let news = "The Silver Gull was sold on Friday.";
        let before = desk.suggest(news, &terms);
        assert_eq!(before.1, 0, "nothing was learned");
        assert!(!before.0.iter().any(|it| it.starts_with("SHIP")), "{before:?}");
        for at in 0..3 {
            desk.open(&text(at));
            desk.tag(&text(at), "Silver Gull", "SHIP");
        }
        let report = desk.learn(&terms);
        let ResponseBody::Learned { learned, decisions: 6, missing } = report else { panic!("{report:?}") };
        assert_eq!(missing, [("SHIP".parse().expect("a label"), 2)]);
        let early = desk.suggest(news, &terms);
        assert!(early.1 == learned && !early.0.contains(&"SHIP Silver Gull".to_owned()), "{early:?}");
        for at in 3..8 {
            desk.open(&text(at));
            desk.tag(&text(at), "Silver Gull", "SHIP");
        }
        let report = desk.learn(&terms);
        let ResponseBody::Learned { decisions: 16, missing, .. } = report else { panic!("{report:?}") };
        assert!(missing.is_empty());
        let late = desk.suggest(news, &terms);
        assert!(late.0.contains(&"SHIP Silver Gull".to_owned()), "{late:?}");
        // The same again from what was remembered, and by one who learns all of it at once.
        assert_eq!(desk.suggest(news, &terms), late);
        desk.school = School::default();
        desk.learn(&terms);
        assert_eq!(desk.suggest(news, &terms), late);
        // Under other terms it is not applied until it was learned under them.
        let other = Terms::new(vec![(Kind::Label, "DATE".parse().expect("a label"), None)], false);
        let unlearned: Vec<String> = before.0.into_iter().filter(|it| !it.starts_with("DATE")).collect();
        assert_eq!(desk.suggest(news, &other), (unlearned, 0));
    }
}
