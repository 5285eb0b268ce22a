//! Suggested clusters: what is asked, and that what a person did is never taken back.

use super::*;
use crate::SuggestionId;
use postil_core::{Layer, SuggestedMember};

const ANA: u32 = 0;
const LAST: u32 = 2;
const IT: u32 = 3;

/// The last place of some words, as a suggestion.
fn later(words: &str, label: &str) -> SuggestedSpan {
    let at = TEXT.rfind(words).expect("the text has it");
    SuggestedSpan { range: TextRange::from_usize(at..at + words.len()), ..suggestion(words, label, 0.9) }
}

impl Desk {
    /// Ana Petrović, Tom Berg, and Petrović further on; “It”, which an extractor takes for her, comes with `more`.
    fn with_mentions(more: bool) -> Self {
        let mut desk = Self::new();
        desk.extract_mentions(more);
        desk
    }

    fn extract_mentions(&mut self, more: bool) -> &mut Self {
        let doc = self.doc();
        self.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 100 });
        let member = |span| SuggestedMember { cluster: 0, span, provenance: provenance(0.8, "the same last name") };
        let spans = vec![
            suggestion("Ana Petrović", "PERSON", 0.9),
            suggestion("Tom Berg", "PERSON", 0.8),
            later("Petrović", "PERSON"),
        ];
        let members = vec![member(ANA), member(LAST)];
        let found = postil_core::Suggestions { spans, members, ..postil_core::Suggestions::default() };
        self.state.apply(Action::Batch { doc, seq: 1, done: 50, total: 100, found });
        if more {
            let (spans, members) = (vec![later("It", "MENTION")], vec![member(IT)]);
            let found = postil_core::Suggestions { spans, members, ..postil_core::Suggestions::default() };
            self.state.apply(Action::Batch { doc, seq: 1, done: 100, total: 100, found });
        }
        assert_eq!(self.asked(), [""; 0], "nothing is asked before the text is read");
        self.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
        self
    }

    fn mates_of(&self, id: u32) -> Vec<&str> {
        let shown = Shown::of(&self.state).expect("a text");
        let pending = Item::Suggestion(SuggestionId(id));
        let range = self.state.suggestions().get(SuggestionId(id)).expect("a suggestion").range;
        let item = shown.place(pending).map(|it| it.item).or_else(|| shown.span_at(range));
        item.map_or_else(Vec::new, |item| shown.mates_of(item)).iter().map(|it| &TEXT[it.to_usize()]).collect()
    }

    /// What is asked about the focused span.
    fn asked(&self) -> Vec<&str> {
        let Some(Question::Cluster(id)) = self.state.asked() else { return Vec::new() };
        let cluster = Shown::of(&self.state).and_then(|shown| shown.open_cluster(id)).expect("it is open");
        cluster.mentions.iter().map(|it| &TEXT[it.range.to_usize()]).collect()
    }

    /// What is joined, in reading order.
    fn joined(&self) -> Vec<Vec<&str>> {
        let cluster = |(key, record): (&&RecordKey, &&Arc<Record>)| match (key, &***record) {
            (RecordKey::Node(id), Record::Cluster(_)) => Some(*id),
            _ => None,
        };
        let words = |id| &TEXT[self.state.store.span(id).expect("a span").fragments.cover().to_usize()];
        let members = |id| postil_edits::members(&self.state.store, id).into_iter().map(words).collect();
        self.state.store.snapshot().iter().filter_map(cluster).map(members).collect()
    }

    fn focus_on(&mut self, id: u32) -> &mut Self {
        let shown = Shown::of(&self.state).expect("a text");
        let range = self.state.suggestions().get(SuggestionId(id)).expect("a suggestion").range;
        let item = shown.span_at(range).unwrap_or(Item::Suggestion(SuggestionId(id)));
        self.state.apply(Action::Focus(Some(item)));
        self
    }

    fn of_cluster(&self) -> NodeId {
        let shown = Shown::of(&self.state).expect("a text");
        shown.cluster_of(self.state.focus.expect("a focus")).expect("a cluster")
    }

    fn focus_text(&self) -> &str {
        self.state.focused().map_or("", |placed| &TEXT[placed.cover().to_usize()])
    }
}

#[test]
fn mates_are_shown_and_two_presses_accept_a_name_and_all_that_mean_it() {
    let mut desk = Desk::with_mentions(true);
    assert_eq!(desk.mates_of(ANA), ["It", "Petrović"]);
    assert_eq!(desk.mates_of(IT), ["Ana Petrović", "Petrović"]);
    desk.press(Command::Skip).press(Command::Accept);
    assert_eq!((desk.focus_text(), desk.asked()), ("Ana Petrović", vec!["Ana Petrović", "It", "Petrović"]));
    desk.press(Command::Accept);
    assert_eq!(desk.joined(), [["Ana Petrović", "It", "Petrović"]]);
    assert_eq!(desk.focus_text(), "Tom Berg", "it goes on");
    assert_eq!(desk.state.decision.as_ref().map(|(_, told)| &**told), Some("Accepted that 3 mentions are the same"));
    assert_eq!(desk.mates_of(ANA), ["It", "Petrović"]);
    desk.focus_on(ANA);
    assert_eq!(desk.asked(), [""; 0]);
    // Who said so is kept, of each mention.
    let member = RecordKey::Member(
        desk.of_cluster(),
        match desk.state.focus {
            Some(Item::Span(id)) => id,
            _ => panic!(),
        },
    );
    let Record::Member(it) = &**desk.state.store.get(&member).unwrap() else { panic!() };
    assert!(matches!(&it.origin, postil_core::Origin::Suggestion(it) if &*it.reasons[0] == "the same last name"));
    desk.press(Command::Undo);
    assert_eq!((desk.joined().len(), desk.state.store.spans(desk.doc()).len()), (0, 1), "one step");
}

#[test]
fn a_rejected_cluster_stays_away() {
    let mut desk = Desk::with_mentions(true);
    desk.press(Command::Skip).press(Command::Accept).press(Command::Reject);
    assert_eq!((desk.asked(), desk.focus_text()), (vec![], "Tom Berg"));
    assert_eq!(desk.mates_of(ANA), [""; 0]);
    desk.extract_mentions(true);
    assert_eq!(desk.mates_of(IT), [""; 0], "as after a reload");
    assert_eq!(desk.joined().len(), 0);
    desk.press(Command::Undo);
    assert_eq!(desk.mates_of(ANA), ["It", "Petrović"]);
}

#[test]
fn a_mention_is_left_out_before_and_after() {
    let mut desk = Desk::with_mentions(true);
    desk.press(Command::Joined(Joined::LeaveOut(SuggestionId(IT))));
    assert_eq!(desk.mates_of(ANA), ["Petrović"]);
    desk.focus_on(ANA).press(Command::Joined(Joined::Decide { question: Question::Cluster(0), is_right: true }));
    assert_eq!(desk.joined(), [["Ana Petrović", "Petrović"]]);
    assert!(matches!(desk.state.focus, Some(Item::Span(_))), "the suggestion became a span, and has the focus");
    // Taken out of what was accepted: it is not suggested again.
    let mut desk = Desk::with_mentions(true);
    desk.press(Command::Skip).press(Command::Accept).press(Command::Accept).focus_on(IT);
    let (cluster, Some(Item::Span(member))) = (desk.of_cluster(), desk.state.focus) else { panic!() };
    desk.press(Command::Joined(Joined::TakeOut { cluster, member }));
    assert_eq!((desk.joined(), desk.asked()), (vec![vec!["Ana Petrović", "Petrović"]], vec![]));
    desk.focus_on(ANA);
    assert_eq!(desk.asked(), [""; 0]);
    let cluster = desk.of_cluster();
    desk.press(Command::Joined(Joined::Dissolve(cluster)));
    assert_eq!(desk.mates_of(ANA), [""; 0], "what was dissolved is not suggested again");
}

#[test]
fn later_mentions_join_what_was_accepted() {
    let mut desk = Desk::with_mentions(false);
    desk.press(Command::Skip).press(Command::Accept).press(Command::Accept);
    assert_eq!(desk.joined(), [["Ana Petrović", "Petrović"]]);
    desk.extract_mentions(true).focus_on(ANA);
    assert_eq!(desk.asked(), ["Ana Petrović", "It", "Petrović"]);
    desk.press(Command::Accept);
    assert_eq!(desk.joined(), [["Ana Petrović", "It", "Petrović"]]);
    assert_eq!(desk.state.decision.as_ref().map(|(_, told)| &**told), Some("Accepted one more mention"));
}

#[test]
fn what_a_person_keeps_apart_is_not_joined() {
    let mut desk = Desk::with_mentions(true);
    desk.focus_on(ANA).press(Command::Accept);
    let view = desk.state.document().expect("a text").range();
    for (from, to) in [(ANA, "Tom Berg"), (LAST, "It")] {
        desk.focus_on(from).press(Command::Link { aim: Aim::Mention, view });
        let hints = &desk.state.linking.as_ref().expect("joining").hints;
        let item = hints.iter().find(|it| &TEXT[it.range.to_usize()] == to).expect("a hint").item;
        desk.press(Command::Step(Step::Pick(Picked { item, is_beside: false })));
    }
    assert_eq!(desk.joined().len(), 2);
    for id in [ANA, LAST, IT] {
        assert_eq!(desk.focus_on(id).asked(), [""; 0]);
    }
}

#[test]
fn another_label_leaves_a_mention_one_and_a_rejected_span_is_none() {
    let mut desk = Desk::with_mentions(true);
    desk.focus_on(ANA).label("ORG");
    assert_eq!((desk.focus_text(), desk.asked()), ("Ana Petrović", vec!["Ana Petrović", "It", "Petrović"]));
    desk.focus_on(IT).press(Command::Reject);
    assert_eq!(desk.mates_of(ANA), ["Petrović"]);
    desk.state.apply(Action::ToggleLayer(Layer::Coreference));
    assert_eq!(desk.mates_of(ANA), [""; 0], "the layer is hidden");
}

#[test]
fn a_question_that_is_skipped_is_not_asked_at_each_mention() {
    let mut desk = Desk::with_mentions(true);
    desk.press(Command::Skip).press(Command::Accept).press(Command::Skip);
    assert_eq!(desk.focus_text(), "Tom Berg");
    desk.press(Command::Accept);
    assert_eq!(desk.focus_text(), "It");
    desk.press(Command::Accept);
    assert_eq!((desk.focus_text(), desk.asked()), ("Petrović", vec![]));
    desk.press(Command::Accept);
    assert_eq!(desk.focus_text(), "");
    desk.press(Command::Skip);
    assert_eq!(desk.focus_text(), "Ana Petrović", "from the top again: the question is left");
    assert_eq!(desk.asked(), ["Ana Petrović", "It", "Petrović"]);
}

#[test]
fn what_is_exported_as_pending_has_its_clusters() {
    let mut desk = Desk::with_mentions(true);
    let exported = |desk: &Desk| {
        let (found, count) = desk.state.pending_suggestions(desk.state.document().unwrap()).unwrap();
        let words = |it: &SuggestedMember| &TEXT[found.spans[it.span as usize].range.to_usize()];
        (count, found.members.iter().map(words).collect::<Vec<_>>())
    };
    assert_eq!(exported(&desk), (4, vec!["Ana Petrović", "It", "Petrović"]));
    // Those that are spans by now are named, and are not pending.
    desk.press(Command::Skip).press(Command::Accept);
    assert_eq!(exported(&desk), (3, vec!["Ana Petrović", "It", "Petrović"]));
    desk.press(Command::Accept);
    assert_eq!(exported(&desk), (1, vec![]));
}
