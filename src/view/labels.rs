//! Labels with their keys under the article.

use super::Page;
use super::button::keep_focus;
use super::counted::counts;
use super::top::menu::rove_buttons;
use super::words::count;
use crate::dom;
use postil_core::{Definition, DocumentStatus, Kind, Slug};
use postil_editor::{Command, Dialog, Item, Shortcut, State, entries};
use yew::prelude::*;

/// The labels of the schema, in the order of its lists.
pub fn definitions(state: &State) -> Vec<(&Slug, &Definition)> {
    entries(&state.store, Kind::Label)
}

/// A label as it looks in the text. One that the schema has lost is shown by its slug.
pub fn specimen(state: &State, label: &Slug, is_faint: bool) -> Html {
    let definition = state.store.definitions().get(&(Kind::Label, label.clone()));
    let (hue, is_hatched) = definition.map_or(("slate", false), |it| it.hue.parts());
    let class = match (is_faint, is_hatched) {
        (false, false) => "specimen",
        (true, false) => "specimen is-faint",
        (false, true) => "specimen is-hatch",
        (true, true) => "specimen is-faint is-hatch",
    };
    html! { <span {class} data-hue={hue}>{ name(state, label) }</span> }
}

/// What people call a label.
pub fn name(state: &State, label: &Slug) -> String {
    let definition = state.store.definitions().get(&(Kind::Label, label.clone()));
    definition.map_or(label.as_str(), |it| &it.name).to_owned()
}

/// What ends the work on the document and goes on to the next; or takes back that it is done.
pub(super) fn done_button(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let info = state.current.and_then(|doc| state.store.documents().get(&doc));
    let is_done = info.is_some_and(|info| info.status == DocumentStatus::Done);
    let left = counts(state).as_ref().as_ref().map_or(0, |counts| counts.values().map(|count| count.pending).sum());
    let keys = &state.preferences.keys;
    let on = keys.beside("Done with this document, on to the next", Shortcut::DoneAndNext);
    let (words, command, title) = match (is_done, left) {
        (true, _) => ("Not done", Command::Reopen, "This document is done: take that back".to_owned()),
        (_, 0) => ("Done", Command::DoneAndNext, on),
        _ => {
            let left = count(left as usize, "suggestion");
            ("Done", Command::DoneAndNext, format!("{on}: {left} left undecided"))
        }
    };
    html! {
        <button key="done" class="button is-outline done" {title} onmousedown={keep_focus} onclick={tasks.press(command)}>
            { words }
            if !is_done {
                <kbd class="is-wide-only" aria-hidden="true">{ keys.shown(Shortcut::DoneAndNext) }</kbd>
            }
        </button>
    }
}

/// A button that does what a key does.
fn act(page: &Page, words: &'static str, shortcut: Shortcut) -> Html {
    let tasks = page.tasks.clone();
    let onclick = Callback::from(move |_: dom::MouseEvent| tasks.ask(shortcut.ask()));
    html! { <button class="button" onmousedown={keep_focus} {onclick}>{ words }</button> }
}

/// The likeliest labels, each with its key: those on digits, and the one that is focused.
pub fn bar(page: &Page, has_done: bool) -> Html {
    let Page { state, tasks } = page;
    let on = state.focused().map(|placed| placed.label);
    let is_span = matches!(state.focus, Some(Item::Span(_)));
    let mut buttons = Vec::new();
    for (slug, it) in definitions(state) {
        let is_on = on.as_ref() == Some(slug);
        let is_digit = it.key.as_deref().is_some_and(|key| matches!(key.as_bytes(), [b'1'..=b'9']));
        if is_digit || is_on {
            buttons.push(html! {
                <button key={slug.as_str()} class={if is_on { "label is-on" } else { "label" }} onmousedown={keep_focus}
                    aria-pressed={if is_on && is_span { "true" } else { "false" }}
                    onclick={tasks.press(Command::Label(slug.clone()))}>
                    if let Some(key) = it.key.as_deref() {
                        <kbd class="is-wide-only">{ key }</kbd>
                    }
                    { specimen(state, slug, false) }
                </button>
            });
        }
    }
    html! {
        <div class="labels" role="toolbar" aria-label="Labels" onkeydown={rove_buttons}>
            if is_span {
                // Where there is no keyboard, and the inspector is closed.
                <div class="at-hand is-narrow">
                    { act(page, "Delete", Shortcut::Delete) }
                    { act(page, "Note", Shortcut::Note) }
                    { act(page, "Link", Shortcut::Link) }
                    { act(page, "Same as", Shortcut::SameAs) }
                </div>
            }
            <div class="row">
                { buttons }
                <button key="/" class="label" onmousedown={keep_focus} onclick={tasks.dialog(Some(Dialog::Palette))}>
                    <kbd class="is-wide-only">{ state.preferences.keys.shown(Shortcut::Label) }</kbd>{ "All" }
                </button>
            </div>
            if has_done {
                { done_button(page) }
            }
        </div>
    }
}
