//! About the open document, while nothing in it has the focus.

use super::fields::Line;
use crate::dom::{Event, HtmlSelectElement};
use crate::state::{Access, Action, Command};
use crate::view::Page;
use postil_core::{DocId, Document, SetId};
use wasm_bindgen::JsCast;
use yew::prelude::*;

#[component]
pub fn About(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let Some(document) = state.document() else { return Html::default() };
    let doc = document.id();
    let Some(info) = state.store.documents().get(&doc) else { return Html::default() };
    let is_read_only = state.access == Access::ReadOnly;
    let on_title = {
        let (tasks, old) = (tasks.clone(), info.title.clone());
        Callback::from(move |title: String| {
            if !title.trim().is_empty() && title.trim() != &*old {
                tasks.command(Command::Rename { doc, title });
            }
        })
    };
    let on_date = {
        let (tasks, old) = (tasks.clone(), info.dct.clone());
        Callback::from(move |date: String| {
            let date = Some(date).filter(|date| !date.is_empty());
            // While a year is being typed, its first digits are a date of long ago.
            let is_typed = date.as_deref().is_none_or(|date| !date.starts_with('0'));
            if is_typed && date.as_deref() != old.as_deref() {
                tasks.command(Command::Date { doc, date });
            }
        })
    };
    html! {
        <div class="sheet">
            <header>
                <p class="kind">{ "This document" }</p>
                <Line key={format!("title-{doc}")} label="Title" value={info.title.to_string()} {is_read_only} on_done={on_title} />
                <Line key={format!("date-{doc}")} label="Document date" kind="date" value={info.dct.as_deref().unwrap_or("").to_owned()}
                    {is_read_only} on_done={on_date} />
                <p class="at">
                    { "“Monday” and “last week” in the text are understood from this date. Changing it reads the text again." }
                </p>
            </header>
            <section>
                <h3>{ "Text" }</h3>
                { facts(document, info, doc) }
            </section>
            <section>
                <h3>{ "Work" }</h3>
                <dl class="pairs">
                    <dt>{ "Spans" }</dt><dd>{ state.store.tally(doc).spans }</dd>
                    <dt>{ "Can be undone" }</dt><dd>{ steps(state.history.depth()) }</dd>
                </dl>
                { sets(page) }
            </section>
        </div>
    }
}

fn facts(document: &Document, info: &postil_core::DocumentInfo, doc: DocId) -> Html {
    let end = document.range().end();
    let paragraphs = document.blocks().last().map_or(0, |block| block.paragraph);
    let hash = doc.to_string();
    html! {
        <dl class="pairs">
            <dt>{ "Language" }</dt><dd>{ info.language.as_deref().unwrap_or("not known").to_owned() }</dd>
            <dt>{ "Paragraphs" }</dt><dd>{ paragraphs }</dd>
            <dt>{ "Words" }</dt><dd>{ info.words }</dd>
            <dt>{ "Characters" }</dt><dd>{ document.offsets().to_char(end).get() }</dd>
            <dt>{ "Bytes" }</dt><dd>{ end.get() }</dd>
            <dt>{ "Source" }</dt><dd dir="auto">{ info.source.as_deref().unwrap_or("pasted").to_owned() }</dd>
            <dt>{ "SHA-256" }</dt><dd title={hash.clone()}>{ format!("{}…", &hash[..12]) }</dd>
        </dl>
    }
}

fn steps(depth: usize) -> String {
    match depth {
        0 => "nothing".to_owned(),
        1 => "1 step".to_owned(),
        depth => format!("{depth} steps"),
    }
}

/// Which set of annotations is shown, where there are several.
fn sets(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let mut sets: Vec<(&SetId, String)> =
        state.store.sets().iter().map(|(id, info)| (id, info.name.to_string())).collect();
    if !sets.iter().any(|(id, _)| **id == state.set) {
        sets.insert(0, (&state.set, "My annotations".to_owned()));
    }
    if sets.len() < 2 {
        return Html::default();
    }
    let onchange = {
        let tasks = tasks.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(set) = select.and_then(|select| select.value().parse().ok()) {
                tasks.send(Action::UseSet(set));
            }
        })
    };
    html! {
        <label class="field">
            <span>{ "Annotations shown" }</span>
            <select class="select" {onchange}>
                { for sets.into_iter().map(|(id, name)| html! {
                    <option key={id.as_str()} value={id.to_string()} selected={*id == state.set}>{ name }</option>
                }) }
            </select>
        </label>
    }
}
