//! About the focused span or suggestion.

mod links;

use super::fields::{Line, NoteField};
use super::place::{elided, places};
use crate::dom;
use crate::state::{Access, Command, Item, Placed, Shown, State};
use crate::tasks::Tasks;
use crate::view::labels::{definitions, specimen};
use crate::view::left::when::time;
use crate::view::top::decimal;
use crate::view::top::menu::keep_focus;
use links::{Linked, Readings};
use postil_core::{AnnotatorId, Layer, NodeId, Origin, Record, RecordKey, Score};
use std::rc::Rc;
use std::sync::Arc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub state: Rc<State>,
    pub tasks: Tasks,
    pub placed: Placed,
}

#[component]
pub fn Focused(props: &Props) -> Html {
    let Props { state, tasks, placed } = props;
    let Some(shown) = Shown::of(state) else { return Html::default() };
    let document = shown.document;
    let covered = placed.fragments.iter().map(|fragment| elided(document, *fragment)).collect::<Vec<_>>().join(" … ");
    html! {
        <div class="sheet">
            <header>
                <p class="kind">{ specimen(state, &placed.label, placed.item.is_suggestion()) }{ " " }{ origin(state, placed.item) }</p>
                <p class="cover" dir="auto">{ covered }</p>
                { places(document, &placed.fragments) }
            </header>
            { actions(tasks, placed.item) }
            { value(&shown, state, tasks, placed) }
            { note(state, tasks, placed.item) }
            <Linked ..props.clone() />
            { for placed.score.map(score) }
            { reasons(state, placed.item) }
            <Readings ..props.clone() />
        </div>
    }
}

/// Whose it is, and since when.
fn origin(state: &State, item: Item) -> String {
    let Item::Span(id) = item else { return "suggestion, not yet yours".to_owned() };
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

/// A person as one would call them.
fn person(state: &State, annotator: &AnnotatorId) -> String {
    if *annotator == state.author.annotator {
        return "you".to_owned();
    }
    match state.store.get(&RecordKey::Annotator(annotator.clone())).map(|record| &**record) {
        Some(Record::AnnotatorInfo(info)) => info.name.to_string(),
        _ => "another annotator".to_owned(),
    }
}

fn actions(tasks: &Tasks, item: Item) -> Html {
    let rows: &[(&str, &str, Command)] = match item {
        Item::Suggestion(_) => {
            &[("Accept", "a", Command::Accept), ("Reject", "x", Command::Reject), ("Skip", "Space", Command::Skip)]
        }
        Item::Span(_) => &[("Delete", "⌫", Command::Delete)],
    };
    let palette = tasks.on(|_: MouseEvent| crate::state::Action::Dialog(Some(crate::state::Dialog::Palette)));
    html! {
        <div class="acts">
            { for rows.iter().map(|(words, key, command)| html! {
                <button class="button" onmousedown={keep_focus} onclick={tasks.on_command(command.clone())}>
                    { *words }{ " " }<kbd>{ *key }</kbd>
                </button>
            }) }
            <button class="button" onmousedown={keep_focus} onclick={palette}>
                { if item.is_suggestion() { "Other label " } else { "Relabel " } }<kbd>{ "1–9" }</kbd>
            </button>
        </div>
    }
}

/// A date, time or number in normal form: to edit on a span, to read on a suggestion.
fn value(shown: &Shown, state: &State, tasks: &Tasks, placed: &Placed) -> Html {
    let value = shown.value_of(placed.item);
    let layer = definitions(state).into_iter().find(|(slug, _)| **slug == placed.label).map(|(_, it)| it.layer);
    let has_values = matches!(layer, Some(Layer::Dates | Layer::Numbers));
    match (placed.item, value) {
        (Item::Span(on), value) if has_values || value.is_some() => {
            let tasks = tasks.clone();
            let on_done = Callback::from(move |text| tasks.command(Command::Value { on, text }));
            html! {
                <section>
                    <Line key={on.to_string()} label="Value, in normal form" value={value.unwrap_or_default()}
                        is_read_only={state.access == Access::ReadOnly} {on_done} />
                </section>
            }
        }
        (Item::Suggestion(_), Some(value)) => html! {
            <section><h3>{ "Value" }</h3><dl class="pairs"><dt>{ "Normal form" }</dt><dd dir="auto">{ value }</dd></dl></section>
        },
        _ => Html::default(),
    }
}

fn note(state: &State, tasks: &Tasks, item: Item) -> Html {
    let Item::Span(on) = item else { return Html::default() };
    let notes = notes(state, on);
    let own = notes.iter().find(|(by, _)| *by == state.author.annotator).map(|(_, text)| text.to_string());
    let on_done = {
        let tasks = tasks.clone();
        Callback::from(move |text| tasks.command(Command::Note { on, text }))
    };
    let others = notes.iter().filter(|(by, _)| *by != state.author.annotator);
    html! {
        <section>
            <h3>{ "Note" }<kbd>{ "n" }</kbd></h3>
            <NoteField key={on.to_string()} value={own.unwrap_or_default()} is_read_only={state.access == Access::ReadOnly} {on_done} />
            { for others.map(|(by, text)| html! {
                <p key={by.as_str()}>{ format!("{}: ", person(state, by)) }<span dir="auto">{ text.to_string() }</span></p>
            }) }
        </section>
    }
}

/// The notes on a span, with who wrote them.
fn notes(state: &State, on: NodeId) -> Vec<(AnnotatorId, Arc<str>)> {
    let keys = state.store.references(on).iter();
    keys.filter_map(|key| match (key, &**state.store.get(key)?) {
        (RecordKey::Note(_, by), Record::Note(note)) => Some((by.clone(), note.text.clone())),
        _ => None,
    })
    .collect()
}

fn score(score: Score) -> Html {
    let percent = (score.parts() + 50) / 100;
    html! {
        <section>
            <h3>{ "Score" }</h3>
            <p class="scoreline">
                <span class="score">{ decimal(score.to_f64()) }</span>
                <span>{ format!("Of a hundred suggestions scored like this, about {percent} are right.") }</span>
            </p>
        </section>
    }
}

/// Why it was suggested, and by what.
fn reasons(state: &State, item: Item) -> Html {
    let (extractor, version, reasons) = match item {
        Item::Suggestion(id) => match state.suggestions().get(id) {
            Some(it) => (&it.extractor, &it.version, &it.reasons),
            None => return Html::default(),
        },
        Item::Span(id) => match state.store.span(id).map(|span| &span.origin) {
            Some(Origin::Suggestion(it)) => (&it.extractor, &it.version, &it.reasons),
            _ => return Html::default(),
        },
    };
    html! {
        <section>
            <h3>{ "Why it was suggested" }</h3>
            <ul>{ for reasons.iter().map(|reason| html! { <li dir="auto">{ reason.to_string() }</li> }) }</ul>
            <p class="at">{ format!("Extractor {extractor}, version {version}") }</p>
        </section>
    }
}
