//! Ends that a pointer pulls.

use super::*;
use proptest::prelude::*;

fn pull(desk: &mut Desk, is_end: bool, to: usize, is_exact: bool) {
    desk.press(Command::PullEnd(Pull { is_end, to: ByteOffset::from_usize(to), is_exact }));
}

#[test]
fn an_end_goes_to_the_nearest_end_of_a_word() {
    let mut desk = Desk::new();
    desk.select("Tom Berg").label("PERSON");
    let at = |needle: &str| range(needle).start().to_usize();
    let mut check = |is_end, to: usize, is_exact, expected: &str| {
        pull(&mut desk, is_end, to, is_exact);
        assert_eq!(desk.spans(), [expected], "{is_end} {to} {is_exact}");
    };
    check(true, at("Split") + 2, false, "PERSON Tom Berg in Split");
    // Between words: the end of the one before, the start of the one after.
    check(true, at("Split") - 1, false, "PERSON Tom Berg in");
    check(false, at("met") - 1, false, "PERSON met Tom Berg in");
    check(false, at("Ana") + 1, true, "PERSON na Petrović met Tom Berg in");
    // Not past the other end.
    check(true, 0, false, "PERSON na");
    check(false, at("Monday"), false, "PERSON Ana");
    desk.press(Command::Undo);
    assert_eq!(desk.spans(), ["PERSON na"], "each pull is one step");
}

#[test]
fn a_suggestion_that_is_pulled_becomes_a_span_and_a_selection_stays_one() {
    let mut desk = Desk::with_suggestions();
    desk.state.apply(Action::Focus(Some(Item::Suggestion(SuggestionId(1)))));
    pull(&mut desk, true, range("Split").end().to_usize(), false);
    assert_eq!(desk.focus(), "PERSON Tom Berg in Split");
    desk.press(Command::Escape).select("met");
    pull(&mut desk, false, range("Petrović").start().to_usize() + 1, false);
    assert_eq!(desk.state.selection, Some(range("Petrović met")));
    assert_eq!(desk.spans(), ["PERSON Tom Berg in Split"]);
}

proptest! {
    /// Wherever it is pulled, a span has width, ends on boundaries of characters, and keeps its other end.
    #[test]
    fn a_pull_never_turns_a_span_inside_out(is_end: bool, to in 0..TEXT.len() + 3, is_exact: bool, from in 0..3_usize) {
        let words = ["Tom Berg", "later", "Mayor"][from];
        let mut desk = Desk::new();
        desk.select(words).label("PERSON");
        let to = (0..=to.min(TEXT.len())).rev().find(|at| TEXT.is_char_boundary(*at)).expect("0 is one");
        let before = range(words);
        let pulled = desk.state.pulled(Pull { is_end, to: ByteOffset::from_usize(to), is_exact }).expect("a span");
        prop_assert!(!pulled.is_empty());
        prop_assert!(TEXT.get(pulled.to_usize()).is_some());
        prop_assert_eq!(if is_end { pulled.start() } else { pulled.end() }, if is_end { before.start() } else { before.end() });
    }
}
