//! About the focused span or suggestion.

mod attributes;
mod cluster;
mod event;
mod links;

use super::field::{Kind, field};
use super::place::places;
use crate::dom;
use crate::view::Page;
use crate::view::button::key_button;
use crate::view::labels::specimen;
use crate::view::words::{decimal, percent, person, time};
use postil_core::{AnnotatorId, Layer, NodeId, Origin, Provenance, Record, RecordKey, Score};
use postil_editor::{Command, Dialog, Item, Placed, Shortcut, Shown, State, elided};
use std::sync::Arc;
use yew::prelude::*;

pub fn item(page: &Page, placed: &Placed) -> Html {
    let state = &page.state;
    let Some(shown) = Shown::of(state) else { return Html::default() };
    let document = shown.document;
    // What is typed in a field belongs to one item.
    let key = match placed.item {
        Item::Span(id) => id.to_string(),
        Item::Suggestion(id) | Item::Rejected(id) => id.0.to_string(),
    };
    let mut covered = String::new();
    for fragment in &placed.fragments {
        if !covered.is_empty() {
            covered.push_str(" … ");
        }
        covered.push_str(&elided(document, *fragment));
    }
    html! {
        <div class="sheet" {key}>
            <header>
                <p class="kind">{ specimen(state, &placed.label, placed.item.is_suggestion()) }{ " " }{ origin(state, placed.item) }</p>
                <p class="cover" dir="auto">{ covered }</p>
                { places(document, &placed.fragments) }
            </header>
            { actions(page, placed.item) }
            { value(page, &shown, placed) }
            { note(page, placed.item) }
            { links::linked(page, &shown, placed) }
            { cluster::cluster(page, &shown, placed) }
            { event::events(page, &shown, placed) }
            { attributes::attributes(page, &shown, placed) }
            { placed.score.map(score).unwrap_or_default() }
            { reasons(state, placed.item) }
            { links::readings(page, &shown, placed) }
        </div>
    }
}

/// Whose it is, and since when.
fn origin(state: &State, item: Item) -> String {
    let id = match item {
        Item::Span(id) => id,
        Item::Suggestion(_) => return "suggestion, not yet yours".to_owned(),
        Item::Rejected(_) => return "suggestion, rejected".to_owned(),
    };
    let Some(span) = state.store.span(id) else { return String::new() };
    let key = RecordKey::Node(id);
    let last = state.store.history_of(&key).last();
    let who = last.map_or("you".to_owned(), |last| person(state, &last.annotator));
    let when = last.map(|last| format!(", {}", time(last.at, dom::now()))).unwrap_or_default();
    match &span.origin {
        Origin::Person if who == "you" => format!("yours{when}"),
        Origin::Person => format!("by {who}{when}"),
        Origin::Suggestion(_) => format!("accepted by {who}{when}"),
        Origin::Import { source, .. } => format!("imported from {source}"),
    }
}

fn actions(page: &Page, item: Item) -> Html {
    let Page { state, tasks } = page;
    let act = |words, key, command| key_button(words, state.preferences.keys.shown(key), tasks.press(command));
    let is_rejected = matches!(item, Item::Rejected(_));
    let label = if is_rejected || item.is_suggestion() { "Other label" } else { "Relabel" };
    html! {
        <div class="acts">
            if is_rejected {
                { act("Bring back", Shortcut::Reject, Command::Reject) }
                { act("Accept", Shortcut::Accept, Command::Accept) }
            } else if item.is_suggestion() {
                { act("Accept", Shortcut::Accept, Command::Accept) }
                { act("Reject", Shortcut::Reject, Command::Reject) }
                { act("Skip", Shortcut::Skip, Command::Skip) }
            } else {
                { act("Delete", Shortcut::Delete, Command::Delete) }
            }
            { key_button(label, "1–9", tasks.dialog(Some(Dialog::Palette))) }
        </div>
    }
}

/// A date, time or number in normal form: to edit on a span, to read on a suggestion.
fn value(page: &Page, shown: &Shown, placed: &Placed) -> Html {
    let Page { state, tasks } = page;
    let value = shown.value_of(placed.item);
    let definition = state.store.definitions().get(&(postil_core::Kind::Label, placed.label.clone()));
    let has_values = definition.is_some_and(|it| matches!(it.layer, Layer::Dates | Layer::Numbers));
    match (placed.item, value) {
        (Item::Span(on), value) if has_values || value.is_some() => {
            let tasks = tasks.clone();
            let on_done = Callback::from(move |text| tasks.command(Command::Value { on, text }));
            html! {
                <section>{ field(page, "Value, in normal form", Kind::Text, value.unwrap_or_default(), on_done) }</section>
            }
        }
        (Item::Suggestion(_) | Item::Rejected(_), Some(value)) => html! {
            <section><h3>{ "Value" }</h3><dl class="pairs"><dt>{ "Normal form" }</dt><dd dir="auto">{ value }</dd></dl></section>
        },
        _ => Html::default(),
    }
}

fn note(page: &Page, item: Item) -> Html {
    let Page { state, tasks } = page;
    let Item::Span(on) = item else { return Html::default() };
    let mut own = String::new();
    let mut others = Vec::new();
    for (by, text) in notes(state, on) {
        if by == state.author.annotator {
            own = text.to_string();
        } else {
            let by = person(state, &by);
            others.push(html! { <p>{ format!("{by}: ") }<span dir="auto">{ text.to_string() }</span></p> });
        }
    }
    let on_done = {
        let tasks = tasks.clone();
        Callback::from(move |text| tasks.command(Command::Note { on, text }))
    };
    html! {
        <section>
            <h3>{ "Note" }<kbd>{ state.preferences.keys.shown(Shortcut::Note) }</kbd></h3>
            { field(page, "Note", Kind::Note, own, on_done) }
            { others }
        </section>
    }
}

/// The notes on a span, with who wrote them.
fn notes(state: &State, on: NodeId) -> Vec<(AnnotatorId, Arc<str>)> {
    let mut notes = Vec::new();
    for key in state.store.references(on) {
        if let (RecordKey::Note(_, by), Some(record)) = (key, state.store.get(key))
            && let Record::Note(note) = &**record
        {
            notes.push((by.clone(), note.text.clone()));
        }
    }
    notes
}

fn score(score: Score) -> Html {
    let verb = if percent(score) == 1 { "is" } else { "are" };
    html! {
        <section>
            <h3>{ "Score" }</h3>
            <p class="scoreline">
                <span class="score">{ decimal(score) }</span>
                <span>{ format!("Of a hundred suggestions scored like this, about {} {verb} right.", percent(score)) }</span>
            </p>
        </section>
    }
}

/// Why it was suggested, and by what.
fn reasons(state: &State, item: Item) -> Html {
    let provenance = match item {
        Item::Suggestion(id) | Item::Rejected(id) => state.suggestions().get(id).map(|it| &it.provenance),
        Item::Span(id) => match state.store.span(id).map(|span| &span.origin) {
            Some(Origin::Suggestion(provenance)) => Some(provenance),
            _ => None,
        },
    };
    let Some(provenance) = provenance else { return Html::default() };
    let Provenance { extractor, version, reasons, .. } = &**provenance;
    html! {
        <section>
            <h3>{ "Why it was suggested" }</h3>
            <ul>
                for reason in reasons.iter() {
                    <li dir="auto">{ reason.to_string() }</li>
                }
            </ul>
            <p class="at">{ format!("Extractor {extractor}, version {version}") }</p>
        </section>
    }
}
