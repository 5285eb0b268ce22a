//! About the open document, while nothing in it has the focus.

use super::field::{Kind, entry, field};
use crate::dom::{Event, HtmlSelectElement, MouseEvent};
use crate::view::Page;
use crate::view::button::button;
use crate::view::words::count;
use postil_core::{DocId, Document, DocumentInfo, SetId};
use postil_editor::{Action, Command, document_labels};
use yew::prelude::*;

pub fn about(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let Some(document) = state.document() else { return Html::default() };
    let doc = document.id();
    let Some(info) = state.store.documents().get(&doc) else { return Html::default() };
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
    // What is typed in a field belongs to one document.
    html! {
        <div class="sheet" key={doc.to_string()}>
            <header>
                <p class="kind">{ "This document" }</p>
                { field(page, "Title", Kind::Text, info.title.to_string(), on_title) }
                { field(page, "Document date", Kind::Date, info.dct.as_deref().unwrap_or_default().to_owned(), on_date) }
                <p class="at">
                    { "“Monday” and “last week” in the text are understood from this date. Changing it reads the text again." }
                </p>
            </header>
            <section>
                <h3>{ "Text" }</h3>
                { facts(document, info, doc) }
                { again(page, doc) }
            </section>
            { versions(page, doc, info) }
            { labels(page, doc) }
            <section>
                <h3>{ "Work" }</h3>
                <dl class="pairs">
                    { pair("Spans", state.store.tally(doc).spans.to_string()) }
                    { pair("Can be undone", steps(state.history.depth())) }
                </dl>
                { sets(page) }
            </section>
        </div>
    }
}

/// The labels of the document: those of the schema, and a field for a new one.
fn labels(page: &Page, doc: DocId) -> Html {
    let Page { state, tasks } = page;
    let given = document_labels(&state.store, doc, &state.set);
    let choose = |name: String, is_on: bool| {
        let tasks = tasks.clone();
        Callback::from(move |_: Event| tasks.command(Command::LabelDocument { name: name.clone(), is_on }))
    };
    let mut boxes = Vec::new();
    for ((kind, slug), it) in state.store.definitions().iter() {
        let is_on = given.contains(slug);
        if *kind == postil_core::Kind::DocumentLabel && (is_on || it.replaced_by.is_none()) {
            let onchange = choose(slug.to_string(), !is_on);
            boxes.push(html! {
                <label key={slug.as_str()}>
                    <input type="checkbox" checked={is_on} {onchange} />{ it.name.to_string() }
                </label>
            });
        }
    }
    let new = {
        let tasks = tasks.clone();
        Callback::from(move |name| tasks.command(Command::LabelDocument { name, is_on: true }))
    };
    html! {
        <section aria-label="Labels of this document">
            <h3>{ "Labels" }</h3>
            <div class="choice">{ boxes }</div>
            { entry("new-document-label", "New label of the document", "Name it, then Enter", Vec::new(), new) }
        </section>
    }
}

fn facts(document: &Document, info: &DocumentInfo, doc: DocId) -> Html {
    let end = document.range().end();
    let paragraphs = document.blocks().last().map_or(0, |block| block.paragraph);
    let hash = doc.to_string();
    html! {
        <dl class="pairs">
            { pair("Language", info.language.as_deref().unwrap_or("not known").to_owned()) }
            { pair("Paragraphs", paragraphs.to_string()) }
            { pair("Words", info.words.to_string()) }
            { pair("Characters", document.offsets().to_char(end).to_string()) }
            { pair("Bytes", end.to_string()) }
            <dt>{ "Source" }</dt><dd dir="auto">{ info.source.as_deref().unwrap_or("pasted").to_owned() }</dd>
            <dt>{ "SHA-256" }</dt><dd title={hash.clone()}>{ format!("{}…", &hash[..12]) }</dd>
        </dl>
    }
}

/// The ways to the text that this one corrects, and to the one that corrects it.
fn versions(page: &Page, doc: DocId, info: &DocumentInfo) -> Html {
    let Page { state, tasks } = page;
    let documents = state.store.documents();
    let newer = documents.iter().find(|(_, it)| it.supersedes == Some(doc)).map(|(newer, _)| *newer);
    let mut rows = Vec::new();
    for (name, other) in [("Corrects", info.supersedes), ("Corrected by", newer)] {
        let Some((other, it)) = other.and_then(|other| Some((other, documents.get(&other)?))) else { continue };
        let tasks = tasks.clone();
        let onclick = Callback::from(move |_: MouseEvent| tasks.show(other));
        rows.push(html! {
            <li key={name}>
                <button type="button" {onclick}><span class="t" dir="auto">{ it.title.to_string() }</span><span class="n">{ name }</span></button>
            </li>
        });
    }
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ "Versions" }</h3>
            <ul class="refs">{ rows }</ul>
            if info.supersedes.is_some() {
                { button("button is-outline", "Changes to look at", tasks.act(|| Action::FindChanges)) }
            }
        </section>
    }
}

/// A way to another reading of the document's file, where it does not prove its encoding.
fn again(page: &Page, doc: DocId) -> Html {
    let Some(file) = page.state.readings.get(&doc).copied() else { return Html::default() };
    let tasks = page.tasks.clone();
    button("button is-outline", "Read again as…", Callback::from(move |_: MouseEvent| tasks.read_again(file)))
}

fn pair(name: &'static str, value: String) -> Html {
    html! { <><dt>{ name }</dt><dd>{ value }</dd></> }
}

fn steps(depth: usize) -> String {
    if depth == 0 { "nothing".to_owned() } else { count(depth, "step") }
}

/// Which set of annotations is shown, where there are several.
fn sets(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let known = state.store.sets();
    if known.len() < 2 && (known.is_empty() || known.contains_key(&state.set)) {
        return Html::default();
    }
    let option = |id: &SetId, name: &str| {
        html! { <option key={id.as_str()} value={id.to_string()} selected={*id == state.set}>{ name }</option> }
    };
    let mut options = Vec::new();
    if !known.contains_key(&state.set) {
        options.push(option(&state.set, "My annotations"));
    }
    for (id, info) in known.iter() {
        options.push(option(id, &info.name));
    }
    let onchange = {
        let tasks = tasks.clone();
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(set) = select.and_then(|select| select.value().parse().ok()) {
                tasks.send(Action::UseSet(set));
            }
        })
    };
    html! {
        <label class="field">
            <span>{ "Annotations shown" }</span>
            <select class="select" {onchange}>{ options }</select>
        </label>
    }
}
