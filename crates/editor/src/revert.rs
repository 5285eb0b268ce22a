//! Undo and redo, and where they take the reader.

use crate::{Action, Item, State};
use postil_core::{Record, RecordKey, Timestamp, Transaction};
use std::sync::Arc;

pub(crate) fn revert(state: &mut State, is_undo: bool, now: Timestamp) {
    if state.refused() {
        return;
    }
    let reversal = match is_undo {
        true => state.history.undo(&state.store, &state.author, now),
        false => state.history.redo(&state.store, &state.author, now),
    };
    let Some(reversal) = reversal else {
        return state.say(if is_undo { "Nothing to undo." } else { "Nothing to redo." });
    };
    let transaction = Arc::new(reversal.transaction);
    if let Err(conflict) = state.store.commit(transaction.clone()) {
        return state.complain(format!("This could not be undone: {conflict}."));
    }
    state.history.note(&transaction);
    state.author.next_seq += 1;
    state.forget_news();
    show_change(state, &transaction);
    if !reversal.kept.is_empty() {
        let count = reversal.kept.len();
        state.say(format!("{count} of the records had been changed by someone else since, and stay as they are."));
    }
}

/// Takes the reader to what an undo or redo changed, in whatever document that is.
fn show_change(state: &mut State, transaction: &Transaction) {
    let mut documents = transaction.ops.iter().filter_map(|op| match (&op.key, &op.after) {
        (RecordKey::Document(doc), Some(_)) if op.before.is_none() => Some(*doc),
        _ => None,
    });
    if let Some(doc) = documents.next() {
        state.apply(Action::Show(doc));
    }
    let spans =
        transaction.ops.iter().filter_map(|op| match (&op.key, op.after.as_deref().or(op.before.as_deref())?) {
            (RecordKey::Node(id), Record::Span(span)) => Some((Some(*id), span.doc, span.fragments.cover())),
            (RecordKey::Rejection(doc, _, target), _) => Some((None, *doc, target.anchor()?.cover())),
            _ => None,
        });
    // A span that is there again says more than a rejection that is gone.
    let Some((id, doc, range)) = spans.min_by_key(|(id, ..)| id.is_none_or(|id| state.store.span(id).is_none())) else {
        return;
    };
    if state.current != Some(doc) && state.store.documents().contains_key(&doc) {
        state.apply(Action::Show(doc));
    }
    state.selection = None;
    state.focus = id.filter(|id| state.store.span(*id).is_some()).map(Item::Span).or_else(|| {
        let (id, _) = state.suggestions().touching(range).find(|(_, it)| it.range == range)?;
        Some(Item::Suggestion(id))
    });
    if state.focus.is_some() {
        state.cursor = None;
    }
    state.take_to(range);
}
