//! Deciding about suggestions: each decision is one transaction, and goes on to the next suggestion.

use super::edit::{annotate, same};
use super::suggestions::rejection_key;
use super::{Item, Place, Placed, Shown, State, moves};
use postil_core::{
    Attribute, AttributeValue, ByteOffset, DocId, Draft, Fragments, Intent, NodeId, Origin, Provenance, RecordKey,
    Rejection, SetId, Slug, Span, TextRange, Timestamp,
};
use postil_project::messages::Suggestion;
use std::sync::Arc;

/// Goes on to the next suggestion from a place; wraps round once.
fn go_on(state: &mut State, from: Place) {
    if moves::walk_from(state, from, true, Item::is_suggestion) {
        return;
    }
    if moves::walk_from(state, Place::At(ByteOffset::default()), true, Item::is_suggestion) {
        state.say("From the top again: these were skipped.");
        return;
    }
    state.focus = None;
    state.say("Nothing is left to review here.");
}

pub(super) fn skip(state: &mut State) {
    let from = state.focused().map_or(Place::At(ByteOffset::default()), Place::On);
    go_on(state, from);
}

/// The focused suggestion, or a hint how to get one.
fn focused_suggestion(state: &mut State) -> Option<(Placed, Suggestion)> {
    match state.focused() {
        Some(placed @ Placed { item: Item::Suggestion(id), .. }) => {
            let suggestion = state.suggestions().get(id).cloned()?;
            Some((placed, suggestion))
        }
        _ => {
            // The first press goes to a suggestion rather than deciding about one that was not looked at.
            if !moves::walk(state, true, Item::is_suggestion) {
                state.say("No suggestion is left after this place.");
            }
            None
        }
    }
}

/// The record that an accepted suggestion becomes, with its value.
pub(super) fn accepted(draft: &mut Draft, doc: DocId, set: &SetId, suggestion: &Suggestion) -> NodeId {
    let provenance = Provenance {
        extractor: suggestion.extractor.clone(),
        version: suggestion.version.clone(),
        score: suggestion.score,
        reasons: suggestion.reasons.clone(),
    };
    let id = draft.add(
        Span {
            doc,
            set: set.clone(),
            label: suggestion.label.clone(),
            fragments: Fragments::one(suggestion.range),
            origin: Origin::Suggestion(Arc::new(provenance)),
            link: None,
        }
        .into(),
    );
    if let (Some(value), Ok(slug)) = (&suggestion.value, "value".parse()) {
        let attribute = Attribute { value: AttributeValue::Text(value.clone()) };
        draft.put(RecordKey::Attribute(id, slug), attribute.into());
    }
    id
}

pub(super) fn accept(state: &mut State, now: Timestamp) {
    let Some((placed, suggestion)) = focused_suggestion(state) else { return };
    if accept_all(state, &[(placed.item, suggestion)], now) {
        go_on(state, Place::On(placed));
    }
}

/// Accepts suggestions in one step. A quote is worth little without its cue and speaker: they come along.
fn accept_all(state: &mut State, suggestions: &[(Item, Suggestion)], now: Timestamp) -> bool {
    let Some(doc) = state.current else { return false };
    let set = state.set.clone();
    let parts: Vec<_> = suggestions.iter().map(|(item, _)| quote_parts(state, *item)).collect();
    annotate(state, now, Intent::Accept, |draft| {
        // Quotes may share a speaker, and one may be a part of another.
        let mut made: Vec<(Slug, TextRange, NodeId)> = Vec::new();
        let have_parts = parts.iter().any(|parts| !parts.is_empty());
        let mut accept = |draft: &mut Draft, it: &Suggestion| {
            let same = made.iter().find(|(label, range, _)| *label == it.label && *range == it.range);
            if let Some((.., id)) = same {
                return *id;
            }
            let id = accepted(draft, doc, &set, it);
            if have_parts {
                made.push((it.label.clone(), it.range, id));
            }
            id
        };
        for ((_, suggestion), parts) in suggestions.iter().zip(&parts) {
            let head = accept(draft, suggestion);
            for (label, part) in parts {
                let tail = match part {
                    Part::Known(tail) => *tail,
                    Part::Suggested(part) => accept(draft, part),
                };
                let origin = Origin::Suggestion(Arc::new(Provenance {
                    extractor: suggestion.extractor.clone(),
                    version: suggestion.version.clone(),
                    score: suggestion.score,
                    reasons: Vec::new(),
                }));
                draft.add(
                    postil_core::Relation { doc, set: set.clone(), label: label.clone(), head, tail, origin }.into(),
                );
            }
        }
    })
}

/// The far end of a suggested relation.
enum Part {
    Known(NodeId),
    Suggested(Suggestion),
}

/// The cue and speaker of a suggested quote: a span that is there already, or a suggestion to accept beside it.
fn quote_parts(state: &State, item: Item) -> Vec<(Slug, Part)> {
    let (Item::Suggestion(id), Some(shown)) = (item, Shown::of(state)) else { return Vec::new() };
    let suggestions = state.suggestions();
    suggestions
        .relations_of(id)
        .filter_map(|(label, tail)| {
            let part = suggestions.get(tail)?;
            let known = same(state, shown.document.id(), shown.set, &part.label, &Fragments::one(part.range));
            let is_rejected = || {
                let key = rejection_key(shown.document.id(), shown.set, part);
                shown.store.get(&key).is_some()
            };
            let part = match known {
                Some(node) => Part::Known(node),
                None if is_rejected() => return None,
                None => Part::Suggested(part.clone()),
            };
            Some((label.parse().ok()?, part))
        })
        .collect()
}

pub(super) fn reject(state: &mut State, now: Timestamp) {
    let Some((placed, suggestion)) = focused_suggestion(state) else { return };
    if turn_down(state, &suggestion, Intent::Reject, now) {
        go_on(state, Place::On(placed));
    }
}

pub(super) fn turn_down(state: &mut State, suggestion: &Suggestion, intent: Intent, now: Timestamp) -> bool {
    let Some(doc) = state.current else { return false };
    let key = rejection_key(doc, &state.set, suggestion);
    annotate(state, now, intent, |draft| draft.put(key, Rejection { origin: Origin::Person }.into()))
}

pub(super) fn accept_all_alike(state: &mut State, now: Timestamp) {
    let Some(placed) = state.focused() else {
        return state.say("Focus a suggestion first: all visible ones of its label are then accepted.");
    };
    let Some(shown) = Shown::of(state) else { return };
    let mut alike: Vec<(Item, Suggestion)> = Vec::new();
    for (id, it) in state.suggestions().iter() {
        let item = Item::Suggestion(id);
        if it.label == placed.label && shown.place(item).is_some() {
            alike.push((item, it.clone()));
        }
    }
    if alike.is_empty() {
        return state.say("No visible suggestion has this label.");
    }
    let count = alike.len();
    if accept_all(state, &alike, now) {
        go_on(state, Place::On(placed));
        state.say(format!("Accepted {count}. One undo takes them all back."));
    }
}
