//! The line under the page: where one is, and the keys that act there.

use super::Page;
use super::icon::{Icon, icon};
use postil_editor::{Action, Dialog, Item, Shortcut, State};
use yew::prelude::*;

/// What does something: keys that a person may have changed, or others.
pub(super) enum By {
    Keys(&'static [Shortcut]),
    These(&'static str),
}

use By::{Keys, These};
use Shortcut as S;

/// Keys and what they do.
type Hints = &'static [(By, &'static str)];

const WALK: (By, &str) = (Keys(&[S::Next, S::Previous]), "next, previous");
const ADJUST: (By, &str) = (Keys(&[S::EndIn, S::EndOut]), "adjust");

const ON_HINTS: Hints = &[
    (These("a–z"), "first letters, or a hint"),
    (These("Space"), "next"),
    (These("↵"), "here"),
    (These("1–9"), "label it"),
    (These("Esc"), "back"),
];
const ON_SUGGESTION: Hints = &[
    (Keys(&[S::Accept, S::Reject, S::Skip]), "accept, reject, skip"),
    WALK,
    ADJUST,
    (Keys(&[S::Inspector]), "inspector"),
    (Keys(&[S::Undo]), "undo"),
];
const ON_REJECTED: Hints = &[(Keys(&[S::Reject]), "bring it back"), (Keys(&[S::Accept]), "accept it after all"), WALK];
const ON_SPAN: Hints = &[
    WALK,
    ADJUST,
    (These("1–9"), "relabel"),
    (Keys(&[S::Delete]), "delete"),
    (Keys(&[S::Note]), "note"),
    (Keys(&[S::Quiet]), "quiet"),
];
const ON_ASKED: Hints = &[
    (Keys(&[S::Accept, S::Reject, S::Skip]), "what is suggested of it"),
    WALK,
    (These("1–9"), "relabel"),
    (Keys(&[S::Undo]), "undo"),
];
const ON_WORDS: Hints = &[
    (These("1–9"), "label"),
    (Keys(&[S::Label]), "all labels"),
    ADJUST,
    (Keys(&[S::Larger, S::Smaller]), "larger, smaller"),
    (Keys(&[S::SelectWordLeft, S::SelectWordRight]), "select"),
    (These("Esc"), "leave"),
];
const NOWHERE: Hints = &[
    WALK,
    (Keys(&[S::Go]), "go to a word"),
    (Keys(&[S::WordLeft, S::WordRight]), "go by words"),
    (Keys(&[S::Accept]), "first suggestion"),
    (Keys(&[S::Commands]), "all commands"),
];

pub fn foot(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let (place, hints) = place(state);
    let is_open = state.preferences.is_drawer_open;
    html! {
        <footer class="foot">
            if let Some(place) = place {
                <span>{ place }</span>
            }
            for (by, words) in hints {
                <span><kbd>{ shown(state, by) }</kbd>{ " " }{ *words }</span>
            }
            <span class="end">
                <button class="button" aria-expanded={if is_open { "true" } else { "false" }}
                    title={state.preferences.keys.beside("Pictures of this text", S::Drawer)} onclick={tasks.act(|| Action::ToggleDrawer)}>
                    { icon(if is_open { Icon::Down } else { Icon::Up }) }{ " Drawer" }
                </button>
                <button class="button" onclick={tasks.dialog(Some(Dialog::Keys))}><kbd>{ state.preferences.keys.shown(S::Keys) }</kbd>{ " keys" }</button>
                <span class="is-private">{ icon(Icon::Lock) }{ " On this machine" }</span>
            </span>
        </footer>
    }
}

fn shown(state: &State, by: &By) -> String {
    match by {
        These(keys) => (*keys).to_owned(),
        Keys(shortcuts) => {
            let keys = shortcuts.iter().map(|it| state.preferences.keys.shown(*it));
            keys.filter(|key| !key.is_empty()).collect::<Vec<_>>().join(" ")
        }
    }
}

fn place(state: &State) -> (Option<String>, Hints) {
    let focused = state.focused();
    let (at, hints) = match (&focused, state.target()) {
        // A selection is what keys act on, whatever has the focus.
        (_, Some(range)) if state.selection.is_some() => (range.start(), ON_WORDS),
        (Some(placed), _) if placed.item.is_suggestion() => (placed.cover().start(), ON_SUGGESTION),
        (Some(placed), _) if matches!(placed.item, Item::Rejected(_)) => (placed.cover().start(), ON_REJECTED),
        (Some(placed), _) if state.asked().is_some() => (placed.cover().start(), ON_ASKED),
        (Some(placed), _) => (placed.cover().start(), ON_SPAN),
        (None, Some(range)) => (range.start(), ON_WORDS),
        (None, None) => return (None, if state.hints.is_some() { ON_HINTS } else { NOWHERE }),
    };
    let hints = if state.hints.is_some() { ON_HINTS } else { hints };
    let Some(document) = state.document() else { return (None, NOWHERE) };
    let paragraph = document.block_at(at).map_or(0, |block| document.blocks()[block].paragraph);
    (Some(format!("Paragraph {paragraph}, character {}", document.offsets().to_char(at))), hints)
}
