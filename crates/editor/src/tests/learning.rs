//! Suggestions that are made again after something was learned.

use super::*;
use crate::Learning;

impl Desk {
    /// The worker has learned, and makes suggestions again.
    fn remade(&mut self, seq: u32, learned: u32, items: Vec<SuggestedSpan>) {
        let doc = self.doc();
        self.state.apply(Action::Learned(Learning { learned, decisions: 1, ..Learning::default() }.into()));
        assert!(self.state.wants_remaking());
        self.state.apply(Action::Remaking { doc, seq });
        assert!(!self.state.wants_remaking(), "once is enough");
        self.state.apply(Action::Batch { doc, seq, done: 100, total: 100, found: of(items) });
        self.state.apply(Action::ExtractionEnded { doc, seq, end: Progress::Finished, note: None, learned });
        assert!(!self.state.wants_remaking(), "it is there");
    }

    fn suggested(&self) -> Vec<String> {
        let all = self.state.suggestions().iter();
        all.map(|(_, it)| format!("{} {}", it.label, &TEXT[it.range.to_usize()])).collect()
    }
}

fn of(spans: Vec<SuggestedSpan>) -> postil_core::Suggestions {
    postil_core::Suggestions { spans, ..postil_core::Suggestions::default() }
}

#[test]
fn what_is_learned_changes_what_is_suggested_and_the_focus_stays() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).press(Command::Next);
    let focus = desk.focus();
    assert!(focus.starts_with('('), "{focus}");
    let (label, words) = focus.trim_matches(['(', ')']).split_once(' ').expect("a label and words");
    // It is another one by number.
    desk.remade(2, 7, vec![suggestion("Monday", "DATE", 0.9), suggestion(words, label, 0.7)]);
    assert_eq!(desk.suggested(), ["DATE Monday".to_owned(), format!("{label} {words}")]);
    assert_eq!(desk.focus(), focus);
    assert_eq!(desk.state.suggestions().learned, 7);
}

#[test]
fn what_has_the_focus_does_not_change_under_the_hand() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next);
    let (before, focus) = (desk.suggested(), desk.focus());
    desk.remade(2, 7, vec![suggestion("Monday", "TIME", 0.9), suggestion("Split", "GPE", 0.8)]);
    assert_eq!((desk.suggested(), desk.focus()), (before.clone(), focus), "they wait");
    // Something else was learned meanwhile: these never come.
    desk.state.apply(Action::Learned(Learning { learned: 8, ..Learning::default() }.into()));
    assert!(desk.state.wants_remaking());
    desk.remade(3, 9, vec![suggestion("Split", "GPE", 0.8)]);
    assert_eq!(desk.suggested(), before);
    desk.state.apply(Action::Focus(None));
    assert_eq!(desk.suggested(), ["GPE Split"]);
}

#[test]
fn what_would_fall_below_the_least_score_waits_too() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next);
    let focus = desk.focus();
    let (label, words) = focus.trim_matches(['(', ')']).split_once(' ').expect("a label and words");
    let before = desk.suggested();
    desk.remade(2, 7, vec![suggestion(words, label, 0.2)]);
    assert_eq!((desk.suggested(), desk.focus()), (before, focus.clone()));
}

#[test]
fn a_remaking_that_fails_leaves_all_as_it_was() {
    let mut desk = Desk::with_suggestions();
    let (doc, before) = (desk.doc(), desk.suggested());
    desk.state.apply(Action::Remaking { doc, seq: 2 });
    desk.state.apply(Action::Batch {
        doc,
        seq: 2,
        done: 9,
        total: 9,
        found: of(vec![suggestion("Split", "GPE", 0.8)]),
    });
    let end = Progress::Failed("a fault".into());
    desk.state.apply(Action::ExtractionEnded { doc, seq: 2, end, note: None, learned: 0 });
    assert_eq!(desk.suggested(), before);
    assert_eq!(desk.state.suggestions().progress, Progress::Finished);
    // Answers to a request that was given up are nobody's.
    desk.state.apply(Action::Batch {
        doc,
        seq: 2,
        done: 9,
        total: 9,
        found: of(vec![suggestion("Split", "GPE", 0.8)]),
    });
    assert_eq!(desk.suggested(), before);
}

#[test]
fn learning_is_switched_off_and_on() {
    let mut desk = Desk::with_suggestions();
    desk.remade(2, 7, vec![suggestion("Split", "GPE", 0.8)]);
    desk.state.apply(Action::ToggleLearning);
    assert!(desk.state.wants_remaking(), "as if nothing had been learned");
    let doc = desk.doc();
    desk.state.apply(Action::Remaking { doc, seq: 3 });
    desk.state.apply(Action::Batch {
        doc,
        seq: 3,
        done: 9,
        total: 9,
        found: of(vec![suggestion("Split", "ORG", 0.6)]),
    });
    desk.state.apply(Action::ExtractionEnded { doc, seq: 3, end: Progress::Finished, note: None, learned: 0 });
    assert_eq!(desk.suggested(), ["ORG Split"]);
    desk.state.apply(Action::Learned(Learning { learned: 7, ..Learning::default() }.into()));
    assert!(!desk.state.wants_remaking(), "an answer that comes too late");
    desk.state.apply(Action::ToggleLearning);
    assert!(!desk.state.wants_remaking(), "it is learned first");
}
