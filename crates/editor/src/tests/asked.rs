//! Suggested events and relations: they come along, or are decided about one by one.

use super::*;
use crate::SuggestionId;
use postil_core::{SuggestedArgument, SuggestedEvent};

impl Desk {
    /// Ana met Tom in Split: an event, and where Split is a part of what Ana governs, a relation.
    fn with_event() -> Self {
        let mut desk = Self::new();
        desk.extract_event();
        desk
    }

    fn extract_event(&mut self) -> &mut Self {
        let doc = self.doc();
        self.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
        let spans = vec![
            suggestion("Ana Petrović", "PERSON", 0.9),
            suggestion("met", "TRIGGER", 0.8),
            suggestion("Tom Berg", "PERSON", 0.8),
            suggestion("Split", "GPE", 0.8),
        ];
        let argument = |role: &str, span| SuggestedArgument {
            role: role.parse().unwrap(),
            span,
            provenance: provenance(0.7, "the subject"),
        };
        let event = SuggestedEvent {
            label: "CONSULT".parse().unwrap(),
            trigger: 1,
            arguments: vec![argument("actor", 0), argument("recipient", 2), argument("location", 3)],
            attributes: vec![("factuality".parse().unwrap(), "asserted".into())],
            provenance: provenance(0.8, "to meet"),
        };
        let found = postil_core::Suggestions {
            spans,
            relations: vec![relation("governs", 0, 3, 0.7)],
            events: vec![event],
            ..postil_core::Suggestions::default()
        };
        self.state.apply(Action::Batch { doc, seq: 1, done: 100, total: 100, found });
        self.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
        self
    }

    fn go_to(&mut self, words: &str) -> &mut Self {
        let shown = Shown::of(&self.state).expect("a text");
        let pending = self.state.suggestions().iter().find(|(_, it)| it.range == range(words)).map(|(id, _)| id);
        let item = shown.span_at(range(words)).or(pending.map(Item::Suggestion)).expect("something is there");
        self.state.apply(Action::Focus(Some(item)));
        self
    }

    /// `CONSULT met: actor Ana Petrović, …`, and whatever attributes the events have.
    fn events_told(&self) -> Vec<String> {
        let store = &self.state.store;
        let words = |id| store.span(id).map_or("gone", |span| &TEXT[span.fragments.cover().to_usize()]);
        let snapshot = store.snapshot();
        let ids = snapshot.iter().filter_map(|(key, record)| match (key, &***record) {
            (RecordKey::Node(id), Record::Event(it)) => Some((*id, it)),
            _ => None,
        });
        let told = ids.map(|(id, it)| {
            let parts = postil_edits::arguments(store, id).map(|(.., it)| format!("{} {}", it.role, words(it.node)));
            let more = postil_edits::attributes_of(store, id).map(|(slug, _)| slug.to_string());
            let all: Vec<String> = parts.chain(more).collect();
            format!("{} {}: {}", it.label, words(it.trigger), all.join(", "))
        });
        told.collect()
    }

    fn told_question(&self) -> String {
        let shown = Shown::of(&self.state).expect("a text");
        let item = self.state.focus.expect("a focus");
        self.state.asked().map_or_else(String::new, |question| shown.told_question(item, &question))
    }

    fn ends(&self) -> Vec<String> {
        let shown = Shown::of(&self.state).expect("a text");
        let ends = shown.ends(self.state.focus.expect("a focus"));
        let told = |end: &crate::End| {
            let (arrow, status) = (if end.is_head { "→" } else { "←" }, if end.is_suggested { "?" } else { "" });
            format!("{arrow} {} {}{status}", end.name, &TEXT[end.far.range.to_usize()])
        };
        ends.iter().map(told).collect()
    }
}

const EVENT: &str = "CONSULT met: actor Ana Petrović, recipient Tom Berg, location Split, factuality";

#[test]
fn an_accepted_trigger_takes_its_event_along() {
    let mut desk = Desk::with_event();
    desk.go_to("met");
    assert_eq!(desk.ends(), ["→ actor Ana Petrović?", "→ recipient Tom Berg?", "→ location Split?"]);
    desk.press(Command::Accept);
    assert_eq!(desk.events_told(), [EVENT]);
    assert_eq!(desk.state.store.spans(desk.doc()).len(), 4, "what takes part, too");
    desk.go_to("met");
    assert_eq!(desk.ends(), ["→ actor Ana Petrović", "→ recipient Tom Berg", "→ location Split"]);
    assert_eq!(desk.told_question(), "");
    desk.go_to("Tom Berg");
    assert_eq!(desk.ends(), ["← recipient met"]);
    desk.press(Command::Undo);
    assert_eq!((desk.events_told().len(), desk.state.store.spans(desk.doc()).len()), (0, 0), "one step");
}

#[test]
fn a_rejected_event_stays_away_and_its_words_may_stay() {
    let mut desk = Desk::with_event();
    // Rejected as a whole.
    desk.go_to("met").press(Command::Reject);
    desk.extract_event().go_to("Tom Berg");
    assert_eq!(desk.ends(), [""; 0]);
    desk.press(Command::Undo);
    // The event alone; its trigger is a span afterwards, without one.
    let question = Question::Event(SuggestionId(1), "CONSULT".parse().unwrap());
    desk.go_to("met").press(Command::Joined(Joined::Decide { question, is_right: false }));
    desk.extract_event().go_to("met").press(Command::Accept);
    assert_eq!(desk.events_told(), [""; 0]);
    // One that was accepted and deleted.
    let mut desk = Desk::with_event();
    desk.go_to("met").press(Command::Accept).go_to("met");
    let Some(Item::Span(trigger)) = desk.state.focus else { panic!("a span") };
    let event = postil_edits::events_of(&desk.state.store, &desk.state.set, trigger).next().unwrap().0;
    desk.press(Command::Joined(Joined::DeleteEvent(event)));
    desk.extract_event().go_to("met");
    assert_eq!((desk.told_question(), desk.ends()), (String::new(), vec![]));
}

#[test]
fn a_span_that_is_there_is_asked_by_the_same_keys() {
    let mut desk = Desk::new();
    // Labelled by hand before anything was extracted.
    desk.state.apply(Action::Select(Some(range("met"))));
    desk.label("EVENT");
    desk.extract_event().go_to("Tom Berg").press(Command::Reject);
    desk.go_to("met");
    assert_eq!(
        desk.told_question(),
        "CONSULT: Ana Petrović (actor), Split (location)?",
        "who was rejected takes no part"
    );
    desk.press(Command::Accept);
    assert_eq!(desk.events_told(), ["CONSULT met: actor Ana Petrović, location Split, factuality"]);
    // The relation of whoever came along is asked of the span.
    desk.go_to("Ana Petrović");
    assert_eq!(desk.told_question(), "governs: Split?");
    desk.press(Command::Reject);
    desk.extract_event().go_to("Ana Petrović");
    assert_eq!((desk.told_question(), desk.relations().len()), (String::new(), 0));
}

#[test]
fn a_relation_is_accepted_with_its_head_and_stays_deleted() {
    let mut desk = Desk::with_event();
    desk.go_to("Ana Petrović").press(Command::Accept);
    assert_eq!(desk.relations(), ["governs: Ana Petrović → Split"]);
    desk.go_to("Ana Petrović");
    let id = Shown::of(&desk.state).unwrap().links(desk.state.focus.unwrap())[0].id.unwrap();
    desk.press(Command::Joined(Joined::Unrelate(id)));
    assert_eq!((desk.told_question(), desk.ends()), (String::new(), vec!["← actor met?".to_owned()]));
}
