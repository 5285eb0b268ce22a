//! Looking for words, going through what was found, and doing something to all of it.

use super::*;
use postil_messages::{FoundHit, Query, QueryKind};

fn query(text: &str) -> Query {
    Query { kind: QueryKind::Words, text: text.to_owned(), ..Query::default() }
}

impl Desk {
    fn finds(&mut self, action: FindAction) -> &mut Self {
        self.state.apply(Action::Find(action));
        self
    }

    /// Answers what is wanted now, as the worker does: by the very letters. `labels` are what a dictionary has for all hits.
    fn look(&mut self, labels: &[&str]) -> &mut Self {
        assert_eq!(self.state.find.progress, Finding::Waiting);
        let (docs, within) = self.state.documents_to_find();
        let wanted = self.state.find.query.text.clone();
        self.finds(FindAction::Started { seq: 7, docs: docs.clone().into() });
        for (at, doc) in docs.iter().enumerate() {
            let text = self.state.texts.get(doc).expect("its text is here").text().clone();
            let hits = text.match_indices(&*wanted).map(|(start, hit)| FoundHit {
                doc: at as u32,
                range: TextRange::from_usize(start..start + hit.len()),
                label: (!labels.is_empty()).then_some(0),
                excerpt: None,
            });
            let hits = hits.filter(|hit| within.is_none_or(|within| within.contains_range(hit.range))).collect();
            let labels = labels.iter().map(|label| label.parse().unwrap()).collect();
            self.finds(FindAction::Found { seq: 7, done: at as u32 + 1, hits, labels });
        }
        self.finds(FindAction::Ended { seq: 7, end: Finding::Finished(Ended::default()) })
    }

    fn ask(&mut self, text: &str, reach: Reach) -> &mut Self {
        self.finds(FindAction::Ask { query: query(text), reach })
    }

    /// What the reader is at: what has the focus, else in braces what is selected.
    fn is_at(&self) -> String {
        let text = self.state.document().expect("its text is here");
        match self.state.selection {
            Some(range) => format!("{{{}}} {}", text.slice(range), range.start()),
            None => self.focus(),
        }
    }

    fn told(&self) -> String {
        self.state.notice.as_ref().map_or_else(String::new, |notice| notice.text.to_string())
    }
}

const OTHER: &str = "Split is a town; Ana lives in Split.";

#[test]
fn hits_are_gone_through_over_documents_and_round() {
    let mut desk = Desk::new();
    desk.open(OTHER);
    desk.ask("Split", Reach::Listed).look(&[]);
    assert_eq!(desk.state.find.count(), 3);
    let there: Vec<usize> = desk.state.find.found().iter().map(|group| group.hits.len()).collect();
    let titles: Vec<DocId> = desk.state.find.found().iter().map(|group| group.doc).collect();
    assert_eq!((there.as_slice(), titles), ([1, 2].as_slice(), desk.state.listed()));
    // The open document first, from where the reader is.
    desk.press(Command::NextHit);
    assert_eq!(desk.is_at(), "{Split} 0");
    desk.press(Command::NextHit);
    assert_eq!(desk.is_at(), "{Split} 30");
    desk.press(Command::NextHit);
    assert_eq!(desk.is_at(), format!("{{Split}} {}", range("Split").start()), "the first document");
    desk.press(Command::PreviousHit);
    assert_eq!(desk.is_at(), "{Split} 30");
    // A label key tags it; then it has the focus.
    desk.label("GPE");
    desk.press(Command::PreviousHit).press(Command::NextHit);
    assert!(matches!(desk.state.focus, Some(Item::Span(_))) && desk.state.selection.is_none());
}

#[test]
fn a_new_query_ends_the_old_one_and_documents_that_go_are_looked_for_anew() {
    let mut desk = Desk::new();
    desk.ask("Split", Reach::Listed);
    let docs: Rc<[DocId]> = desk.state.listed().into();
    desk.finds(FindAction::Started { seq: 3, docs });
    desk.ask("Ana", Reach::Listed);
    let hit = FoundHit { doc: 0, range: range("Split"), label: None, excerpt: None };
    desk.finds(FindAction::Found { seq: 3, done: 1, hits: vec![hit], labels: Vec::new() });
    assert_eq!((desk.state.find.count(), &desk.state.find.progress), (0, &Finding::Waiting));
    desk.look(&[]);
    assert_eq!(desk.state.find.count(), 1);
    desk.open(OTHER);
    desk.look(&[]);
    assert_eq!(desk.state.find.count(), 2, "a document came");
    desk.finds(FindAction::Type("Splitx".to_owned()));
    assert!(desk.state.find.is_typed && desk.state.find.reach == Reach::Listed);
    desk.ask("  ", Reach::Listed);
    assert!(!desk.state.find.is_typed);
    assert_eq!((desk.state.find.count(), &desk.state.find.progress), (0, &Finding::Idle));
}

#[test]
fn all_occurrences_are_tagged_in_one_step() {
    let mut desk = Desk::with_suggestions();
    desk.select("Petrović").label("PERSON").press(Command::Escape).select("Petrović said").label("ORG");
    assert_eq!(desk.spans(), ["PERSON Petrović", "ORG Petrović said"]);
    desk.press(Command::Undo).press(Command::Previous).press(Command::Undo);
    desk.select("Petrović").press(Command::FindAlike);
    assert!(desk.state.preferences.is_left_open && desk.state.left == LeftTab::Find);
    assert!(desk.state.find.query.whole_word && desk.state.find.query.match_case);
    desk.press(Command::TagFound);
    assert!(desk.told().starts_with("Still looking"), "{}", desk.told());
    desk.look(&[]);
    // A label was used before: it is meant again.
    assert_eq!(desk.state.find.label.as_ref().map(Slug::as_str), Some("ORG"));
    desk.finds(FindAction::Label(Some("PERSON".parse().unwrap())));
    let log_len = desk.state.store.log_len();
    desk.press(Command::TagFound);
    assert_eq!(desk.spans(), ["PERSON Petrović", "PERSON Petrović"]);
    assert_eq!(desk.told(), "Labelled 2 spans. One undo takes it all back.");
    assert_eq!(desk.state.store.log_len(), log_len + 1);
    desk.press(Command::TagFound);
    assert!(desk.told().contains("already"), "{}", desk.told());
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), [""; 0]);
}

#[test]
fn what_overlaps_or_is_left_out_is_not_tagged() {
    let mut desk = Desk::new();
    desk.select("Ana Petrović").label("PERSON").select("Monday").label("DATE");
    desk.ask("Petrović", Reach::Document).look(&[]);
    desk.finds(FindAction::Label(Some("GPE".parse().unwrap())));
    let plan = desk.state.plan();
    assert_eq!((plan.tag.len(), plan.overlapped, plan.said), (1, 1, 0));
    // Another layer is not in the way.
    desk.finds(FindAction::Label(Some("DATE".parse().unwrap())));
    assert_eq!(desk.state.plan().tag.len(), 2);
    desk.finds(FindAction::Tick(At::FIRST));
    let plan = desk.state.plan();
    assert_eq!((plan.tag.len(), plan.off), (1, 1));
    desk.finds(FindAction::TickAll(false)).finds(FindAction::Tick(At::FIRST));
    let plan = desk.state.plan();
    assert_eq!((plan.tag.len(), plan.off), (1, 1));
    assert_eq!(plan.tag[0].range.start(), range("Petrović").start());
    desk.finds(FindAction::TickAll(true)).finds(FindAction::Label(None));
    assert_eq!(desk.state.plan().unlabelled, 2);
    desk.press(Command::TagFound);
    assert_eq!(desk.told(), "Choose a label first.");
}

#[test]
fn tagging_what_is_suggested_accepts_it() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::FindAlike).look(&[]);
    assert_eq!(desk.state.find.label.as_ref().map(Slug::as_str), Some("PERSON"));
    desk.press(Command::TagFound);
    assert_eq!(desk.spans(), ["PERSON Ana Petrović"]);
    assert_eq!(desk.state.store.tally(desk.doc()).accepted, 1);
}

#[test]
fn a_dictionary_tags_documents_whose_texts_are_not_here() {
    let mut desk = Desk::new();
    desk.open(OTHER);
    desk.ask("Split", Reach::Listed).look(&["GPE"]);
    let other = desk.doc();
    Rc::make_mut(&mut desk.state.texts).remove(&other);
    let first = desk.state.listed()[0];
    desk.state.apply(Action::Show(first));
    desk.press(Command::TagFound);
    assert_eq!(desk.told(), "Labelled 3 spans in 2 documents. One undo takes it all back.");
    assert_eq!(desk.state.store.spans(other).len(), 2);
    let status = |desk: &Desk| desk.state.store.documents()[&other].status;
    assert_eq!(status(&desk), DocumentStatus::Begun);
    desk.press(Command::Undo);
    assert_eq!((desk.state.store.spans(other).len(), status(&desk)), (0, DocumentStatus::New));
}

#[test]
fn labels_are_replaced_on_all_hits() {
    let mut desk = Desk::new();
    desk.ask("Petrović", Reach::Document).look(&[]);
    desk.finds(FindAction::Label(Some("ORG".parse().unwrap()))).press(Command::TagFound);
    desk.select("Split").label("ORG").press(Command::Escape);
    desk.finds(FindAction::Label(Some("PERSON".parse().unwrap())));
    desk.finds(FindAction::From(Some("GPE".parse().unwrap()))).press(Command::RelabelFound);
    assert_eq!(desk.told(), "No annotation on what was found has another label.");
    desk.finds(FindAction::From(None)).press(Command::RelabelFound);
    assert_eq!(desk.spans(), ["PERSON Petrović", "ORG Split", "PERSON Petrović"]);
    assert_eq!(desk.told(), "Relabelled 2 spans. One undo takes it all back.");
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), ["ORG Petrović", "ORG Split", "ORG Petrović"]);
}

#[test]
fn all_that_say_the_same_words_are_accepted() {
    let mut desk = Desk::new();
    let doc = desk.doc();
    desk.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
    let second = TEXT.rfind("Petrović").unwrap();
    let again = SuggestedSpan {
        range: TextRange::from_usize(second..second + "Petrović".len()),
        ..suggestion("Petrović", "PERSON", 0.9)
    };
    let items = vec![suggestion("Petrović", "PERSON", 0.9), suggestion("Tom Berg", "PERSON", 0.8), again];
    desk.state.apply(batch(doc, items, Vec::new()));
    desk.press(Command::Next).press(Command::AcceptSameWords);
    assert_eq!(desk.spans(), ["PERSON Petrović", "PERSON Petrović"]);
    assert_eq!(desk.focus(), "(PERSON Tom Berg)");
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), [""; 0]);
}

#[test]
fn the_selection_is_looked_for_or_in() {
    let mut desk = Desk::new();
    desk.select("Tom Berg").finds(FindAction::Open);
    assert_eq!((&*desk.state.find.query.text, desk.state.find.reach), ("Tom Berg", Reach::Listed));
    desk.look(&[]);
    let long = range(&TEXT[..TEXT.find("well").unwrap()]);
    desk.state.apply(Action::Select(Some(long)));
    desk.finds(FindAction::Open);
    assert_eq!(desk.state.find.reach, Reach::Selection(desk.doc(), long));
    let reach = desk.state.find.reach;
    desk.ask("Petrović", reach).look(&[]);
    assert_eq!(desk.state.find.count(), 1);
}
