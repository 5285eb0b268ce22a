//! The bar over the page: which document, what is shown of it, whether it is saved, and the way out.

pub(super) mod menu;

use super::Page;
use super::button::{button, icon_button, keep_focus};
use super::counted::counts;
use super::icon::{Icon, icon};
use super::labels::definitions;
use super::left::MANY;
use super::words::{decimal, percent};
use crate::dom::{self, Event, HtmlInputElement, InputEvent, MouseEvent};
use menu::{Entry, menu};
use postil_core::{Kind, Layer, Score};
use postil_editor::{Access, Action, Command, Dialog, Shortcut, State, Theme, entries};
use yew::prelude::*;

/// By how much a step of the threshold moves it, in hundredths.
const STEP: u16 = 5;

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

pub fn top(page: &Page) -> Html {
    let tasks = &page.tasks;
    let keys = AttrValue::from(page.state.preferences.keys.beside("Keys", Shortcut::Keys));
    let layers_face = html! { <><span class="is-roomless">{ "Layers " }</span>{ icon(Icon::Down) }</> };
    html! {
        <header class="top">
            <span class="mark">{ "Postil" }</span>
            { panel_button(page, true) }
            { document(page) }
            <hr />
            <div class="layers" role="group" aria-label="Layers">
                for (layer, count) in layers(&page.state) {
                    { layer_button(page, layer, count) }
                }
            </div>
            <hr />
            { threshold(page) }
            { menu("button layers-menu is-wide-only", Some("Layers and suggestions".into()), "Layers and suggestions", false, layer_entries(page), layers_face) }
            <div class="end">
                { saved(page) }
                { step(page, Icon::Undo, Command::Undo) }
                { step(page, Icon::Redo, Command::Redo) }
                { theme(page) }
                { button("button is-wide-only", "Schema", tasks.dialog(Some(Dialog::Schema(None)))) }
                { button("button is-outline is-wide-only", "Export", tasks.dialog(Some(Dialog::Export))) }
                <button class="button is-icon is-wide-only" aria-label={keys.clone()} title={keys}
                    onclick={tasks.dialog(Some(Dialog::Keys))}>
                    <kbd>{ "?" }</kbd>
                </button>
                { panel_button(page, false) }
                { menu("button is-icon is-narrow", Some("More".into()), "More", false, more_entries(page), icon(Icon::Dots)) }
            </div>
            { files(page) }
        </header>
    }
}

/// The field behind “Open files”.
pub fn files(page: &Page) -> Html {
    let tasks = page.tasks.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            tasks.open_files(dom::files::chosen(&input));
        }
    });
    html! { <input type="file" id={dom::OPEN_FILES} aria-label="Files to open" multiple=true hidden=true {onchange} /> }
}

/// Opens and closes the panel at one side.
fn panel_button(page: &Page, is_left: bool) -> Html {
    let Page { state, tasks } = page;
    let (name, key, panel, mark, is_open) = match is_left {
        true => ("Documents and labels", Shortcut::LeftPanel, "left", Icon::LeftPanel, state.preferences.is_left_open),
        false => ("Inspector", Shortcut::Inspector, "right", Icon::RightPanel, state.preferences.is_right_open),
    };
    let name = AttrValue::from(state.preferences.keys.beside(name, key));
    html! {
        <button class="button is-icon" aria-label={name.clone()} title={name} aria-controls={panel}
            aria-expanded={if is_open { "true" } else { "false" }} onclick={tasks.act(move || Action::TogglePanel { is_left })}>
            { icon(mark) }
        </button>
    }
}

/// The open document's title, and the list of the others.
fn document(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let title = state.current.and_then(|doc| state.store.documents().get(&doc)).map(|info| &*info.title);
    let title = AttrValue::from(title.unwrap_or("No document").to_owned());
    let entries = {
        let (state, tasks) = (state.clone(), tasks.clone());
        Callback::from(move |()| {
            let mut entries = Vec::new();
            let docs = state.documents_in_order();
            let here = docs.iter().position(|doc| state.current == Some(*doc)).unwrap_or(0);
            // Of very many, those around this one.
            let first = here.saturating_sub(MANY / 2).min(docs.len().saturating_sub(MANY));
            for doc in docs.into_iter().skip(first).take(MANY) {
                let Some(info) = state.store.documents().get(&doc) else { continue };
                let tasks = tasks.clone();
                let on_pick = Callback::from(move |_: MouseEvent| {
                    tasks.show(doc);
                    dom::focus_pane();
                });
                let label = html! { <span class="t" dir="auto">{ info.title.to_string() }</span> };
                entries.push(Entry { label, is_on: Some(state.current == Some(doc)), stays: false, on_pick });
            }
            entries
        })
    };
    let name = format!("Document: {title}").into();
    let face = html! { <><span class="title" dir="auto">{ title }</span>{ icon(Icon::Down) }</> };
    menu("button is-title", Some(name), "Documents", true, entries, face)
}

/// The layers that have labels, each with how much there is, where counting is cheap.
fn layers(state: &State) -> Vec<(Layer, Option<u32>)> {
    let counts = counts(state);
    let labels = definitions(state);
    let mut layers = Vec::new();
    for layer in Layer::ALL.iter().copied() {
        let (mut has_labels, mut count) = (false, 0);
        for (slug, it) in &labels {
            if it.layer == layer {
                has_labels = true;
                count += counts.as_ref().as_ref().and_then(|counts| counts.get(*slug)).map_or(0, |count| count.total());
            }
        }
        // Pronouns and triggers are suggested by labels that no schema need have.
        for (slug, of) in counts.iter().flat_map(|counts| counts.iter()) {
            let is_defined = labels.iter().any(|(label, _)| *label == slug);
            if !is_defined && Layer::usual(Kind::Label, slug.as_str()) == layer {
                has_labels = true;
                count += of.total();
            }
        }
        if has_labels {
            layers.push((layer, counts.is_some().then_some(count)));
        } else if layer == Layer::Coreference && !entries(&state.store, Kind::Cluster).is_empty() {
            // Its marks are those of others that mean the same: there is nothing of its own to count.
            layers.push((layer, None));
        }
    }
    layers
}

fn is_shown(state: &State, layer: Layer) -> bool {
    !state.preferences.hidden_layers.contains(&layer)
}

fn layer_button(page: &Page, layer: Layer, count: Option<u32>) -> Html {
    let Page { state, tasks } = page;
    html! {
        <button class="button layer" aria-pressed={if is_shown(state, layer) { "true" } else { "false" }} onmousedown={keep_focus}
            onclick={tasks.act(move || Action::ToggleLayer(layer))}>
            { layer_name(layer) }
            if let Some(count) = count {
                <small>{ count }</small>
            }
        </button>
    }
}

/// What the bar has no room for at medium widths: layers, and a coarser way to set the threshold.
fn layer_entries(page: &Page) -> Callback<(), Vec<Entry>> {
    let page = page.clone();
    Callback::from(move |()| {
        let mut entries = Vec::new();
        add_layers(&mut entries, &page);
        entries
    })
}

fn add_layers(entries: &mut Vec<Entry>, page: &Page) {
    let Page { state, tasks } = page;
    for (layer, _) in layers(state) {
        let entry = Entry::new(layer_name(layer), tasks.act(move || Action::ToggleLayer(layer)));
        entries.push(Entry { is_on: Some(is_shown(state, layer)), stays: true, ..entry });
    }
    let entry = Entry::new("Suggest pronouns and who they mean", tasks.act(|| Action::ToggleCoreference));
    entries.push(Entry { is_on: Some(state.preferences.coreference), stays: true, ..entry });
    let entry = Entry::new("Learn from what I decide", tasks.act(|| Action::ToggleLearning));
    entries.push(Entry { is_on: Some(state.preferences.learning), stays: true, ..entry });
    let entry = Entry::new("Show rejected suggestions", tasks.act(|| Action::ToggleRejected));
    entries.push(Entry { is_on: Some(state.preferences.with_rejected), stays: true, ..entry });
    let now = percent(state.preferences.threshold);
    for (words, value) in
        [("Show fewer suggestions", (now + STEP).min(100)), ("Show more suggestions", now.saturating_sub(STEP))]
    {
        let value = Score::from_parts(value * 100);
        let how = format!("score ≥ {}", decimal(value)).into();
        entries.push(Entry::turn(words, how, tasks.act(move || Action::Threshold(value))));
    }
}

/// What the bar has no room for on a narrow screen.
fn more_entries(page: &Page) -> Callback<(), Vec<Entry>> {
    let page = page.clone();
    Callback::from(move |()| {
        let Page { state, tasks } = &page;
        let (how, next) = match state.preferences.theme {
            Theme::System => ("as the system", Theme::Light),
            Theme::Light => ("light", Theme::Dark),
            Theme::Dark => ("dark", Theme::System),
        };
        let mut entries = vec![
            Entry::new("Export…", tasks.dialog(Some(Dialog::Export))),
            Entry::new("Schema…", tasks.dialog(Some(Dialog::Schema(None)))),
            Entry::new("Pictures of this text", tasks.act(|| Action::ToggleDrawer)),
            Entry::new("Keys", tasks.dialog(Some(Dialog::Keys))),
            Entry::turn("Colours", how.into(), tasks.act(move || Action::Theme(next))),
        ];
        add_layers(&mut entries, &page);
        entries
    })
}

fn threshold(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let value = state.preferences.threshold;
    let oninput = {
        let tasks = tasks.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(percent) = input.and_then(|input| input.value().parse::<u16>().ok()) {
                tasks.send(Action::Threshold(Score::from_parts(percent.min(100) * 100)));
            }
        })
    };
    html! {
        <label class="threshold">
            { "score ≥ " }<output>{ decimal(value) }</output>
            <input type="range" min="0" max="100" step={STEP.to_string()} value={percent(value).to_string()} {oninput}
                aria-label="Least score shown" aria-valuetext={decimal(value)} />
        </label>
    }
}

/// Whether everything is on the disk. Always in view.
fn saved(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let trouble = |words: &'static str, reason: &str| {
        let reason = AttrValue::from(reason.to_owned());
        html! {
            <span class="saved is-failed" role="alert" title={reason.clone()}>
                { icon(Icon::Warning) }{ words }<span class="reason">{ reason }</span>
            </span>
        }
    };
    match (&state.access, state.saving.failure()) {
        (Access::Following, _) => html! {
            <span class="saved" title="You work in another tab: what you do there is shown here.">{ icon(Icon::Lock) }{ "Read-only" }</span>
        },
        (Access::Memory(reason), _) => trouble("Not kept:", reason),
        (Access::Writing, Some(reason)) if !state.is_saved() => {
            let again = tasks.act(|| Action::SaveAgain);
            html! { <>{ trouble("Not saved:", reason) }{ button("button is-outline", "Try again", again) }</> }
        }
        _ if state.is_saved() => html! { <span class="saved">{ icon(Icon::Tick) }{ "Saved" }</span> },
        _ => html! { <span class="saved">{ "Saving…" }</span> },
    }
}

fn step(page: &Page, mark: Icon, command: Command) -> Html {
    let Page { state, tasks } = page;
    let (next, name, key) = match command {
        Command::Undo => (state.history.last_done(), "Undo", Shortcut::Undo),
        _ => (state.history.last_undone(), "Redo", Shortcut::Redo),
    };
    let name = AttrValue::from(state.preferences.keys.beside(name, key));
    let is_off = next.is_none() || state.access == Access::Following;
    let onclick = (!is_off).then(|| tasks.press(command));
    html! {
        <button class="button is-icon" aria-label={name.clone()} title={name} aria-disabled={is_off.then_some("true")} {onclick}
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
    icon_button("button is-icon is-wide-only", name.into(), mark, tasks.act(move || Action::Theme(next)))
}
