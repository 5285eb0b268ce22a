//! The bar over the page: which document, what is shown of it, whether it is saved, and the way out.

pub(super) mod menu;

use super::Page;
use super::icon::{Icon, icon};
use super::labels::definitions;
use crate::dom::{self, Event, HtmlInputElement, InputEvent};
use crate::state::{Access, Action, Command, Dialog, State, Theme};
use menu::{Entry, Menu, keep_focus};
use postil_core::Layer;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// By how much a step of the threshold moves it.
const STEP: f64 = 0.05;

/// A layer as it is named on the page.
pub fn layer_name(layer: Layer) -> &'static str {
    match layer {
        Layer::Entities => "Entities",
        Layer::Quotes => "Quotes",
        Layer::Dates => "Dates",
        Layer::Numbers => "Numbers",
        Layer::Events => "Events",
        Layer::Coreference => "Coref",
    }
}

#[component]
pub fn Top(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let counts = use_memo(state.revision(), |_| layer_counts(state));
    let panel = |is_left: bool| tasks.on(move |_: MouseEvent| Action::TogglePanel { is_left });
    let dialog = |dialog: Dialog| tasks.on(move |_: MouseEvent| Action::Dialog(Some(dialog.clone())));
    let on_files = {
        let tasks = tasks.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                tasks.open_files(dom::files::chosen(&input));
            }
        })
    };
    html! {
        <header class="top">
            <span class="mark">{ "Postil" }</span>
            <button class="button is-icon" aria-label="Documents and labels" title="Documents and labels" aria-controls="left"
                aria-expanded={state.preferences.is_left_open.to_string()} onclick={panel(true)}>{ icon(Icon::LeftPanel) }</button>
            { document(page) }
            <hr />
            <div class="layers" role="group" aria-label="Layers">
                { for counts.iter().map(|(layer, count)| layer_button(page, *layer, *count)) }
            </div>
            <hr />
            { threshold(page) }
            <Menu class={classes!("layers-menu", "is-wide-only")} list="Layers" entries={layer_entries(page)}>
                { "Layers " }{ icon(Icon::Down) }
            </Menu>
            <div class="end">
                { saved(page) }
                { step(page, true) }
                { step(page, false) }
                { theme(page) }
                <button class="button is-outline is-wide-only" onclick={dialog(Dialog::Export)}>{ "Export" }</button>
                <button class="button is-icon is-wide-only" aria-label="Keys (?)" title="Keys (?)" onclick={dialog(Dialog::Keys)}>
                    <kbd>{ "?" }</kbd>
                </button>
                <button class="button is-icon" aria-label="Inspector (i)" title="Inspector (i)" aria-controls="right"
                    aria-expanded={state.preferences.is_right_open.to_string()} onclick={panel(false)}>{ icon(Icon::RightPanel) }</button>
                <Menu class={classes!("is-icon", "is-narrow")} name="More" list="More" entries={more_entries(page)}>{ icon(Icon::Dots) }</Menu>
            </div>
            <input type="file" id="open-files" aria-label="Files to open" multiple=true hidden=true onchange={on_files} />
        </header>
    }
}

/// The open document's title, and the list of the others.
fn document(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let title = state.current.and_then(|doc| state.store.documents().get(&doc)).map(|info| info.title.clone());
    let entries = {
        let (state, tasks) = (state.clone(), tasks.clone());
        Callback::from(move |()| {
            let documents = state.documents_in_order().into_iter();
            documents
                .map(|(doc, info)| {
                    let tasks = tasks.clone();
                    let label = html! { <span class="t" dir="auto">{ info.title.to_string() }</span> };
                    let on_pick = move || {
                        tasks.send(Action::Show(doc));
                        dom::focus_pane();
                    };
                    Entry { is_on: Some(state.current == Some(doc)), ..Entry::new(label, on_pick) }
                })
                .collect()
        })
    };
    let title = title.as_deref().unwrap_or("No document").to_owned();
    html! {
        <Menu class="is-title" name={format!("Document: {title}")} list="Documents" is_listbox=true {entries}>
            <span class="title" dir="auto">{ title }</span>{ icon(Icon::Down) }
        </Menu>
    }
}

/// The layers that have labels, each with how much there is, where counting is cheap.
fn layer_counts(state: &State) -> Vec<(Layer, Option<u32>)> {
    let counts = state.counts();
    let labels = definitions(state);
    let layers = Layer::ALL.iter().filter(|layer| labels.iter().any(|(_, it)| it.layer == **layer));
    layers
        .map(|layer| {
            let count = counts.as_ref().map(|counts| {
                let of_layer = labels.iter().filter(|(_, it)| it.layer == *layer);
                of_layer.filter_map(|(slug, _)| counts.get(*slug)).map(|count| count.total()).sum()
            });
            (*layer, count)
        })
        .collect()
}

fn is_shown(state: &State, layer: Layer) -> bool {
    !state.preferences.hidden_layers.contains(&layer)
}

fn layer_button(page: &Page, layer: Layer, count: Option<u32>) -> Html {
    let Page { state, tasks } = page;
    html! {
        <button class="button layer" aria-pressed={is_shown(state, layer).to_string()} onmousedown={keep_focus}
            onclick={tasks.on(move |_: MouseEvent| Action::ToggleLayer(layer))}>
            { layer_name(layer) }
            { for count.map(|count| html! { <small>{ count }</small> }) }
        </button>
    }
}

/// What the bar has no room for at medium widths: layers, and a coarser way to set the threshold.
fn layer_entries(page: &Page) -> Callback<(), Vec<Entry>> {
    let Page { state, tasks } = page.clone();
    Callback::from(move |()| {
        let labels = definitions(&state);
        let layers = Layer::ALL.iter().filter(|layer| labels.iter().any(|(_, it)| it.layer == **layer));
        let mut entries: Vec<Entry> = layers
            .map(|layer| {
                let (tasks, layer) = (tasks.clone(), *layer);
                let is_on = Some(is_shown(&state, layer));
                let on_pick = move || tasks.send(Action::ToggleLayer(layer));
                Entry { is_on, stays: true, ..Entry::new(layer_name(layer), on_pick) }
            })
            .collect();
        for (words, by) in [("Show fewer suggestions", STEP), ("Show more suggestions", -STEP)] {
            let value = (state.preferences.threshold + by).clamp(0.0, 1.0);
            let tasks = tasks.clone();
            let label = html! { <>{ words }<small>{ format!("score ≥ {}", decimal(value)) }</small></> };
            entries.push(Entry { stays: true, ..Entry::new(label, move || tasks.send(Action::Threshold(value))) });
        }
        entries
    })
}

/// What the bar has no room for on a narrow screen.
fn more_entries(page: &Page) -> Callback<(), Vec<Entry>> {
    let page = page.clone();
    let layers = layer_entries(&page);
    Callback::from(move |()| {
        let tasks = &page.tasks;
        let send = |words: &'static str, dialog: Dialog| {
            let tasks = tasks.clone();
            Entry::new(words, move || tasks.send(Action::Dialog(Some(dialog.clone()))))
        };
        let mut entries = vec![send("Export…", Dialog::Export), send("Keys", Dialog::Keys)];
        entries.extend(layers.emit(()));
        entries
    })
}

fn threshold(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let value = state.preferences.threshold;
    let oninput = {
        let tasks = tasks.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(value) = input.and_then(|input| input.value().parse::<f64>().ok()) {
                tasks.send(Action::Threshold(value));
            }
        })
    };
    html! {
        <label class="threshold">
            { "score ≥ " }<output>{ decimal(value) }</output>
            <input type="range" min="0" max="1" step={STEP.to_string()} value={value.to_string()} {oninput}
                aria-label="Least score shown" />
        </label>
    }
}

/// A score as it is written on the page: `.71`.
pub fn decimal(value: f64) -> String {
    let text = format!("{value:.2}");
    text.strip_prefix('0').map_or(text.clone(), str::to_owned)
}

/// Whether everything is on the disk. Always in view.
fn saved(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let trouble = |words: &'static str, reason: &str| {
        html! {
            <span class="saved is-failed" role="alert" title={reason.to_owned()}>
                { icon(Icon::Warning) }{ words }<span class="title">{ reason.to_owned() }</span>
            </span>
        }
    };
    match (&state.access, &state.saving.trouble) {
        (Access::ReadOnly, _) => html! {
            <span class="saved" title="Another tab has this project open and writes to it.">{ icon(Icon::Lock) }{ "Read-only" }</span>
        },
        (Access::Memory(reason), _) => trouble("Not kept:", reason),
        (Access::Writing, Some(reason)) if !state.is_saved() => {
            let tasks = tasks.clone();
            html! {
                <>
                    { trouble("Not saved:", reason) }
                    <button class="button is-outline" onclick={move |_| tasks.save_again()}>{ "Try again" }</button>
                </>
            }
        }
        _ if state.is_saved() => html! { <span class="saved">{ icon(Icon::Tick) }{ "Saved" }</span> },
        _ => html! { <span class="saved">{ "Saving…" }</span> },
    }
}

fn step(page: &Page, is_undo: bool) -> Html {
    let Page { state, tasks } = page;
    let (name, mark, command) = match is_undo {
        true => ("Undo (Ctrl+Z)", Icon::Undo, Command::Undo),
        false => ("Redo (Ctrl+Shift+Z)", Icon::Redo, Command::Redo),
    };
    let next = if is_undo { state.history.last_done() } else { state.history.last_undone() };
    let is_off = next.is_none() || state.access == Access::ReadOnly;
    let tasks = tasks.clone();
    let onclick = move |_: MouseEvent| {
        if !is_off {
            tasks.command(command.clone());
        }
    };
    html! {
        <button class="button is-icon" aria-label={name} title={name} aria-disabled={is_off.then_some("true")} {onclick}
            onmousedown={keep_focus}>{ icon(mark) }</button>
    }
}

fn theme(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let (name, mark, next) = match state.preferences.theme {
        Theme::System => ("Colours as the system has them; change to light", Icon::HalfCircle, Theme::Light),
        Theme::Light => ("Light colours; change to dark", Icon::Sun, Theme::Dark),
        Theme::Dark => ("Dark colours; change to the system’s", Icon::Moon, Theme::System),
    };
    html! {
        <button class="button is-icon is-wide-only" aria-label={name} title={name}
            onclick={tasks.on(move |_: MouseEvent| Action::Theme(next))}>{ icon(mark) }</button>
    }
}
