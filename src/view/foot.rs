//! The line under the page: where one is, and the keys that act there.

use super::Page;
use super::icon::{Icon, icon};
use postil_editor::{Dialog, Item, State};
use yew::prelude::*;

/// Keys and what they do.
type Hints = &'static [(&'static str, &'static str)];

const ON_HINTS: Hints =
    &[("a–z", "first letters, or a hint"), ("Space", "next"), ("↵", "here"), ("1–9", "label it"), ("Esc", "back")];
const ON_SUGGESTION: Hints = &[
    ("a x Space", "accept, reject, skip"),
    ("j k", "next, previous"),
    ("[ ]", "adjust"),
    ("i", "inspector"),
    ("Ctrl Z", "undo"),
];
const ON_REJECTED: Hints = &[("x", "bring it back"), ("a", "accept it after all"), ("j k", "next, previous")];
const ON_SPAN: Hints =
    &[("j k", "next, previous"), ("[ ]", "adjust"), ("1–9", "relabel"), ("⌫", "delete"), ("n", "note"), ("q", "quiet")];
const ON_WORDS: Hints = &[
    ("1–9", "label"),
    ("/", "all labels"),
    ("[ ]", "adjust"),
    ("= −", "larger, smaller"),
    ("⇧ ← →", "select"),
    ("Esc", "leave"),
];
const NOWHERE: Hints = &[
    ("j k", "next, previous"),
    ("g", "go to a word"),
    ("← →", "go by words"),
    ("a", "first suggestion"),
    ("Alt ↑ ↓", "documents"),
];

pub fn foot(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let (place, hints) = place(state);
    html! {
        <footer class="foot">
            if let Some(place) = place {
                <span>{ place }</span>
            }
            for (keys, words) in hints {
                <span><kbd>{ *keys }</kbd>{ " " }{ *words }</span>
            }
            <span class="end">
                <button class="button" onclick={tasks.dialog(Some(Dialog::Keys))}><kbd>{ "?" }</kbd>{ " keys" }</button>
                <span class="is-private">{ icon(Icon::Lock) }{ " On this machine" }</span>
            </span>
        </footer>
    }
}

fn place(state: &State) -> (Option<String>, Hints) {
    let focused = state.focused();
    let (at, hints) = match (&focused, state.target()) {
        // A selection is what keys act on, whatever has the focus.
        (_, Some(range)) if state.selection.is_some() => (range.start(), ON_WORDS),
        (Some(placed), _) if placed.item.is_suggestion() => (placed.cover().start(), ON_SUGGESTION),
        (Some(placed), _) if matches!(placed.item, Item::Rejected(_)) => (placed.cover().start(), ON_REJECTED),
        (Some(placed), _) => (placed.cover().start(), ON_SPAN),
        (None, Some(range)) => (range.start(), ON_WORDS),
        (None, None) => return (None, if state.hints.is_some() { ON_HINTS } else { NOWHERE }),
    };
    let hints = if state.hints.is_some() { ON_HINTS } else { hints };
    let Some(document) = state.document() else { return (None, NOWHERE) };
    let paragraph = document.block_at(at).map_or(0, |block| document.blocks()[block].paragraph);
    (Some(format!("Paragraph {paragraph}, character {}", document.offsets().to_char(at))), hints)
}
