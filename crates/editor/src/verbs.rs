//! Which annotation a verb means, and where the focus goes afterwards. What it does is in `postil-edits`.

use crate::review::{accept, go_on_from, restore};
use crate::steps::gone_with;
use crate::{Access, Item, Place, Placed, State, moves};
use postil_core::{
    ByteOffset, DocId, Document, Fragments, Intent, Kind, NodeId, Slug, Span, TextRange, Timestamp, snap,
};
use postil_edits::{Edit, Scope};
use std::sync::Arc;

impl State {
    /// Why nothing can be changed now.
    pub(crate) fn refusal(&self) -> Option<&'static str> {
        if self.access == Access::Following {
            return Some(
                "You work in another tab, and this one only shows it. Press “Work here” above to go on in this one.",
            );
        }
        let clearing = "This was not done: everything is just being deleted. Try again in a moment.";
        self.saving.is_clearing().then_some(clearing)
    }

    /// Whether nothing can be changed now; then it is said why.
    pub(crate) fn refused(&mut self) -> bool {
        let refusal = self.refusal();
        if let Some(reason) = refusal {
            self.complain(reason);
        }
        refusal.is_some()
    }

    /// What is labelled is seen: its layer is shown.
    pub(crate) fn see(&mut self, label: &Slug) {
        if let Some(it) = self.store.definitions().get(&(Kind::Label, label.clone())) {
            let layer = it.layer;
            self.preferences.hidden_layers.retain(|hidden| *hidden != layer);
        }
    }

    /// Commits an edit. Says why not, when it cannot; nothing to do is not an error.
    pub(crate) fn commit(&mut self, edit: Edit) -> bool {
        let Some(transaction) = edit.transaction else { return true };
        let transaction = Arc::new(transaction);
        match self.store.commit(transaction.clone()) {
            Ok(()) => {
                self.history.note(&transaction);
                self.author.next_seq += 1;
                self.forget_news();
                self.tell_decision(&transaction);
                true
            }
            Err(conflict) => {
                self.complain(format!("This was not done: {conflict}."));
                false
            }
        }
    }

    /// Does something to an annotation of the open document. Gives the annotation that it was about, if it was done; the
    /// same is not said twice: then the annotation that says it already has the focus.
    pub(crate) fn annotate(&mut self, now: Timestamp, verb: impl FnOnce(Scope) -> Edit) -> Option<Done> {
        let doc = self.may_annotate()?;
        let Self { store, author, set, .. } = &*self;
        let edit = verb(Scope { store, author, set, doc, now });
        self.settle(edit)
    }

    // Apart from the verb, of which there are many: these are there once.
    #[inline(never)]
    fn may_annotate(&mut self) -> Option<DocId> {
        let doc = self.current.filter(|doc| self.store.documents().contains_key(doc))?;
        (!self.refused()).then_some(doc)
    }

    #[inline(never)]
    fn settle(&mut self, edit: Edit) -> Option<Done> {
        let done = Done { node: edit.node, is_said: edit.is_said };
        self.commit(edit).then_some(done)
    }
}

/// What a verb came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    pub node: Option<NodeId>,
    pub is_said: bool,
}

/// Whether two labels are of one layer: then a span seldom has both.
fn is_of_layer(state: &State, one: &Slug, other: &Slug) -> bool {
    let layer = |slug: &Slug| state.store.definitions().get(&(Kind::Label, slug.clone())).map(|it| it.layer);
    layer(one).is_some_and(|it| layer(other) == Some(it))
}

/// Whether an extractor suggests exactly this span, as far as its document was read.
pub(crate) fn is_suggested(state: &State, span: &Span) -> bool {
    let Some(suggestions) = state.suggestions_of(span.doc) else { return false };
    suggestions
        .touching(span.fragments.cover())
        .any(|(_, it)| it.label == span.label && span.fragments.as_slice() == [it.range])
}

fn focus_on(state: &mut State, done: Option<Done>) {
    if let Some(Done { node: Some(id), .. }) = done {
        moves::focus(state, Some(Item::Span(id)));
    }
}

/// Does something to a span; where another one says already what it would say, that one gets the focus.
fn change(state: &mut State, id: NodeId, now: Timestamp, verb: impl FnOnce(Scope, bool) -> Edit) -> Option<Done> {
    let suggested = state.store.span(id).is_some_and(|span| is_suggested(state, span));
    let done = state.annotate(now, |scope| verb(scope, suggested))?;
    if done.is_said {
        focus_on(state, Some(done));
        state.say("This is there already.");
        return None;
    }
    Some(done)
}

pub(crate) fn delete(state: &mut State, now: Timestamp) {
    let Some(placed) = state.focused() else {
        return state.say("Nothing has the focus: j and k go to annotations.");
    };
    let done = match placed.item {
        Item::Rejected(id) => return restore(state, id, now),
        Item::Suggestion(id) => {
            let Some(suggestion) = state.suggestions().get(id).cloned() else { return };
            state.annotate(now, |scope| postil_edits::reject(scope, &suggestion))
        }
        Item::Span(id) => change(state, id, now, |scope, suggested| postil_edits::delete(scope, id, suggested)),
    };
    if done.is_some() {
        state.focus = None;
        state.rest = Some(placed.cover().end());
        moves::walk_from(state, Place::On(placed), true, |_| true);
        if let Some(gone) = state.store.log_since(state.store.log_len() - 1).last().and_then(|it| gone_with(it)) {
            state.say(format!("Deleted, and with it {gone}. Undo brings all back."));
        }
    }
}

/// The selection if there is one; else the focused item; else the candidate at the cursor.
pub(crate) fn label(state: &mut State, slug: Slug, now: Timestamp) {
    if state.current.is_none() {
        return;
    }
    state.last_label = Some(slug.clone());
    state.see(&slug);
    if state.selection.is_none()
        && let Some(placed) = state.focused()
    {
        return relabel(state, &placed, slug, now);
    }
    let Some(range) = state.target() else {
        return state.say("Nothing to label: drag over some words, or move to them with the arrow keys.");
    };
    // Tagging by hand what is suggested is accepting it. Where these very words have another suggestion of the layer, it is
    // settled: it was not this.
    let same = state.suggestions().touching(range).filter(|(_, it)| it.range == range);
    let (mut suggestion, mut settled) = (None, None);
    for (id, it) in same {
        if it.label == slug {
            suggestion = Some(it.clone());
        } else if is_of_layer(state, &it.label, &slug) && state.is_shown(Item::Suggestion(id)) {
            settled = Some(it.clone());
        }
    }
    let tag = |scope: Scope| match (&suggestion, &settled) {
        (None, Some(settled)) => postil_edits::correct(scope, settled, slug, range, Intent::Tag),
        _ => postil_edits::tag(scope, slug, Fragments::one(range), suggestion.as_ref()),
    };
    let done = state.annotate(now, tag);
    focus_on(state, done);
}

fn relabel(state: &mut State, placed: &Placed, slug: Slug, now: Timestamp) {
    match placed.item {
        Item::Suggestion(_) | Item::Rejected(_) if placed.label == slug => accept(state, now),
        Item::Suggestion(id) | Item::Rejected(id) => {
            let Some(suggestion) = state.suggestions().get(id).cloned() else { return };
            let range = suggestion.range;
            let relabel = |scope: Scope| postil_edits::correct(scope, &suggestion, slug, range, Intent::Relabel);
            // As after any decision about a suggestion.
            if state.annotate(now, relabel).is_some() {
                go_on_from(state, placed.clone());
            }
        }
        Item::Span(id) => {
            change(state, id, now, |scope, suggested| postil_edits::relabel(scope, id, slug, suggested));
        }
    }
}

/// Moves one end of the focused item, or of what is about to be tagged.
pub(crate) fn resize(state: &mut State, is_end: bool, is_out: bool, by_character: bool, now: Timestamp) {
    let Some(document) = state.document().cloned() else { return };
    let Some(placed) = state.focused().filter(|_| state.selection.is_none()) else {
        if let Some(range) = state.target() {
            state.selection = Some(moved(&document, range, is_end, is_out, by_character));
            state.cursor = None;
        }
        return;
    };
    let edge = placed.fragments[if is_end { placed.fragments.len() - 1 } else { 0 }];
    reshape(state, &placed, is_end, moved(&document, edge, is_end, is_out, by_character), now);
}

/// Gives the first part of an item, or the last, another range.
fn reshape(state: &mut State, placed: &Placed, is_end: bool, range: TextRange, now: Timestamp) {
    let mut ranges = placed.fragments.clone();
    let edge = if is_end { ranges.len() - 1 } else { 0 };
    if range == ranges[edge] || range.is_empty() {
        return;
    }
    ranges[edge] = range;
    match placed.item {
        Item::Suggestion(id) | Item::Rejected(id) => {
            let Some(suggestion) = state.suggestions().get(id).cloned() else { return };
            let (label, intent) = (suggestion.label.clone(), Intent::Resize);
            // A suggestion that is changed is turned down, and a span made of what it should have been.
            let resize = |scope: Scope| postil_edits::correct(scope, &suggestion, label, range, intent);
            let done = state.annotate(now, resize);
            focus_on(state, done);
        }
        Item::Span(id) => {
            let Some(fragments) = Fragments::new(ranges) else { return };
            let resize = |scope: Scope, suggested| postil_edits::resize(scope, id, fragments, suggested);
            if change(state, id, now, resize).is_some() {
                state.take_to(range);
            }
        }
    }
}

/// An end that a pointer pulls to a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pull {
    pub is_end: bool,
    pub to: ByteOffset,
    /// To this very place, rather than to the nearest end of a word.
    pub is_exact: bool,
}

impl State {
    /// The part of the focused item, or of what is selected, of which a pointer may pull the end or the start.
    pub fn pullable(&self, is_end: bool) -> Option<TextRange> {
        let of_item =
            |placed: Placed| if is_end { placed.fragments.last().copied() } else { placed.fragments.first().copied() };
        let range = self.selection.or_else(|| self.focused().and_then(of_item))?;
        (!range.is_empty()).then_some(range)
    }

    /// What that part would be after a pull; never turned inside out, nor over another part of the same item.
    pub fn pulled(&self, pull: Pull) -> Option<TextRange> {
        let (document, range) = (self.document()?, self.pullable(pull.is_end)?);
        let at = pull.to.to_usize();
        let text = document.text();
        let parts =
            self.focused().filter(|_| self.selection.is_none()).map(|placed| placed.fragments).unwrap_or_default();
        let other = |n: usize| parts.len().checked_sub(n).and_then(|at| parts.get(at)).copied();
        Some(if pull.is_end {
            let word = if pull.is_exact { None } else { word_before_or_at(document, pull.to) };
            let to = word.map_or(snap::grapheme_floor(text, at), |word| word.end().to_usize());
            let least = match pull.is_exact {
                true => snap::next_grapheme(text, range.start().to_usize()),
                false => word_at_or_after(document, range.start()).map_or(range.end(), TextRange::end).to_usize(),
            };
            TextRange::from_usize(range.start().to_usize()..to.max(least))
        } else {
            let word = if pull.is_exact { None } else { word_at_or_after(document, pull.to) };
            let to = word.map_or(snap::grapheme_floor(text, at), |word| word.start().to_usize());
            let most = match pull.is_exact {
                true => snap::previous_grapheme(text, range.end().to_usize()),
                false => word_before_or_at(document, range.end()).map_or(range.start(), TextRange::start).to_usize(),
            };
            TextRange::from_usize(to.min(most)..range.end().to_usize())
        })
        .filter(|new| match pull.is_end {
            true => other(2).is_none_or(|before| before.end() <= new.start()),
            false => parts.get(1).is_none_or(|behind| new.end() <= behind.start()),
        })
    }
}

/// The word that a place stands in, or the last before it.
fn word_before_or_at(document: &Document, at: ByteOffset) -> Option<TextRange> {
    let word = snap::word_at(document, at).filter(|word| word.start() < at);
    word.or_else(|| snap::word_before(document, at))
}

/// The word that a place stands in, or the first after it.
fn word_at_or_after(document: &Document, at: ByteOffset) -> Option<TextRange> {
    let word = snap::word_at(document, at).filter(|word| at < word.end());
    word.or_else(|| snap::word_after(document, at))
}

/// Pulls an end of what is selected, or of the focused item.
pub(crate) fn pull_end(state: &mut State, pull: Pull, now: Timestamp) {
    let Some(range) = state.pulled(pull) else { return };
    if state.selection.is_some() {
        state.selection = Some(range);
    } else if let Some(placed) = state.focused() {
        reshape(state, &placed, pull.is_end, range, now);
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

/// Chooses a place of no width: the start of what is selected or of the word at the cursor, or the next end or start of a word after a place that is
/// chosen already.
pub(crate) fn point(state: &mut State) {
    let chosen = state.selection.or_else(|| state.cursor.map(|cursor| cursor.anchor.cover(cursor.word)));
    let (Some(range), Some(document)) = (chosen, state.document()) else {
        return state.say("Move to a word with the arrow keys first.");
    };
    let at = range.start();
    let next = match snap::word_after(document, at) {
        _ if !range.is_empty() => Some(at),
        Some(word) if word.start() == at => Some(word.end()),
        word => word.map(TextRange::start),
    };
    let Some(next) = next else { return state.say("This is the last place of the text.") };
    state.selection = Some(TextRange::empty(next));
    (state.focus, state.cursor) = (None, None);
    state.take_to(TextRange::empty(next));
}

pub(crate) fn add_fragment(state: &mut State, now: Timestamp) {
    let (Some(id), Some(range)) = (state.recent, state.target()) else {
        return state
            .say("To add a part: focus an annotation, then select more text or move the cursor to it, then press +.");
    };
    if state.store.span(id).is_none() {
        return;
    }
    let done = change(state, id, now, |scope, suggested| postil_edits::add_fragment(scope, id, range, suggested));
    focus_on(state, done);
}
