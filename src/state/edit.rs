//! Commands that change annotations: each is one transaction, and so one undo step.

use super::review::{accept, accept_all_alike, accepted, reject, skip, turn_down};
use super::suggestions::rejection_key;
use super::{Access, Command, Item, Place, Placed, State, moves};
use postil_core::{
    Attribute, AttributeValue, ByteOffset, DocId, Document, DocumentInfo, DocumentStatus, Draft, Fragments, Intent,
    Kind, NodeId, Note, Origin, Record, RecordKey, Rejection, SetInfo, SetKind, Slug, Span, TextRange, Timestamp, snap,
};
use postil_project::messages::Suggestion;
use std::sync::Arc;

/// Why nothing can be changed now.
pub(super) fn refusal(state: &State) -> Option<&'static str> {
    if state.access == Access::ReadOnly {
        return Some("Another tab has this project open, so this one only shows it. Close the other tab and reload.");
    }
    state.saving.is_clearing().then_some("This was not done: everything is just being deleted. Try again in a moment.")
}

/// Commits what `write` drafts. Says why not, when it cannot; nothing to do is not an error.
pub(super) fn commit(state: &mut State, now: Timestamp, intent: Intent, write: impl FnOnce(&mut Draft)) -> bool {
    if let Some(reason) = refusal(state) {
        state.complain(reason);
        return false;
    }
    let mut draft = Draft::new(&state.store, &state.author);
    write(&mut draft);
    let Some(transaction) = draft.finish(now, intent) else { return true };
    let transaction = Arc::new(transaction);
    match state.store.commit(transaction.clone()) {
        Ok(_) => {
            state.history.note(&transaction);
            state.author.next_seq += 1;
            state.forget_news();
            true
        }
        Err(conflict) => {
            state.complain(format!("This was not done: {conflict}."));
            false
        }
    }
}

/// The same for an annotation of the open document: the set and the document's status are kept up.
pub(super) fn annotate(state: &mut State, now: Timestamp, intent: Intent, write: impl FnOnce(&mut Draft)) -> bool {
    let Some(doc) = state.current.filter(|doc| state.store.documents().contains_key(doc)) else { return false };
    let set = state.set.clone();
    let annotator = state.author.annotator.clone();
    commit(state, now, intent, |draft| {
        if !draft.store().sets().contains_key(&set) {
            let info = SetInfo { name: "My annotations".into(), kind: SetKind::Work, annotator: Some(annotator) };
            draft.put(RecordKey::Set(set), info.into());
        }
        if let Some(info) = draft.store().documents().get(&doc).filter(|info| info.status == DocumentStatus::New) {
            let info = DocumentInfo { status: DocumentStatus::Begun, ..info.clone() };
            draft.put(RecordKey::Document(doc), info.into());
        }
        write(draft);
    })
}

impl State {
    pub(super) fn command(&mut self, command: Command, now: Timestamp) {
        match command {
            Command::Next => step(self, true),
            Command::Previous => step(self, false),
            Command::Skip => skip(self),
            Command::Accept => accept(self, now),
            Command::Reject => reject(self, now),
            Command::Delete => delete(self, now),
            Command::Label(slug) => label(self, slug, now),
            Command::Repeat => match self.last_label.clone() {
                Some(slug) => label(self, slug, now),
                None => self.say("There is no label to repeat yet."),
            },
            Command::AcceptAllAlike => accept_all_alike(self, now),
            Command::WordRight { .. }
            | Command::WordLeft { .. }
            | Command::SentenceRight { .. }
            | Command::SentenceLeft { .. }
            | Command::LineDown { .. }
            | Command::LineUp { .. } => moves::cursor(self, &command),
            Command::MoveEnd { is_out, by_character } => resize(self, true, is_out, by_character, now),
            Command::MoveStart { is_out, by_character } => resize(self, false, is_out, by_character, now),
            Command::Larger => candidate(self, 1),
            Command::Smaller => candidate(self, -1),
            Command::AddFragment => add_fragment(self, now),
            Command::Note { on, text } => note(self, on, &text, now),
            Command::Value { on, text } => value(self, on, &text, now),
            Command::Undo => revert(self, true, now),
            Command::Redo => revert(self, false, now),
            Command::ToggleQuiet => self.preferences.is_quiet ^= true,
            Command::NextDocument => self.turn(1),
            Command::PreviousDocument => self.turn(-1),
            Command::DoneAndNext => done_and_next(self, now),
            Command::Rename { doc, title } => {
                edit_document(self, doc, now, |info| info.title = title.trim().into());
            }
            Command::Date { doc, date } => {
                edit_document(self, doc, now, |info| info.dct = date.map(Into::into));
            }
            Command::Escape => {
                if self.is_asking() {
                    self.close_dialog();
                } else {
                    (self.focus, self.selection, self.cursor, self.notice) = (None, None, None, None);
                }
            }
        }
    }

    fn turn(&mut self, by: isize) {
        let docs: Vec<DocId> = self.documents_in_order().into_iter().map(|(doc, _)| doc).collect();
        let here = docs.iter().position(|doc| Some(*doc) == self.current);
        let next = here.map_or(0, |at| at.saturating_add_signed(by).min(docs.len().saturating_sub(1)));
        if let Some(doc) = docs.get(next) {
            self.apply(super::Action::Show(*doc));
        }
    }

    /// Documents as they are listed: in the order in which they were added.
    pub fn documents_in_order(&self) -> Vec<(DocId, &DocumentInfo)> {
        let mut docs: Vec<_> = self.store.documents().iter().map(|(doc, info)| (*doc, info)).collect();
        let added =
            |doc: DocId| self.store.history_of(&RecordKey::Document(doc)).next().map(|first| (first.at, first.dot));
        postil_core::sort_by(&mut docs, &|a, b| added(a.0).cmp(&added(b.0)));
        docs
    }
}

fn step(state: &mut State, is_forward: bool) {
    if !moves::walk(state, is_forward, |_| true) {
        state.say(if is_forward {
            "No further annotation or suggestion."
        } else {
            "No earlier annotation or suggestion."
        });
    }
}

/// Keeps a suggestion that says exactly what a span said from coming back once the span is gone or changed.
fn forget(draft: &mut Draft, span: &Span, suggested: bool) {
    if suggested || matches!(span.origin, Origin::Suggestion(_)) {
        let key = RecordKey::rejected_span(span.doc, span.set.clone(), span.label.clone(), span.fragments.clone());
        draft.put(key, Rejection { origin: Origin::Person }.into());
    }
}

/// The span of a set that says exactly this.
pub(super) fn same(
    state: &State, doc: DocId, set: &postil_core::SetId, label: &Slug, fragments: &Fragments,
) -> Option<NodeId> {
    // A span with the same first byte is found in one page.
    let start = TextRange::empty(fragments.cover().start());
    state.store.spans_touching(doc, start).into_iter().find(|id| {
        state.store.span(*id).is_some_and(|it| it.set == *set && it.label == *label && it.fragments == *fragments)
    })
}

/// Gives the focus to another span that says already what `span` would say: the same is not said twice.
fn is_said(state: &mut State, id: NodeId, span: &Span) -> bool {
    let other = same(state, span.doc, &span.set, &span.label, &span.fragments).filter(|other| *other != id);
    if let Some(other) = other {
        moves::focus(state, Some(Item::Span(other)));
        state.say("This is there already.");
    }
    other.is_some()
}

/// Whether an extractor suggests exactly this span.
fn is_suggested(state: &State, span: &Span) -> bool {
    state
        .suggestions()
        .touching(span.fragments.cover())
        .any(|(_, it)| it.label == span.label && span.fragments.as_slice() == [it.range])
}

fn delete(state: &mut State, now: Timestamp) {
    let Some(placed) = state.focused() else {
        return state.say("Nothing has the focus: j and k go to annotations.");
    };
    let is_done = match placed.item {
        Item::Suggestion(id) => {
            let Some(suggestion) = state.suggestions().get(id).cloned() else { return };
            turn_down(state, &suggestion, Intent::Reject, now)
        }
        Item::Span(id) => {
            let Some(span) = state.store.span(id).cloned() else { return };
            let suggested = is_suggested(state, &span);
            annotate(state, now, Intent::Delete, |draft| {
                draft.delete_node(id);
                forget(draft, &span, suggested);
            })
        }
    };
    if is_done {
        state.focus = None;
        if !moves::walk_from(state, Place::On(placed), true, |_| true) {
            state.focus = None;
        }
    }
}

/// The selection if there is one; else the focused item; else the candidate at the cursor.
fn label(state: &mut State, slug: Slug, now: Timestamp) {
    let Some(doc) = state.current else { return };
    state.last_label = Some(slug.clone());
    // What is labelled is seen.
    if let Some(it) = state.store.definitions().get(&(Kind::Label, slug.clone())) {
        let layer = it.layer;
        state.preferences.hidden_layers.retain(|hidden| *hidden != layer);
    }
    if state.selection.is_none()
        && let Some(placed) = state.focused()
    {
        return relabel(state, doc, placed, slug, now);
    }
    let Some(range) = state.target() else {
        return state.say("Nothing to label: drag over some words, or move to them with the arrow keys.");
    };
    let set = state.set.clone();
    let fragments = Fragments::one(range);
    if let Some(id) = same(state, doc, &set, &slug, &fragments) {
        return moves::focus(state, Some(Item::Span(id)));
    }
    // Tagging by hand what is suggested is accepting it.
    let suggestion = state
        .suggestions()
        .touching(range)
        .find(|(_, it)| it.label == slug && it.range == range)
        .map(|(_, it)| it.clone());
    let mut made = None;
    let is_done = annotate(state, now, Intent::Tag, |draft| {
        draft.delete(RecordKey::rejected_span(doc, set.clone(), slug.clone(), fragments.clone()));
        made = Some(match &suggestion {
            Some(suggestion) => accepted(draft, doc, &set, suggestion),
            None => draft.add(Span { doc, set, label: slug, fragments, origin: Origin::Person, link: None }.into()),
        });
    });
    if let (true, Some(id)) = (is_done, made) {
        moves::focus(state, Some(Item::Span(id)));
    }
}

fn relabel(state: &mut State, doc: DocId, placed: Placed, slug: Slug, now: Timestamp) {
    match placed.item {
        Item::Suggestion(_) if placed.label == slug => accept(state, now),
        Item::Suggestion(id) => {
            let Some(suggestion) = state.suggestions().get(id).cloned() else { return };
            take_over(state, doc, &suggestion, slug, suggestion.range, Intent::Relabel, now);
        }
        Item::Span(id) => {
            let Some(span) = state.store.span(id).cloned() else { return };
            let origin = if span.label == slug { span.origin.clone() } else { Origin::Person };
            let new = Span { label: slug, origin, ..span.clone() };
            if is_said(state, id, &new) {
                return;
            }
            let suggested = is_suggested(state, &span);
            annotate(state, now, Intent::Relabel, |draft| {
                if span.label != new.label {
                    forget(draft, &span, suggested);
                }
                draft.delete(RecordKey::rejected_span(doc, span.set, new.label.clone(), span.fragments));
                draft.put(RecordKey::Node(id), new.into());
            });
        }
    }
}

/// Makes a span of what a suggestion should have been; the suggestion itself is turned down.
fn take_over(
    state: &mut State, doc: DocId, suggestion: &Suggestion, label: Slug, range: TextRange, intent: Intent,
    now: Timestamp,
) {
    let set = state.set.clone();
    let fragments = Fragments::one(range);
    let mut made = same(state, doc, &set, &label, &fragments);
    let is_done = annotate(state, now, intent, |draft| {
        draft.put(rejection_key(doc, &set, suggestion), Rejection { origin: Origin::Person }.into());
        if made.is_some() {
            return;
        }
        draft.delete(RecordKey::rejected_span(doc, set.clone(), label.clone(), fragments.clone()));
        made = Some(draft.add(Span { doc, set, label, fragments, origin: Origin::Person, link: None }.into()));
    });
    if let (true, Some(id)) = (is_done, made) {
        moves::focus(state, Some(Item::Span(id)));
    }
}

/// Moves one end of the focused item, or of what is about to be tagged.
fn resize(state: &mut State, is_end: bool, is_out: bool, by_character: bool, now: Timestamp) {
    let Some(document) = state.document().cloned() else { return };
    let doc = document.id();
    let Some(placed) = state.focused().filter(|_| state.selection.is_none()) else {
        if let Some(range) = state.target() {
            state.selection = Some(moved(&document, range, is_end, is_out, by_character));
            state.cursor = None;
        }
        return;
    };
    let mut ranges = placed.fragments.clone();
    let edge = if is_end { ranges.len() - 1 } else { 0 };
    let range = moved(&document, ranges[edge], is_end, is_out, by_character);
    if range == ranges[edge] || range.is_empty() {
        return;
    }
    ranges[edge] = range;
    match placed.item {
        Item::Suggestion(id) => {
            let Some(suggestion) = state.suggestions().get(id).cloned() else { return };
            take_over(state, doc, &suggestion, suggestion.label.clone(), range, Intent::Resize, now);
        }
        Item::Span(id) => {
            let Some(span) = state.store.span(id).cloned() else { return };
            let Some(fragments) = Fragments::new(ranges) else { return };
            let new = Span { fragments, origin: Origin::Person, ..span.clone() };
            if is_said(state, id, &new) {
                return;
            }
            let suggested = is_suggested(state, &span);
            annotate(state, now, Intent::Resize, |draft| {
                forget(draft, &span, suggested);
                draft.delete(RecordKey::rejected_span(doc, span.set, span.label, new.fragments.clone()));
                draft.put(RecordKey::Node(id), new.into());
            });
            state.take_to(range);
        }
    }
}

/// A range with one end moved by a word or a grapheme; never turned inside out.
fn moved(document: &Document, range: TextRange, is_end: bool, is_out: bool, by_character: bool) -> TextRange {
    let text = document.text();
    let (start, end) = (range.start(), range.end());
    let offset = |at: usize| ByteOffset::from_usize(at);
    let new = match (is_end, is_out, by_character) {
        (true, true, true) => Some(offset(snap::next_grapheme(text, end.to_usize()))),
        (true, false, true) => Some(offset(snap::previous_grapheme(text, end.to_usize()))),
        (false, true, true) => Some(offset(snap::previous_grapheme(text, start.to_usize()))),
        (false, false, true) => Some(offset(snap::next_grapheme(text, start.to_usize()))),
        (true, true, false) => snap::word_after(document, end).map(TextRange::end),
        (false, true, false) => snap::word_before(document, start).map(TextRange::start),
        // In by a word: the nearest end of a word, or start of one, that lies inside.
        (true, false, false) => snap::word_before(document, end)
            .filter(|last| last.end() < end)
            .or_else(|| snap::word_before(document, snap::word_before(document, end)?.start()))
            .map(TextRange::end),
        (false, false, false) => snap::word_after(document, start)
            .filter(|first| first.start() > start)
            .or_else(|| snap::word_after(document, snap::word_after(document, start)?.end()))
            .map(TextRange::start),
    };
    match new {
        Some(new) if is_end && new > start => TextRange::new(start, new),
        Some(new) if !is_end && new < end => TextRange::new(new, end),
        _ => range,
    }
}

/// The next larger or smaller span that may be meant at the cursor.
fn candidate(state: &mut State, by: i8) {
    let Some(document) = state.document() else { return };
    match state.cursor {
        Some(cursor) => state.cursor = Some(cursor.resized(document, by)),
        None => state.say("Move to a word with the arrow keys first."),
    }
}

fn add_fragment(state: &mut State, now: Timestamp) {
    let (Some(id), Some(range)) = (state.recent, state.target()) else {
        return state
            .say("To add a part: focus an annotation, then select more text or move the cursor to it, then press +.");
    };
    let Some(span) = state.store.span(id).cloned() else { return };
    let ranges = span.fragments.as_slice().iter().copied().chain([range]).collect();
    let Some(fragments) = Fragments::new(ranges) else { return };
    let new = Span { fragments, origin: Origin::Person, ..span.clone() };
    if is_said(state, id, &new) {
        return;
    }
    let suggested = is_suggested(state, &span);
    let is_done = annotate(state, now, Intent::Resize, |draft| {
        forget(draft, &span, suggested);
        draft.put(RecordKey::Node(id), new.into());
    });
    if is_done {
        moves::focus(state, Some(Item::Span(id)));
    }
}

/// Whether there is anything to write a note on or give a value to.
fn is_here(state: &State, node: NodeId) -> bool {
    state.store.get(&RecordKey::Node(node)).is_some()
}

fn note(state: &mut State, on: NodeId, text: &str, now: Timestamp) {
    if !is_here(state, on) {
        return;
    }
    let key = RecordKey::Note(on, state.author.annotator.clone());
    annotate(state, now, Intent::Note, |draft| match text.trim() {
        "" => draft.delete(key),
        text => draft.put(key, Note { text: text.into() }.into()),
    });
}

fn value(state: &mut State, on: NodeId, text: &str, now: Timestamp) {
    let Some(slug) = "value".parse().ok().filter(|_| is_here(state, on)) else { return };
    let key = RecordKey::Attribute(on, slug);
    annotate(state, now, Intent::Attribute, |draft| match text.trim() {
        "" => draft.delete(key),
        text => draft.put(key, Attribute { value: AttributeValue::Text(text.into()) }.into()),
    });
}

fn edit_document(state: &mut State, doc: DocId, now: Timestamp, change: impl FnOnce(&mut DocumentInfo)) -> bool {
    let Some(mut info) = state.store.documents().get(&doc).cloned() else { return false };
    change(&mut info);
    commit(state, now, Intent::EditDocument, |draft| draft.put(RecordKey::Document(doc), info.into()))
}

fn done_and_next(state: &mut State, now: Timestamp) {
    let Some(doc) = state.current else { return };
    if edit_document(state, doc, now, |info| info.status = DocumentStatus::Done) {
        state.turn(1);
    }
}

fn revert(state: &mut State, is_undo: bool, now: Timestamp) {
    if let Some(reason) = refusal(state) {
        return state.complain(reason);
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
fn show_change(state: &mut State, transaction: &postil_core::Transaction) {
    let mut documents = transaction.ops.iter().filter_map(|op| match (&op.key, &op.after) {
        (RecordKey::Document(doc), Some(_)) if op.before.is_none() => Some(*doc),
        _ => None,
    });
    if let Some(doc) = documents.next() {
        state.apply(super::Action::Show(doc));
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
        state.apply(super::Action::Show(doc));
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
