//! A field that keeps what is typed: a redraw of the page takes nothing away. It is done on leaving the field, and after
//! each pause.

use crate::dom::{self, Event, FocusEvent, HtmlInputElement, InputEvent, KeyboardEvent};
use crate::tasks::Tasks;
use crate::view::Page;
use postil_editor::Access;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Where the page goes for `n`.
const NOTE_FIELD: &str = "note-field";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line. It is done on leaving it or with Enter; Escape gives up what was typed.
    Text,
    /// The same for a date.
    Date,
    /// Several lines. Every way out keeps them: leaving the field, Ctrl+Enter, and Escape.
    Note,
}

#[derive(Clone, PartialEq, Properties)]
struct Props {
    label: AttrValue,
    kind: Kind,
    value: String,
    is_read_only: bool,
    tasks: Tasks,
    on_done: Callback<String>,
}

/// A field with its name. `value` is in it at first, and again after each change from elsewhere; `on_done` hears of what
/// was typed when it is another.
pub fn field(page: &Page, label: impl Into<AttrValue>, kind: Kind, value: String, on_done: Callback<String>) -> Html {
    let label = label.into();
    let (tasks, is_read_only) = (page.tasks.clone(), page.state.access == Access::Following);
    html! { <Field {label} {kind} {value} {is_read_only} {tasks} {on_done} /> }
}

#[component]
fn Field(props: &Props) -> Html {
    let Props { label, kind, value, is_read_only, tasks, on_done } = props;
    let (label, kind, readonly) = (label.clone(), *kind, *is_read_only);
    // With what was there before: pauses may have brought some of it there already.
    let typed = use_state_eq(|| None::<(String, String)>);
    let (before, shown) = typed.as_ref().map_or((value, value), |(before, typed)| (before, typed));
    let (before, shown) = (before.clone(), shown.clone());
    let oninput = {
        let (typed, tasks, on_done, before) = (typed.clone(), tasks.clone(), on_done.clone(), before.clone());
        Callback::from(move |event: InputEvent| {
            let Some(text) = text(&event) else { return };
            typed.set(Some((before.clone(), text.clone())));
            tasks.typed(text, on_done.clone());
        })
    };
    let done = {
        let (typed, tasks, on_done, value) = (typed.clone(), tasks.clone(), on_done.clone(), value.clone());
        Callback::from(move |text: Option<String>| {
            typed.set(None);
            tasks.forget_typing();
            if let Some(text) = text.filter(|text| *text != value) {
                on_done.emit(text);
            }
        })
    };
    let onkeydown = {
        let (tasks, on_done, value) = (tasks.clone(), on_done.clone(), value.clone());
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            let is_done = match key.as_str() {
                "Escape" => true,
                "Enter" => kind != Kind::Note || event.ctrl_key() || event.meta_key(),
                _ => false,
            };
            if event.is_composing() || !is_done {
                return;
            }
            event.prevent_default();
            if let (true, Some(input)) = (key == "Escape" && kind != Kind::Note, input(&event)) {
                input.set_value(&before);
                typed.set(None);
                tasks.forget_typing();
                if before != value {
                    on_done.emit(before.clone());
                }
            }
            // Leaving the field is what tells of a change.
            dom::focus_pane();
        })
    };
    if kind == Kind::Note {
        let onblur = done.reform(|event: FocusEvent| text(&event));
        return html! {
            <textarea class="input is-note" id={NOTE_FIELD} aria-label={label} dir="auto" rows="3" value={shown} {readonly}
                placeholder="Write a note. Ctrl+Enter when done." {oninput} {onblur} {onkeydown} />
        };
    }
    let onchange = done.reform(|event: Event| text(&event));
    html! {
        <label class="field">
            <span>{ label }</span>
            <input class="input" type={if kind == Kind::Date { "date" } else { "text" }} value={shown} {readonly} dir="auto"
                {oninput} {onchange} {onkeydown} />
        </label>
    }
}

/// A field for something new, which may be one of those that are `offered`: Enter takes what was typed, and the field is empty again.
/// Escape gives it up.
pub fn entry(
    id: &'static str, label: &'static str, placeholder: &'static str, offered: Vec<String>, on_enter: Callback<String>,
) -> Html {
    let list = format!("{id}-offered");
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        let Some(input) = input(&event).filter(|_| !event.is_composing() && matches!(&*key, "Enter" | "Escape")) else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        let typed = input.value();
        input.set_value("");
        if key == "Enter" && !typed.trim().is_empty() {
            on_enter.emit(typed);
        } else {
            dom::focus_pane();
        }
    });
    html! {
        <label class="field">
            <span>{ label }</span>
            <input class="input" {id} type="text" list={list.clone()} {placeholder} autocomplete="off" dir="auto" {onkeydown} />
            <datalist id={list}>
                for words in offered {
                    <option value={words} />
                }
            </datalist>
        </label>
    }
}

/// The field that an event happened in. One of several lines has its value under the same name.
fn input(event: &Event) -> Option<HtmlInputElement> {
    Some(event.target()?.unchecked_into())
}

fn text(event: &Event) -> Option<String> {
    input(event).map(|input| input.value())
}
