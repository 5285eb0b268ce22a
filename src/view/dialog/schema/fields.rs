//! Fields of an entry. Each is done on leaving it, and is one step to undo; what cannot be is said beside it.

use super::{Desk, Looked, trouble};
use crate::dom::{Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use crate::view::labels::specimen;
use postil_core::{Definition, Kind, Slug};
use postil_editor::{Command, entries};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The entry with a change, unless something stands against it: then that is said at the field.
pub fn changed<E: 'static>(
    desk: &Desk, field: &'static str, change: impl Fn(&mut Definition, E) + 'static,
) -> Callback<E> {
    let (page, looked) = (desk.page.clone(), desk.looked.clone());
    let (kind, chosen) = (desk.kind(), desk.chosen().map(|(slug, it)| (slug.clone(), it.clone())));
    Callback::from(move |typed: E| {
        let Some((slug, mut it)) = chosen.clone() else { return };
        change(&mut it, typed);
        let wrong = trouble(&page.state, kind, &slug, &it, field).map(|why| (field, why));
        if wrong.is_none() {
            page.tasks.command(Command::Define { kind, slug: slug.clone(), definition: Box::new(it) });
        }
        // What cannot be stays where it was typed.
        let typed = wrong.as_ref().and_then(|_| looked.typed.clone());
        looked.set(Looked { wrong, typed, ..Looked::at(kind, Some(slug), false) });
    })
}

/// A line of text.
pub fn text(desk: &Desk, field: &'static str, label: &'static str, value: String, on_done: Callback<String>) -> Html {
    let (wrong, value) = (desk.wrong(field), desk.shown(field, value));
    let (id, note) = (format!("schema-{field}"), format!("schema-{field}-wrong"));
    let onchange = Callback::from(move |event: Event| on_done.emit(typed(&event)));
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        // As on leaving it, which Enter alone does not tell in every browser.
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            if let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
                let _ = input.blur();
                let _ = input.focus();
            }
        }
    });
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            <input class="input" {id} type="text" dir="auto" autocomplete="off" spellcheck="false" {value}
                disabled={desk.is_read_only()} aria-invalid={wrong.is_some().then_some("true")} aria-describedby={note.clone()}
                oninput={desk.on_input(field)} {onchange} {onkeydown} />
            <p id={note} role="alert">{ wrong }</p>
        </div>
    }
}

/// Several lines of text.
pub fn lines(desk: &Desk, field: &'static str, label: &'static str, value: String, on_done: Callback<String>) -> Html {
    let value = desk.shown(field, value);
    let onchange = Callback::from(move |event: Event| on_done.emit(typed(&event)));
    html! {
        <label class="field">
            <span>{ label }</span>
            <textarea class="input" dir="auto" rows="3" {value} disabled={desk.is_read_only()} oninput={desk.on_input(field)} {onchange} />
        </label>
    }
}

/// One of several; the first of each pair is its value.
pub fn select(
    desk: &Desk, field: &'static str, label: &'static str, options: Vec<(String, String)>, now: &str,
    on_done: Callback<String>,
) -> Html {
    let wrong = desk.wrong(field);
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            on_done.emit(select.value());
        }
    });
    let mut all = Vec::with_capacity(options.len());
    for (value, words) in options {
        let selected = value == now;
        all.push(html! { <option {value} {selected}>{ words }</option> });
    }
    html! {
        <div class="field">
            <label for={format!("schema-{field}")}>{ label }</label>
            <select class="input" id={format!("schema-{field}")} disabled={desk.is_read_only()} {onchange}>{ all }</select>
            <p role="alert">{ wrong }</p>
        </div>
    }
}

/// A box to tick.
pub fn tick(desk: &Desk, face: Html, checked: bool, on_done: Callback<bool>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        on_done.emit(event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked()));
    });
    html! { <label><input type="checkbox" {checked} disabled={desk.is_read_only()} {onchange} />{ face }</label> }
}

/// Which of the entries of a kind are listed; none is `any`. What is listed and is gone is there, too.
pub fn listed(
    desk: &Desk, of: Kind, legend: &'static str, any: &'static str, ids: &[Slug],
    change: fn(&mut Definition, Vec<Slug>),
) -> Html {
    let all = entries(&desk.state().store, of);
    let gone = ids.iter().filter(|id| !all.iter().any(|(slug, _)| slug == id)).map(|id| (id, id.as_str()));
    let known = all.iter().map(|(slug, it)| (*slug, &*it.name));
    let mut boxes = Vec::with_capacity(all.len());
    for (slug, name) in known.chain(gone) {
        let is_on = ids.contains(slug);
        let face = if of == Kind::Label { specimen(desk.state(), slug, false) } else { Html::from(name.to_owned()) };
        let (ids, slug) = (ids.to_vec(), slug.clone());
        let on_done = changed(desk, "listed", move |it: &mut Definition, is_on: bool| {
            let mut ids = ids.clone();
            ids.retain(|id| *id != slug);
            if is_on {
                ids.push(slug.clone());
            }
            change(it, ids);
        });
        boxes.push(tick(desk, face, is_on, on_done));
    }
    html! {
        <fieldset class="listed">
            <legend>{ legend }{ " " }<small>{ if ids.is_empty() { any } else { "" } }</small></legend>
            <div class="choice">{ boxes }</div>
        </fieldset>
    }
}

pub fn typed(event: &Event) -> String {
    // One of several lines has its value under the same name.
    event.target().map(|it| it.unchecked_into::<HtmlInputElement>().value()).unwrap_or_default()
}
