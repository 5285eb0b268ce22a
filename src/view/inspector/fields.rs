//! Fields that keep what is typed until it is done: a redraw of the page in between takes nothing away.

use crate::dom::{self, Event, HtmlInputElement, HtmlTextAreaElement, InputEvent, KeyboardEvent};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Where the page goes for `n`.
pub const NOTE_FIELD: &str = "note-field";

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub label: AttrValue,
    /// As in HTML's `type`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What is in it at first, and again after each change from elsewhere.
    pub value: String,
    pub is_read_only: bool,
    pub on_done: Callback<String>,
}

/// One line. It is done on leaving it or with Enter; Escape gives up what was typed.
#[component]
pub fn Line(props: &Props) -> Html {
    let Props { label, kind, value, is_read_only, on_done } = props;
    let typed = use_state_eq(|| None::<String>);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(input(event.target()).map(|input| input.value()));
        })
    };
    let onchange = {
        let (typed, on_done) = (typed.clone(), on_done.clone());
        Callback::from(move |event: Event| {
            typed.set(None);
            if let Some(input) = input(event.target()) {
                on_done.emit(input.value());
            }
        })
    };
    let onkeydown = {
        let (typed, value) = (typed.clone(), value.clone());
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            if event.is_composing() || !matches!(key.as_str(), "Escape" | "Enter") {
                return;
            }
            event.prevent_default();
            if let (true, Some(input)) = (key == "Escape", input(event.target())) {
                input.set_value(&value);
                typed.set(None);
            }
            // Leaving the field is what tells of a change.
            dom::focus_pane();
        })
    };
    let shown = typed.as_ref().unwrap_or(value).clone();
    html! {
        <label class="field">
            <span>{ label }</span>
            <input class="input" type={kind} value={shown} readonly={*is_read_only} dir="auto" {oninput} {onchange} {onkeydown} />
        </label>
    }
}

fn input(target: Option<impl JsCast>) -> Option<HtmlInputElement> {
    target?.dyn_into().ok()
}

#[derive(Clone, PartialEq, Properties)]
pub struct NoteProps {
    pub value: String,
    pub is_read_only: bool,
    pub on_done: Callback<String>,
}

/// A note. Every way out keeps it: leaving the field, Ctrl+Enter, and Escape.
#[component]
pub fn NoteField(props: &NoteProps) -> Html {
    let NoteProps { value, is_read_only, on_done } = props;
    let typed = use_state_eq(|| None::<String>);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(area(event.target()).map(|area| area.value()));
        })
    };
    let onblur = {
        let (typed, on_done, value) = (typed.clone(), on_done.clone(), value.clone());
        Callback::from(move |event: FocusEvent| {
            typed.set(None);
            if let Some(text) = area(event.target()).map(|area| area.value()).filter(|text| *text != value) {
                on_done.emit(text);
            }
        })
    };
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        let is_done = event.key() == "Escape" || event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        if is_done && !event.is_composing() {
            event.prevent_default();
            dom::focus_pane();
        }
    });
    let shown = typed.as_ref().unwrap_or(value).clone();
    html! {
        <textarea class="input is-note" id={NOTE_FIELD} aria-label="Note" dir="auto" rows="3" value={shown}
            readonly={*is_read_only} placeholder="Write a note. Ctrl+Enter when done." {oninput} {onblur} {onkeydown} />
    }
}

fn area(target: Option<impl JsCast>) -> Option<HtmlTextAreaElement> {
    target?.dyn_into().ok()
}
