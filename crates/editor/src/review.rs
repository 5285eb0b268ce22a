//! Deciding about suggestions: each decision is one transaction, and goes on to the next suggestion.

use crate::{Item, Place, Placed, Progress, Shown, State, SuggestionId, Suggestions, moves};
use postil_core::{ByteOffset, Fragments, Score, SuggestedSpan, TextRange, Timestamp};
use postil_edits::{Accepted, AcceptedEvent};

/// Goes on to the next suggestion from a place. After the last one the reader stays where they are.
pub(crate) fn go_on(state: &mut State, from: Place) {
    if moves::walk_waiting(state, from.clone()) {
        return;
    }
    if let Place::On(placed) = from {
        state.rest = Some(placed.cover().end());
    }
    state.focus = None;
    state.say(match has_any(state) {
        true => "This was the last one. Some before it are left: Space goes to the first of them.",
        false => "Nothing is left to review here.",
    });
}

/// Whether any suggestion is left to decide about.
fn has_any(state: &State) -> bool {
    let top = Place::At(ByteOffset::default());
    moves::next_waiting(state, top).is_some()
}

pub(crate) fn skip(state: &mut State) {
    if let Some(placed) = state.focused() {
        return go_on(state, Place::On(placed));
    }
    if moves::walk_waiting(state, moves::place(state)) {
        return;
    }
    match moves::walk_waiting(state, Place::At(ByteOffset::default())) {
        true => state.say("From the top again: these were skipped."),
        false => state.say("Nothing is left to review here."),
    }
}

impl State {
    /// Whether some of the text had suggestions, and all of them are decided.
    pub(crate) fn is_reviewed(&self, range: TextRange) -> bool {
        let (suggestions, Some(shown)) = (self.suggestions(), Shown::of(self)) else { return false };
        // What a filter holds back is not decided.
        let shown = Shown { filter: None, ..shown };
        if suggestions.progress != Progress::Finished {
            return false;
        }
        let above =
            suggestions.touching(range).filter(|(_, it)| it.range.overlaps(range) && it.score() >= shown.threshold);
        let mut above = above.map(|(id, _)| shown.place(Item::Suggestion(id)).is_none()).peekable();
        above.peek().is_some() && above.all(|is_decided| is_decided)
    }
}

/// The focused suggestion, or a hint how to get one.
fn focused_suggestion(state: &mut State) -> Option<(Placed, SuggestionId, SuggestedSpan)> {
    match state.focused() {
        Some(placed @ Placed { item: Item::Suggestion(id), .. }) => {
            let suggestion = state.suggestions().get(id).cloned()?;
            Some((placed, id, suggestion))
        }
        _ => {
            // The first press goes to a suggestion rather than deciding about one that was not looked at.
            if !moves::walk_waiting(state, moves::place(state)) {
                state.say(match has_any(state) {
                    true => "No suggestion is left after this place: Space goes to the first before it.",
                    false => "Nothing is left to review here.",
                });
            }
            None
        }
    }
}

pub(crate) fn accept(state: &mut State, now: Timestamp) {
    // One that was turned down is taken after all; who looks at these goes on by hand.
    if let Some(Placed { item: Item::Rejected(id), label, fragments, .. }) = state.focused() {
        if accept_all(state, &[id], now) {
            let span = state
                .current
                .and_then(|doc| postil_edits::find(&state.store, doc, &state.set, &label, &Fragments::new(fragments)?));
            moves::focus(state, span.map(Item::Span));
        }
        return;
    }
    if state.answer(true, now) {
        return;
    }
    let Some((placed, id, _)) = focused_suggestion(state) else { return };
    if accept_all(state, &[id], now) {
        go_on_from(state, placed);
    }
}

/// Goes on from a suggestion that became a span: first to what is asked about that, then to the next suggestion.
pub(crate) fn go_on_from(state: &mut State, placed: Placed) {
    let shown = Shown::of(state);
    let asking = shown.and_then(|shown| shown.span_at(placed.cover()).filter(|span| shown.asks(*span)));
    match asking {
        Some(span) => moves::focus(state, Some(span)),
        None => go_on(state, Place::On(placed)),
    }
}

/// A suggestion with the relations that it heads, and the events that it says and that are shown: those that score `least`
/// or more.
pub(crate) fn accepted(suggestions: &Suggestions, id: SuggestionId, least: Score) -> Option<Accepted<'_>> {
    let relations = suggestions.relations_of(id);
    let relations = relations.filter_map(|(relation, tail)| Some((relation, suggestions.get(tail)?))).collect();
    let mut events = Vec::new();
    for event in suggestions.events_of(id).filter(|event| event.score() >= least) {
        let arguments = event.arguments.iter().filter_map(|it| Some((it, suggestions.get(SuggestionId(it.span))?)));
        events.push(AcceptedEvent { event, arguments: arguments.collect() });
    }
    Some(Accepted { span: suggestions.get(id)?, relations, events })
}

/// Accepts suggestions in one step, with the relations that they head.
fn accept_all(state: &mut State, ids: &[SuggestionId], now: Timestamp) -> bool {
    let (suggestions, least) = (state.suggestions().clone(), state.preferences.threshold);
    let accepted: Vec<Accepted> = ids.iter().filter_map(|id| accepted(&suggestions, *id, least)).collect();
    state.annotate(now, |scope| postil_edits::accept(scope, &accepted)).is_some()
}

/// Takes back that a suggestion was turned down: it waits for a decision again, and has the focus.
pub(crate) fn restore(state: &mut State, id: SuggestionId, now: Timestamp) {
    let Some(suggestion) = state.suggestions().get(id).cloned() else { return };
    if state.annotate(now, |scope| postil_edits::restore(scope, &suggestion)).is_some() {
        moves::focus(state, Some(Item::Suggestion(id)));
        state.say("This suggestion waits for a decision again.");
    }
}

pub(crate) fn reject(state: &mut State, now: Timestamp) {
    if let Some(Placed { item: Item::Rejected(id), .. }) = state.focused() {
        return restore(state, id, now);
    }
    if state.answer(false, now) {
        return;
    }
    let Some((placed, _, suggestion)) = focused_suggestion(state) else { return };
    if state.annotate(now, |scope| postil_edits::reject(scope, &suggestion)).is_some() {
        go_on(state, Place::On(placed));
    }
}

pub(crate) fn accept_all_alike(state: &mut State, now: Timestamp) {
    let hint = "Focus a suggestion first: all visible ones of its label are then accepted.";
    accept_where(state, now, hint, |_, _, _| true);
}

/// Accepts all suggestions with the label and the words of the focused one, however their lines are broken.
pub(crate) fn accept_same_words(state: &mut State, now: Timestamp) {
    let hint = "Focus a suggestion first: all that say its words are then accepted.";
    accept_where(state, now, hint, |shown, placed, it| {
        let words = |range| shown.document.slice(range).split_whitespace();
        words(placed.cover()).eq(words(it.range))
    });
}

/// Accepts the visible suggestions of the label that has the focus, as far as they are wanted.
fn accept_where(
    state: &mut State, now: Timestamp, hint: &'static str, wanted: impl Fn(&Shown, &Placed, &SuggestedSpan) -> bool,
) {
    let Some(placed) = state.focused() else { return state.say(hint) };
    let Some(shown) = Shown::of(state) else { return };
    let is_alike = |id: &SuggestionId, it: &SuggestedSpan| {
        it.label == placed.label && shown.place(Item::Suggestion(*id)).is_some() && wanted(&shown, &placed, it)
    };
    let alike: Vec<SuggestionId> =
        state.suggestions().iter().filter(|(id, it)| is_alike(id, it)).map(|(id, _)| id).collect();
    if alike.is_empty() {
        return state.say("No visible suggestion is like this one.");
    }
    if accept_all(state, &alike, now) {
        go_on(state, Place::On(placed));
        state.say(format!("Accepted {}. One undo takes them all back.", alike.len()));
    }
}
