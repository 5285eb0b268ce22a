//! The reading pane, and where the reader is in it.

mod near;
mod over;
mod pointer;

use super::Page;
use super::chunk::{SECTION, Section};
use super::folio::folio;
use super::minimap::Minimap;
use super::panels;
use crate::dom::{self, Event, selection};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use near::{Near, around, dress};
pub use over::over;
use pointer::{Grip, Pulled, selection_is_dragged, use_listeners, use_pointer};
use postil_core::{ByteOffset, Document, Map, TextRange};
use postil_editor::drawing::ChunkView;
use postil_editor::{Action, State};
use std::rc::Rc;
use yew::prelude::*;

/// A place or a selection is told to the state when it has rested this long, in milliseconds.
const REST: u32 = 300;
/// On paper a text of so many chunks has its marks: some three megabytes.
const PRINTED: u32 = 512;

/// What lives as long as the document is open, and is no part of the state.
#[derive(Default)]
struct Pane {
    views: Map<u32, Rc<ChunkView>>,
    /// Counts changes of `views`.
    generation: u32,
    /// Chunks with an end of a live selection: their text nodes must stay.
    held: Vec<u32>,
    /// Where the pointer went down.
    down: Option<(i32, i32)>,
    /// The chip that the pointer went down on.
    chip: Option<Pulled>,
    /// The end that is pulled.
    grip: Option<Grip>,
    /// While a finger may be about to hold.
    hold: Option<Timeout>,
    timer: Option<Timeout>,
    scroll: Option<Timeout>,
}

/// The article of the open document. The caller keys it by document.
#[component]
pub fn Article(page: &Page) -> Html {
    let Page { state, tasks } = page;
    let document = state.document().cloned();
    let pane = use_mut_ref(Pane::default);
    let near = use_reducer(Near::default);
    let refresh = use_force_update();
    let is_printed = use_printed();

    use_listeners(tasks, &pane, refresh);
    let on_down = use_pointer(tasks, &pane);
    {
        let (near, document, place) = (near.dispatcher(), document.clone(), place(state));
        use_effect_with((), move |()| {
            if let Some(document) = document {
                dom::scroll::restore(&document, place);
            }
            let watcher = dom::scroll::Watcher::new(move |changes| near.dispatch(changes));
            // Whoever goes from hit to hit goes on in the list of them.
            if !dom::has_focus_in(".find") {
                dom::focus_pane();
            }
            move || drop(watcher)
        });
    }
    {
        let document = document.clone();
        let reveal = state.reveal;
        use_effect_with(reveal.map(|(number, _)| number), move |_| {
            if let (Some(document), Some((_, range))) = (document, reveal) {
                dom::scroll::reveal(&document, range);
            }
        });
    }
    {
        // The model let go of the selection: so does the browser.
        let is_selected = state.selection.is_some();
        use_effect_with(is_selected, |is_selected| {
            if !is_selected && !selection_is_dragged() {
                selection::clear();
            }
        });
        // What was selected and labelled before anything was drawn never was the model's: but it has the focus now.
        use_effect_with(state.focus, |focus| {
            if focus.is_some() && !selection_is_dragged() {
                selection::clear();
            }
        });
    }
    let Some(document) = document else {
        return html! { <div class="empty"><p role="status">{ "Opening the text…" }</p></div> };
    };
    // Dressed before a jump, so that nothing changes height after it; and before the browser has said what is near.
    let goal = state.reveal.map_or_else(|| place(state), |(_, range)| range.start());
    let ahead = around(&document, goal);
    let is_ahead = near.0.is_empty() || state.reveal.is_some();
    let is_printed = is_printed && document.chunks().len() as u32 <= PRINTED;
    let is_near = |chunk| is_printed || near.0.contains_key(&chunk) || is_ahead && ahead.contains(&chunk);
    // Asked now: the browser tells of a selection only some time after it was made.
    pane.borrow_mut().held = selection::held_chunks();
    dress(state, &document, &is_near, &mut pane.borrow_mut());
    {
        let generation = pane.borrow().generation;
        use_margin(generation);
        let (document, state) = (document.clone(), state.clone());
        let seen = pane.borrow().views.keys().copied().collect();
        use_effect(move || show_passing(&state, &document, seen));
    }

    let info = state.store.documents().get(&document.id());
    let language = info.and_then(|info| info.language.clone());
    let is_rtl = language.as_deref().is_some_and(is_rtl);
    let views = &pane.borrow().views;
    let count = document.chunks().len() as u32;
    let sections = (0..count).step_by(SECTION as usize).map(|first| {
        let views: Vec<_> = (first..count.min(first + SECTION)).map(|index| views.get(&index).cloned()).collect();
        html! { <Section key={first} document={document.clone()} {first} {views} {is_rtl} /> }
    });
    let on_copy = {
        let document = document.clone();
        Callback::from(move |event: Event| {
            if let Some((anchor, focus)) = selection::current(&document) {
                let range = TextRange::new(anchor.min(focus), anchor.max(focus));
                dom::files::answer_copy(&event, document.slice(range));
            }
        })
    };
    let on_menu = {
        let tasks = tasks.clone();
        Callback::from(move |event: dom::MouseEvent| tasks.menu(&event))
    };
    let on_scroll = {
        let (document, tasks, pane) = (document.clone(), tasks.clone(), pane.clone());
        Callback::from(move |_: Event| {
            let (document, tasks) = (document.clone(), tasks.clone());
            pane.borrow_mut().scroll = Some(Timeout::new(REST, move || {
                if let Some(offset) = dom::scroll::top(&document) {
                    tasks.send(Action::Place { doc: document.id(), offset: offset.get() });
                }
                let is_linking = tasks.latest().is_some_and(|state| state.linking.is_some());
                if let Some(view) = dom::scroll::view(&document).filter(|_| is_linking) {
                    tasks.send(Action::View(view));
                }
            }));
        })
    };
    let class = classes!("article", state.preferences.is_quiet.then_some("is-quiet"));
    let is_marked = state.focus.is_some() || state.cursor.is_some() || state.selection.is_some();
    let dir = if language.is_some() { if is_rtl { "rtl" } else { "ltr" } } else { "auto" };
    html! {
        <div class={classes!("scroll", is_marked.then_some("is-marked"))} id={dom::PANE} tabindex="0" role="region" aria-label="Article" onscroll={on_scroll}
            onpointerdown={on_down} oncontextmenu={on_menu} oncopy={on_copy}>
            <article {class} lang={language.map(|tag| tag.to_string())} {dir}>
                { folio(page) }
                { for sections }
            </article>
            { panels::arrived().map_or_else(Html::default, |panels| (panels.over)(page)) }
            <Minimap state={state.clone()} tasks={tasks.clone()} />
        </div>
    }
}

/// Whether a tag of BCP 47 names a language that is written from right to left.
fn is_rtl(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    matches!(primary, "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "ckb" | "syr" | "arc")
}

/// Where the reader was last in the open document.
fn place(state: &State) -> ByteOffset {
    let Some(document) = state.document() else { return ByteOffset::default() };
    let offset = state.places.get(&document.id()).copied().unwrap_or_default() as usize;
    ByteOffset::from_usize(document.text().floor_char_boundary(offset.min(document.text().len())))
}

/// The token cursor, what a label key would tag, and what was found in the chunks that are seen.
fn show_passing(state: &State, document: &Document, seen: Vec<u32>) {
    let word = state.cursor.map(|cursor| cursor.word);
    dom::highlight::show("cursor", document, word);
    let target = match (state.selection, state.cursor) {
        (Some(range), _) => Some(range),
        (None, Some(cursor)) => Some(cursor.range(document)).filter(|range| Some(*range) != word),
        (None, None) => None,
    };
    dom::highlight::show("preview", document, target);
    let hits = state.find.hits_in(document.id());
    let seen = seen.into_iter().filter_map(|chunk| document.chunks().get(chunk as usize)).flat_map(|chunk| {
        let first = hits.partition_point(|hit| hit.range.end() <= chunk.range.start());
        hits[first..].iter().map(|hit| hit.range).take_while(|range| range.start() < chunk.range.end())
    });
    dom::highlight::show("hit", document, seen);
    let here = state.find.at.and_then(|at| state.find.get(at)).filter(|(doc, _)| *doc == document.id());
    dom::highlight::show("hit-here", document, here.map(|(_, hit)| hit.range));
}

/// Whether the page is on its way to paper, where all of the text is near.
#[hook]
fn use_printed() -> bool {
    let is_printed = use_state_eq(|| false);
    {
        let is_printed = is_printed.setter();
        use_effect_with((), move |()| {
            let listen = |event, value| {
                let is_printed = is_printed.clone();
                EventListener::new(&dom::window(), event, move |_| is_printed.set(value))
            };
            let listeners = (listen("beforeprint", true), listen("afterprint", false));
            move || drop(listeners)
        });
    }
    *is_printed
}

#[hook]
fn use_margin(generation: u32) {
    use_effect_with(generation, |_| dom::margin::place());
    use_effect_with((), |()| {
        let listener = EventListener::new(&dom::window(), "resize", |_| dom::margin::place());
        move || drop(listener)
    });
}
