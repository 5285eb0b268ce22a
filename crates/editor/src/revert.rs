//! Undo and redo, and where they take the reader.

use crate::{Action, Item, State};
use postil_core::{DocId, Intent, Map, NodeId, Op, Record, RecordKey, Timestamp, Transaction};
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
    let is_schema = state.is_schema_step(is_undo);
    if !is_schema && meets(state, &transaction, is_undo) {
        return;
    }
    let open = state.current.and_then(|doc| Some((doc, state.store.documents().get(&doc)?.title.clone())));
    if let Err(conflict) = state.store.commit(transaction.clone()) {
        return state.complain(format!("This could not be undone: {conflict}."));
    }
    state.history.note(&transaction);
    state.author.next_seq += 1;
    state.forget_news();
    state.tell_decision(&transaction);
    match is_schema {
        // What is annotated otherwise stands anywhere.
        true => state.say(format!("{}.", state.told(&transaction))),
        false => show_change(state, &transaction),
    }
    if let Some((_, title)) = open.filter(|(doc, _)| !state.store.documents().contains_key(doc)) {
        let (done, back) = if is_undo { ("Undone", "Redo") } else { ("Redone", "Undo") };
        state.say(format!("{done}: “{title}” is gone from the project. {back} brings it back."));
    }
    if !reversal.kept.is_empty() {
        let count = reversal.kept.len();
        state.say(format!("{count} of the records had been changed by someone else since, and stay as they are."));
    }
}

/// Whether the step is of another document than the open one, and nobody was told of that yet: then it is told, and waits
/// to be asked for again.
fn meets(state: &mut State, reversal: &Transaction, is_undo: bool) -> bool {
    let Intent::Revert { of, .. } = reversal.intent else { return false };
    let there = state.concerned(reversal).find(|doc| state.store.documents().contains_key(doc));
    let (Some(there), Some(open)) = (there, state.current) else { return false };
    let number = state.notice.as_ref().map(|notice| notice.number);
    let is_told = state.met.take().is_some_and(|(dot, told)| dot == of && Some(told) == number);
    if is_told || state.concerned(reversal).any(|doc| doc == open) {
        return false;
    }
    let Some(step) = state.store.transaction(of) else { return false };
    let told = state.told(step);
    let title = &state.store.documents()[&there].title;
    let (which, again) = match is_undo {
        true => ("The last step was", "Undo again takes it back"),
        false => ("The next step is", "Redo again does it"),
    };
    // A step on the document itself names it.
    let place = if told.contains(&**title) { String::new() } else { format!(" in “{title}”") };
    let said = format!("{which}{place}: {told}. {again}, there.");
    state.say(said);
    state.met = state.notice.as_ref().map(|notice| (of, notice.number));
    true
}

/// Takes the reader to what an undo or redo changed, in whatever document that is.
fn show_change(state: &mut State, transaction: &Transaction) {
    // Of documents that are there again, as of an import, the first one of the list.
    let is_back = |op: &Op| op.before.is_none() && op.after.is_some();
    let come = transaction.ops.iter().filter(|op| is_back(op)).filter_map(|op| match &op.key {
        RecordKey::Document(doc) => Some((*doc, ())),
        _ => None,
    });
    let come: Map<DocId, ()> = come.collect();
    let is_here = |doc: &DocId| state.store.documents().contains_key(doc);
    let is_about_open = state.concerned(transaction).any(|doc| state.current == Some(doc) && is_here(&doc));
    let there = match come.is_empty() {
        false => state.documents_in_order().into_iter().find(|doc| come.contains_key(doc)),
        true if is_about_open => None,
        true => state.concerned(transaction).find(is_here),
    };
    if let Some(doc) = there {
        state.apply(Action::Show(doc));
    }
    let place = |id: NodeId| state.store.span(id).map(|span| (Some(id), span.doc, span.fragments.cover()));
    let spans =
        transaction.ops.iter().filter_map(|op| match (&op.key, op.after.as_deref().or(op.before.as_deref())?) {
            (RecordKey::Node(id), Record::Span(span)) => Some((Some(*id), span.doc, span.fragments.cover())),
            (RecordKey::Note(id, _) | RecordKey::Attribute(id, _), _) => place(*id),
            (_, Record::Relation(it)) => place(it.head).or_else(|| place(it.tail)),
            (_, Record::Event(it)) => place(it.trigger),
            (RecordKey::Member(_, node), _) => place(*node),
            (RecordKey::Argument(event, _), _) => place(postil_edits::event(&state.store, *event)?.trigger),
            (RecordKey::Rejection(doc, _, target), _) => Some((None, *doc, target.anchor()?.cover())),
            _ => None,
        });
    // Of the open document; and a span that is there again says more than a rejection that is gone. Where the focus is on one
    // of them, it stays there.
    let is_gone = |id: Option<NodeId>| id.is_none_or(|id| state.store.span(id).is_none());
    let is_here = |id: Option<NodeId>| id.is_some() && state.focus == id.map(Item::Span);
    let order = |(id, doc, _): &(Option<NodeId>, DocId, _)| (state.current != Some(*doc), is_gone(*id), !is_here(*id));
    let Some((id, doc, range)) = spans.min_by_key(order) else {
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
