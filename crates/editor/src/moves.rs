//! Focus and cursor: everything that changes what keys act on, and nothing else.

use super::{Command, Cursor, Item, Place, Shown, State};
use postil_core::{ByteOffset, TextRange, snap};

/// Puts the focus on an item and takes the reader there.
pub(super) fn focus(state: &mut State, item: Option<Item>) {
    state.focus = item;
    state.selection = None;
    if item.is_some() {
        state.cursor = None;
    }
    if let Some(Item::Span(id)) = item {
        state.recent = Some(id);
    }
    if let Some(placed) = state.focused() {
        state.take_to(placed.fragments[0]);
    }
}

/// A click focuses the innermost item there; clicking again, the one around it; on plain text it sets the cursor.
pub(super) fn click(state: &mut State, offset: ByteOffset) {
    let Some(shown) = Shown::of(state) else { return };
    let under = shown.at(offset);
    let next = match state.focus.and_then(|item| under.iter().position(|placed| placed.item == item)) {
        Some(at) => under.get((at + 1) % under.len()),
        None => under.first(),
    };
    let next = next.map(|placed| placed.item);
    let word = snap::word_at(shown.document, offset);
    state.selection = None;
    match next {
        Some(item) => {
            state.focus = Some(item);
            state.cursor = None;
            if let Item::Span(id) = item {
                state.recent = Some(id);
            }
        }
        None => {
            state.focus = None;
            state.cursor = word.map(Cursor::on);
        }
    }
}

/// The first byte after what keys act on, or where the reader was last.
pub(super) fn behind(state: &State) -> ByteOffset {
    match (state.focused(), state.selection, state.cursor) {
        (Some(placed), ..) => placed.cover().end(),
        (_, Some(range), _) => range.end(),
        (_, _, Some(cursor)) => cursor.word.end(),
        _ => state.resting_place(),
    }
}

/// Where a walk starts: the focus, the cursor, or where the reader was last.
pub(super) fn place(state: &State) -> Place {
    match (state.focused(), state.selection, state.cursor) {
        (Some(placed), ..) => Place::On(placed),
        (_, Some(range), _) => Place::At(range.start()),
        (_, _, Some(cursor)) => Place::At(cursor.word.start()),
        _ => Place::At(state.resting_place()),
    }
}

/// Where the reader is: at the focus, the selection, the cursor, or where he was last.
pub(super) fn here(state: &State) -> ByteOffset {
    place(state).offset()
}

/// Remembers where the focus is, or the selection or cursor, before it is taken away: keys go on there, and not from the
/// top of the view.
pub(super) fn rest(state: &mut State) {
    let at = match (state.selection, state.focused(), state.cursor) {
        (Some(range), ..) => range.start(),
        (_, Some(placed), _) => placed.cover().start(),
        (_, _, Some(cursor)) => cursor.word.start(),
        _ => return,
    };
    state.rest = Some(at);
}

/// More text than a view shows, in bytes.
const VIEW: u32 = 4 << 10;

impl State {
    /// The reader scrolled: what is out of view, which begins at `top`, is no place to go on from.
    pub(crate) fn leave_rest(&mut self, top: u32) {
        self.rest.take_if(|at| !(top..top.saturating_add(VIEW)).contains(&at.get()));
    }

    /// Where the focus was when it was left, as long as that is in view.
    fn resting_place(&self) -> ByteOffset {
        self.rest.unwrap_or_else(|| self.reading_place())
    }

    /// Where the reader was last in this document.
    fn reading_place(&self) -> ByteOffset {
        let Some(document) = self.document() else { return ByteOffset::default() };
        let offset = self.places.get(&document.id()).copied().unwrap_or_default() as usize;
        ByteOffset::from_usize(snap::grapheme_floor(document.text(), offset.min(document.text().len())))
    }
}

/// Moves the focus to the next or previous item that is wanted.
pub(super) fn walk(state: &mut State, is_forward: bool, wanted: impl Fn(Item) -> bool) -> bool {
    let from = place(state);
    walk_from(state, from, is_forward, wanted)
}

/// The same from a given place: the item that had the focus may be gone.
pub(super) fn walk_from(state: &mut State, from: Place, is_forward: bool, wanted: impl Fn(Item) -> bool) -> bool {
    let Some(shown) = Shown::of(state) else { return false };
    match shown.neighbour(from, is_forward, wanted).map(|placed| placed.item) {
        Some(item) => {
            focus(state, Some(item));
            true
        }
        None => false,
    }
}

/// What a decision is wanted of next, on from a place.
pub(super) fn next_waiting(state: &State, from: Place) -> Option<Item> {
    let shown = Shown::of(state)?;
    shown.neighbour(from, true, |item| shown.awaits(item)).map(|placed| placed.item)
}

/// Goes there.
pub(super) fn walk_waiting(state: &mut State, from: Place) -> bool {
    let next = next_waiting(state, from);
    if next.is_some() {
        focus(state, next);
    }
    next.is_some()
}

/// Commands that move the token cursor.
pub(super) fn cursor(state: &mut State, command: &Command) {
    let Some(document) = state.document().cloned() else { return };
    let start = match (state.cursor, state.focused()) {
        (Some(cursor), _) => cursor,
        (None, Some(placed)) => {
            // Arrows leave the focused item at the side they point to.
            let is_back =
                matches!(command, Command::WordLeft { .. } | Command::SentenceLeft { .. } | Command::LineUp { .. });
            let edge = if is_back { placed.cover().start() } else { placed.cover().end() };
            let word = if is_back { snap::word_after(&document, edge) } else { snap::word_before(&document, edge) };
            let Some(word) = word.or_else(|| snap::word_at(&document, edge)) else { return };
            Cursor::on(word)
        }
        (None, None) => {
            let Some(word) = snap::word_after(&document, state.resting_place()) else { return };
            state.cursor = Some(Cursor::on(word));
            state.focus = None;
            state.take_to(word);
            return;
        }
    };
    let here = start.word;
    let (next, is_extending) = match *command {
        Command::WordRight { is_extending } => (snap::word_after(&document, here.end()), is_extending),
        Command::WordLeft { is_extending } => (snap::word_before(&document, here.start()), is_extending),
        Command::SentenceRight { is_extending } => {
            (snap::sentence_after(&document, here.start()).and_then(|at| snap::word_after(&document, at)), is_extending)
        }
        Command::SentenceLeft { is_extending } => (
            snap::sentence_before(&document, here.start()).and_then(|at| snap::word_after(&document, at)),
            is_extending,
        ),
        Command::LineDown { is_extending } => (line(&document, here, true), is_extending),
        Command::LineUp { is_extending } => (line(&document, here, false), is_extending),
        _ => return,
    };
    let word = next.unwrap_or(here);
    let anchor = if is_extending { start.anchor } else { word };
    state.cursor = Some(Cursor { anchor, word, size: 0 });
    state.focus = None;
    state.selection = None;
    state.take_to(word);
}

/// The first word of the next line with words, or of the previous one.
fn line(document: &postil_core::Document, here: TextRange, is_down: bool) -> Option<TextRange> {
    let block = document.blocks()[document.block_at(here.start())?].range;
    if is_down {
        return snap::word_after(document, block.end());
    }
    let above = snap::word_before(document, block.start())?;
    let start = document.blocks()[document.block_at(above.start())?].range.start();
    snap::word_after(document, start)
}
